/** Paints a region of a decoded frame with a window, pixel by pixel, for the loupe: no interpolation, no invention. */
import type { PaintRequest } from './viewer.ts';
import type { ValueRange } from './window-preset.ts';

export interface PixelSource {
  readonly rows: number;
  readonly columns: number;
  /** 1 grey, 3 RGB, 4 RGBA. */
  readonly components: number;
  readonly samples: ArrayLike<number>;
  /** From a stored sample to the value the window speaks of. */
  readonly slope: number;
  readonly intercept: number;
}

export interface PaintStyle {
  /** Null for colour, which has no window. */
  readonly range: ValueRange | null;
  readonly inverted: boolean;
}

/** RGBA bytes, `size` pixels large. What lies outside the frame is black. */
export function paintRegion(
  source: PixelSource,
  { from, size }: Pick<PaintRequest, 'from' | 'size'>,
  style: PaintStyle,
): Uint8ClampedArray<ArrayBuffer> {
  const [left, top] = [Math.round(from[0]), Math.round(from[1])];
  const [width, height] = [Math.max(1, Math.round(size[0])), Math.max(1, Math.round(size[1]))];
  const out = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      out[at + 3] = 255;
      const [column, row] = [left + x, top + y];
      if (column < 0 || row < 0 || column >= source.columns || row >= source.rows) continue;
      out.set(colourAt(source, row * source.columns + column, style), at);
    }
  }
  return out;
}

function colourAt(source: PixelSource, pixel: number, { range, inverted }: PaintStyle): [number, number, number] {
  const turn = (level: number): number => (inverted ? 255 - level : level);
  const sample = (component: number): number => source.samples[pixel * source.components + component] ?? 0;
  if (source.components > 1) return [turn(sample(0)), turn(sample(1)), turn(sample(2))];
  const value = sample(0) * source.slope + source.intercept;
  const share = range ? (value - range.lower) / (range.upper - range.lower) : value / 255;
  const level = turn(255 * Math.min(1, Math.max(0, share)));
  return [level, level, level];
}
