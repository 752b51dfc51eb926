/** Pixels of a loaded frame for the loupe, straight from the decoder, with the window of the viewport. */
import { loadedFrame } from './frame-loader.ts';
import { paintRegion } from './region-paint.ts';
import type { PaintRequest, Window } from './viewer.ts';
import { rangeOf } from './window-preset.ts';

/** Null when the frame cannot be loaded. */
export async function paintFrame(
  imageId: string,
  request: PaintRequest,
  style: { readonly window: Window | null; readonly inverted: boolean },
): Promise<ImageData | null> {
  const loaded = await loadedFrame(imageId, 'interaction');
  if (!loaded.ok) return null;
  const image = loaded.value;
  const scaled = image.preScale?.scaled === true;
  const bytes = paintRegion(
    {
      rows: image.rows,
      columns: image.columns,
      components: image.numberOfComponents,
      samples: image.getPixelData(),
      slope: scaled ? 1 : image.slope,
      intercept: scaled ? 0 : image.intercept,
    },
    request,
    {
      range: style.window && !image.color ? rangeOf(style.window, 'linear') : null,
      inverted: style.inverted !== image.invert,
    },
  );
  return new ImageData(bytes, Math.max(1, Math.round(request.size[0])));
}
