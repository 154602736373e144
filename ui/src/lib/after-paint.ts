/* Longer than a frame on a slow machine, shorter than anybody waits for a picture. */
const REST_MS = 80;

/**
 * Runs something a moment after the page as it is now was drawn: what takes time and is not part of it can wait that long,
 * and whoever leafs through the entries is not held up by it.
 */
export function afterPaint(run: () => void): void {
  requestAnimationFrame(() => setTimeout(run, REST_MS));
}
