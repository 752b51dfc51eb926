/** One frame as a picture, whole, for pages that show an image and read nothing in it. The same checks as in the viewer. */
import type { SeriesImages } from '#contract/images.ts';
import { loadedFrame, registerSeries } from './frame-loader.ts';
import { paintFrame } from './frame-paint.ts';
import { startLibrary } from './library.ts';
import type { Window } from './viewer.ts';
import { windowOf } from './window-preset.ts';

/** @returns null when the first frame of the series cannot be loaded. */
export async function paintStill(series: SeriesImages, chosen: Window | undefined): Promise<ImageData | null> {
  startLibrary('auto');
  const [id] = registerSeries(series);
  const [source] = series.frames;
  const loaded = id === undefined ? null : await loadedFrame(id, 'interaction');
  if (id === undefined || !source || !loaded?.ok) return null;
  const { minPixelValue: lower, maxPixelValue: upper, slope, intercept, preScale } = loaded.value;
  const [a, b] = preScale?.scaled === true ? [1, 0] : [slope, intercept];
  const all = windowOf({ lower: lower * a + b, upper: upper * a + b }, 'linear');
  const window = chosen ?? series.windows[0] ?? all;
  const request = { frame: source.key, from: [0, 0], size: [source.columns, source.rows] } as const;
  return paintFrame(id, request, { window, inverted: false });
}
