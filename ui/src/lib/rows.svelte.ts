// Which of many rows of one height are laid out: those in view and some around them.

/** Up to so many rows are all laid out. */
const WHOLE = 120;
/** How many rows are laid out above the view and below it, at least. */
const AHEAD = 12;
/** The first row that is laid out moves in steps of so many, so that scrolling seldom changes anything. */
const STEP = 8;

/** The rows from `from` on and before `to` are to be laid out, when `height` of a list at `top` is in view. */
export function span(count: number, top: number, height: number, row: number): { from: number; to: number } {
  if (count <= WHOLE) return { from: 0, to: count };
  const first = Math.floor(top / row) - AHEAD;
  const from = Math.min(Math.max(0, first - (first % STEP)), count - 1);
  const last = Math.ceil((top + height) / row) + AHEAD;
  return { from, to: Math.min(count, last + STEP - (last % STEP)) };
}

/** The rows of one scrolling list. Its rows carry `data-row` and have the same height, about `rem` rem. */
export class Rows {
  #node: HTMLElement | null = null;
  #top = $state(0);
  #height = $state(0);
  #row = $state(0);
  readonly #count: () => number;
  readonly #span = $derived.by(() => span(this.#count(), this.#top, this.#height, this.#row));

  constructor(count: () => number, rem: number) {
    this.#count = count;
    this.#row = rem * 16;
  }

  get from(): number {
    return this.#span.from;
  }

  get to(): number {
    return this.#span.to;
  }

  /** How far the first row that is laid out is from the first of all, in pixels. */
  get before(): number {
    return this.from * this.#row;
  }

  /** How much is below the last row that is laid out, in pixels. */
  get after(): number {
    return (this.#count() - this.to) * this.#row;
  }

  /** For `use:` at the element that scrolls. */
  readonly watch = (node: HTMLElement): { destroy: () => void } => {
    this.#node = node;
    const scrolled = () => (this.#top = node.scrollTop);
    const sized = new ResizeObserver(() => {
      this.#height = node.clientHeight;
      this.#measure();
      scrolled();
    });
    sized.observe(node);
    node.addEventListener("scroll", scrolled, { passive: true });
    this.#height = node.clientHeight;
    this.#measure();
    return {
      destroy: () => {
        sized.disconnect();
        node.removeEventListener("scroll", scrolled);
      },
    };
  };

  /** Scrolls as little as brings a row into view; `head` is how much of the view a fixed head covers, in pixels. */
  reveal(at: number, head = 0): void {
    const node = this.#node;
    if (node === null || at < 0) return;
    this.#measure();
    const [from, to] = [at * this.#row, (at + 1) * this.#row];
    if (from < node.scrollTop) node.scrollTop = from;
    else if (to + head > node.scrollTop + node.clientHeight) node.scrollTop = to + head - node.clientHeight;
    this.#top = node.scrollTop;
    this.#height = node.clientHeight;
  }

  #measure(): void {
    const height = this.#node?.querySelector("[data-row]")?.getBoundingClientRect().height ?? 0;
    if (height > 0) this.#row = height;
  }
}
