// What the two bars a judge seeks on have in common: dragging, the slider's keys, and how a position is said.
import { t } from "../../lib/i18n.svelte";

/** The bar as it stands now. */
interface Bar {
  bar: HTMLElement;
  ms: number;
  lengthMs: number;
  onseek: (ms: number) => void;
}

const STEPS: Record<string, number> = { ArrowLeft: -5000, ArrowDown: -5000, ArrowRight: 5000, ArrowUp: 5000, PageDown: -30_000, PageUp: 30_000 };

/** Seeks by pointer and by key. */
export class Seeking {
  constructor(readonly now: () => Bar) {}

  readonly drag = (event: PointerEvent): void => {
    const { bar, lengthMs, onseek } = this.now();
    if (event.type === "pointerdown") bar.setPointerCapture(event.pointerId);
    else if (!bar.hasPointerCapture(event.pointerId)) return;
    const box = bar.getBoundingClientRect();
    onseek(((event.clientX - box.left) / Math.max(1, box.width)) * lengthMs);
  };

  readonly pressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const { ms, lengthMs, onseek } = this.now();
    const by = STEPS[event.key];
    if (by !== undefined) onseek(ms + by);
    else if (event.key === "Home") onseek(0);
    else if (event.key === "End") onseek(lengthMs);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** The position in words. */
  spoken(): string {
    const { ms, lengthMs } = this.now();
    const said = (at: number) => t("media.spoken", { m: Math.floor(at / 60_000), s: Math.floor(at / 1000) % 60 });
    return t("media.positionText", { a: said(ms), b: said(lengthMs) });
  }
}
