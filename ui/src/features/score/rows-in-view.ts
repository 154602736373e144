// Which rows of the tray are drawn. A pack may hold more rows than a page can lay out in time, so only those in view and
// a few around them are; what is left out keeps its place. Heights are CSS pixels. Pure.

/** Rows `first` up to, not including, `end`. */
export interface Drawn {
  first: number;
  end: number;
}

/** The rows that are laid out above and below those in view: a turn of the wheel never shows a gap. */
const SPARE = 8;
/* The drawn part moves by so many rows at once, so that a slow scroll does not change it with every pixel. */
const STRIDE = 4;

/**
 * The rows to draw of `count` rows of `height` each, whose first begins `above` pixels below the upper edge of the view
 * (negative when it is scrolled past), in a view `view` pixels high. Nothing but the spare rows when none is in view.
 */
export function drawnRows(count: number, height: number, above: number, view: number): Drawn {
  if (height <= 0) return { first: 0, end: Math.min(count, 2 * SPARE) };
  const top = Math.floor(-above / height);
  const bottom = Math.ceil((view - above) / height);
  const down = (row: number) => Math.floor(row / STRIDE) * STRIDE;
  const first = Math.min(count, Math.max(0, down(top - SPARE)));
  const end = Math.min(count, Math.max(first, down(bottom + SPARE) + STRIDE));
  return { first, end };
}

/** Where to scroll to so that a row from `top` to `bottom` is seen between `from` and `to`; `null` when it is already. */
export function scrollInto(top: number, bottom: number, from: number, to: number): number | null {
  if (top < from) return top - from;
  if (bottom > to) return bottom - to;
  return null;
}
