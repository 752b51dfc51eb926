/** What a phantom knows about itself: the reference against which reads, measurements and matching can be tried. */
import type { NoduleAttachment, NoduleKind, NoduleMargin } from './volume/nodules.ts';

/** Column and row, the centre of the first pixel being (0, 0). */
export type PixelPair = readonly [x: number, y: number];

export interface NoduleOutline {
  readonly sop: string;
  /** Instance Number of the slice. */
  readonly instance: number;
  /** A closed polygon around the nodule's body, spicules left out, clipped where the lung ends. */
  readonly points: readonly PixelPair[];
}

export interface NoduleTruth {
  /** N1, N2, … */
  readonly id: string;
  readonly kind: NoduleKind;
  readonly margin: NoduleMargin;
  readonly attachment: NoduleAttachment;
  /** DICOM patient coordinates (LPS), mm. */
  readonly centreMm: readonly [x: number, y: number, z: number];
  /** On the slice nearest to the centre. */
  readonly centrePixel: { readonly sop: string; readonly instance: number; readonly at: PixelPair };
  /** Mean diameter of the whole body. */
  readonly diameterMm: number;
  /** Longest diameter, and the widest across it, on the slice where the outline is largest. */
  readonly longestMm: number;
  readonly acrossMm: number;
  readonly outlines: readonly NoduleOutline[];
}

export interface ChestCtTruth {
  readonly kind: 'chest-ct';
  readonly seed: number;
  readonly studyInstance: string;
  readonly seriesInstance: string;
  readonly sliceSpacingMm: number;
  readonly pixelSpacingMm: number;
  readonly nodules: readonly NoduleTruth[];
}

export interface ChestXrayTruth {
  readonly kind: 'chest-xray';
  readonly seed: number;
  readonly studyInstance: string;
  readonly seriesInstance: string;
  readonly sop: string;
  readonly imagerPixelSpacingMm: number;
  readonly nodule: { readonly at: PixelPair; readonly diameterMm: number; readonly outline: readonly PixelPair[] };
}

export interface UsCineTruth {
  readonly kind: 'us-cine';
  readonly seed: number;
  readonly studyInstance: string;
  readonly seriesInstance: string;
  readonly sop: string;
  readonly pixelSpacingMm: number;
  readonly frameTimeMs: number;
  /** A clot in the apex of the left ventricle: one outline per frame, frames counted from 1. */
  readonly lesion: {
    readonly name: 'apical thrombus';
    readonly longestMm: number;
    readonly outlines: readonly { readonly frame: number; readonly points: readonly PixelPair[] }[];
  };
}

export type PhantomTruth = ChestCtTruth | ChestXrayTruth | UsCineTruth;

/** Longest diameter of a polygon and its extent across that diameter, in the polygon's own units. */
export function diametersOf(points: readonly PixelPair[]): { longest: number; across: number } {
  let longest = 0;
  let direction: PixelPair = [1, 0];
  for (const a of points) {
    for (const b of points) {
      const d = Math.hypot(b[0] - a[0], b[1] - a[1]);
      if (d > longest) [longest, direction] = [d, [(b[0] - a[0]) / d, (b[1] - a[1]) / d]];
    }
  }
  const offsets = points.map(([x, y]) => x * -direction[1] + y * direction[0]);
  return { longest, across: Math.max(...offsets) - Math.min(...offsets) };
}

/** Area by the shoelace formula. */
export function areaOf(points: readonly PixelPair[]): number {
  let twice = 0;
  for (const [i, [x, y]] of points.entries()) {
    const [nx, ny] = points[(i + 1) % points.length] ?? [x, y];
    twice += x * ny - nx * y;
  }
  return Math.abs(twice) / 2;
}
