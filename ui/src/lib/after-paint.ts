/** Runs something once the page as it is now has been drawn: what takes time and is not part of it can wait that long. */
export function afterPaint(run: () => void): void {
  requestAnimationFrame(() => setTimeout(run));
}
