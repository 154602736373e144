/** Shows an element on the whole screen, or leaves it. Where the webview cannot, nothing happens. */
export function fullscreen(element: HTMLElement | undefined): void {
  const change = document.fullscreenElement ? document.exitFullscreen?.() : element?.requestFullscreen?.();
  change?.catch(() => undefined);
}
