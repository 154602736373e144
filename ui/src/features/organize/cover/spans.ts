// Moments of a film as people type them, and rectangles as they draw them.

/** Reads `67.5`, `1:07`, `1:07.5` or `1：07`; milliseconds, or `null` when it is no moment. */
export function moment(text: string): number | null {
  const parts = /^(?:(\d{1,3})[:：])?(\d{1,5})(?:[.．](\d{1,3}))?$/.exec(text.trim());
  if (!parts) return null;
  const [, minutes, seconds, fraction] = parts;
  if (minutes !== undefined && Number(seconds) > 59) return null;
  return (Number(minutes ?? 0) * 60 + Number(seconds)) * 1000 + Number((fraction ?? "").padEnd(3, "0"));
}

/** A moment to the tenth of a second, as it is typed: `1:07.5`, `0:07`. */
export function momentText(ms: number): string {
  const tenths = Math.round(ms / 100);
  const seconds = Math.floor(tenths / 10);
  const rest = tenths % 10 === 0 ? "" : `.${tenths % 10}`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}${rest}`;
}

/** Left, top, width and height in thousandths of the picture. */
export type Area = [number, number, number, number];

const clamp = (part: number) => Math.min(1, Math.max(0, part));

/** The rectangle between two corners given as shares of the picture, grown outwards to whole thousandths; `null` when it is hardly one. */
export function areaBetween(from: { x: number; y: number }, to: { x: number; y: number }): Area | null {
  const edges = (a: number, b: number): [number, number] => [Math.floor(clamp(Math.min(a, b)) * 1000), Math.ceil(clamp(Math.max(a, b)) * 1000)];
  const [left, right] = edges(from.x, to.x);
  const [top, bottom] = edges(from.y, to.y);
  if (right - left < 5 || bottom - top < 5) return null;
  return [left, top, right - left, bottom - top];
}

/** A rectangle from typed percentages; `null` when it is empty or reaches beyond the picture. */
export function areaOf(percent: readonly number[]): Area | null {
  const [left, top, width, height] = percent.map((part) => Math.round(part * 10));
  const numbers = [left, top, width, height];
  if (!numbers.every((part): part is number => part !== undefined && Number.isFinite(part) && part >= 0)) return null;
  const [l, t, w, h] = numbers as Area;
  return w > 0 && h > 0 && l + w <= 1000 && t + h <= 1000 ? [l, t, w, h] : null;
}

/** How a rectangle lies over the picture, for a style. */
export function areaStyle([left, top, width, height]: readonly number[]): string {
  return `left:${(left ?? 0) / 10}%;top:${(top ?? 0) / 10}%;width:${(width ?? 0) / 10}%;height:${(height ?? 0) / 10}%`;
}
