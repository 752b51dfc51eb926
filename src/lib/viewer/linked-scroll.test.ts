import { expect, test } from 'vitest';
import type { FrameSource, SeriesImages } from '#contract/images.ts';
import { patientPoint } from '#domain/geometry/point.ts';
import { besideOf } from './linked-scroll.ts';

/** Axial slices from `first` on, `step` mm apart. */
const stack = (space: string | undefined, depths: readonly number[]): SeriesImages => ({
  ...{ id: 's', label: '', modality: 'CT', instances: {}, lossy: null, windows: [], frameRate: null },
  frames: depths.map((z, i): FrameSource => ({
    ...{ key: { sop: '1.2', frame: i + 1 }, url: '', transferSyntax: '1.2', bytes: 1, sha256: '', rows: 4, columns: 4 },
    instanceNumber: i,
    geometry: {
      rows: 4,
      columns: 4,
      ...(space !== undefined && { frameOfReference: space }),
      plane: { position: patientPoint(0, 0, z), alongRow: patientPoint(1, 0, 0), alongColumn: patientPoint(0, 1, 0) },
    },
  })),
});
const thin = [0, 1, 2, 3, 4, 5, 6, 7, 8];

test('[RW13] in one patient space the image at the same place comes along', () => {
  const link = { from: stack('a', thin), to: stack('a', [10, 5, 0]), offset: 0 };
  expect([0, 2, 4, 8].map((index) => besideOf(index, link))).toEqual([2, 2, 1, 0]);
});

test('[RW13] elsewhere the same share of the stack comes along, shifted by what was scrolled by hand, never out of the series', () => {
  const link = { from: stack('a', thin), to: stack('b', [0, 4, 8, 12, 16]), offset: 0 };
  expect([0, 4, 8].map((index) => besideOf(index, link))).toEqual([0, 2, 4]);
  expect([0, 4, 8].map((index) => besideOf(index, { ...link, offset: 1 }))).toEqual([1, 3, 4]);
  expect(besideOf(0, { from: stack('a', [0]), to: stack('b', thin), offset: 0 })).toBe(0);
});
