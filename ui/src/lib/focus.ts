// Where the keyboard is: traps it inside a dialog, hands it back afterwards, and moves it between panes.

const FOCUSABLE =
  'a[href], button:not([disabled]), textarea:not([disabled]), input:not([disabled]), select:not([disabled]), [tabindex]:not([tabindex="-1"])';

/** Svelte action: keeps Tab inside `node`, starts on `[data-first]` (the safe choice), gives the focus back at the end. */
export function trap(node: HTMLElement): { destroy: () => void } {
  const before = document.activeElement;
  const inside = () => [...node.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((element) => element.offsetParent !== null);
  const start = node.querySelector<HTMLElement>("[data-first]") ?? inside()[0] ?? node;
  start.focus();

  function hold(event: KeyboardEvent) {
    if (event.key !== "Tab") return;
    const all = inside();
    const first = all[0];
    const last = all[all.length - 1];
    if (!first || !last) return;
    if (event.shiftKey && document.activeElement === first) {
      event.preventDefault();
      last.focus();
    } else if (!event.shiftKey && document.activeElement === last) {
      event.preventDefault();
      first.focus();
    }
  }
  node.addEventListener("keydown", hold);
  return {
    destroy() {
      node.removeEventListener("keydown", hold);
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    },
  };
}

/** Moves the focus to the next (or previous) element marked `data-pane`, going round. */
export function movePane(by: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter((pane) => pane.offsetParent !== null);
  if (panes.length === 0) return;
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(at + by + panes.length) % panes.length];
  const start = next?.querySelector<HTMLElement>("[data-pane-start]");
  const target = start ?? (next?.matches(FOCUSABLE) ? next : next?.querySelector<HTMLElement>(FOCUSABLE));
  target?.focus();
}
