/**
 * The surface of what was drawn, as many small pieces with a place and a size in millimetres: the edges of its samples on one
 * frame, the faces of its samples where frames lie one upon another.
 */
import type { Spacing } from './frame.ts';
import { rowAt, rowsIn, type Runs } from './runs.ts';

export interface Surface {
  /** x, y, z of the middle of each piece, in mm. */
  readonly places: Float64Array;
  /** In mm on one frame, in mm² where frames have a thickness. */
  readonly sizes: Float64Array;
}

/** One frame of a body; depth in mm along the stack. */
export interface Layer {
  readonly depth: number;
  readonly runs: Runs;
}

/** Layers of one stack. All share pixel spacing and samples per pixel, and lie straight above each other. */
export interface Body {
  /** In the order of their depths. */
  readonly layers: readonly Layer[];
  readonly spacing: Spacing;
  /** How thick a layer is; undefined for what was drawn on one frame and has no thickness. */
  readonly thickness: number | undefined;
}

export function surfaceOf(body: Body): Surface {
  const pieces: Pieces = { places: [], sizes: [] };
  for (const layer of body.layers) sides(layer, body, pieces);
  if (body.thickness !== undefined) caps(body.layers, { ...body, thickness: body.thickness }, pieces);
  return { places: Float64Array.from(pieces.places), sizes: Float64Array.from(pieces.sizes) };
}

interface Pieces {
  readonly places: number[];
  readonly sizes: number[];
}

/** The edges of the area of one layer: the ends of its runs, and what a row has that its neighbour has not. */
function sides({ depth, runs }: Layer, { spacing, thickness }: Body, { places, sizes }: Pieces): void {
  const [across, down] = [spacing.column / runs.perPixel, spacing.row / runs.perPixel];
  const height = thickness ?? 1;
  let before: readonly number[] = [];
  for (let i = 0; i <= rowsIn(runs); i++) {
    const row = rowAt(runs, runs.top + i);
    for (const end of row) {
      places.push(end * across, (runs.top + i + 0.5) * down, depth);
      sizes.push(down * height);
    }
    for (const x of samplesOfOne(row, before)) {
      places.push((x + 0.5) * across, (runs.top + i) * down, depth);
      sizes.push(across * height);
    }
    before = row;
  }
}

/** Bottom and top: what one layer covers and its neighbour does not. Where a layer is missing the body ends and begins again. */
function caps(layers: readonly Layer[], { spacing, thickness }: Body & { thickness: number }, out: Pieces): void {
  const ends = layers.flatMap((layer, i): [Layer | undefined, Layer | undefined, number][] => {
    const above = layers[i + 1];
    const before = layers[i - 1];
    const adjacent = (one: Layer | undefined): boolean =>
      one !== undefined && Math.abs(one.depth - layer.depth) < 1.5 * thickness;
    const top: [Layer, Layer | undefined, number] = [
      layer,
      adjacent(above) ? above : undefined,
      layer.depth + thickness / 2,
    ];
    return adjacent(before) ? [top] : [[undefined, layer, layer.depth - thickness / 2], top];
  });
  for (const [below, above, depth] of ends) {
    for (const [x, y, perPixel] of samplesBetween(below?.runs, above?.runs)) {
      const [across, down] = [spacing.column / perPixel, spacing.row / perPixel];
      out.places.push((x + 0.5) * across, (y + 0.5) * down, depth);
      out.sizes.push(across * down);
    }
  }
}

/** Samples of exactly one of two layers: column, row, samples per pixel. */
function* samplesBetween(a: Runs | undefined, b: Runs | undefined): Generator<readonly [number, number, number]> {
  const layers = [a, b].filter((runs) => runs !== undefined);
  const perPixel = layers[0]?.perPixel ?? 1;
  const top = Math.min(...layers.map((runs) => runs.top));
  const end = Math.max(...layers.map((runs) => runs.top + rowsIn(runs)));
  for (let y = top; y < end; y++) {
    const [one, other] = [a ? rowAt(a, y) : [], b ? rowAt(b, y) : []];
    for (const x of samplesOfOne(one, other)) yield [x, y, perPixel];
  }
}

/** The samples in exactly one of two rows: between the 1st and 2nd, 3rd and 4th … end of all their runs. */
function* samplesOfOne(a: readonly number[], b: readonly number[]): Generator<number> {
  const ends = [...a, ...b].sort((x, y) => x - y);
  for (let i = 0; i + 1 < ends.length; i += 2) {
    for (let x = ends[i] ?? 0; x < (ends[i + 1] ?? 0); x++) yield x;
  }
}
