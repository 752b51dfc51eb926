/**
 * The rendering library is the largest part of a page with images. Such a page fetches it beside what it asks the server for,
 * not after the list of images has come.
 */

/** Safe to call often. */
export function prepareViewer(): void {
  // Whoever opens a viewer is told of a failure; nobody waits here.
  import('./stack-viewer.ts').catch(() => undefined);
}
