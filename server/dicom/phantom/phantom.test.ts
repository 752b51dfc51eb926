import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { numberOf, numbersOf, textOf, type DataSet } from '#server/dicom/part10/dataset.ts';
import { tagOf } from '#server/dicom/part10/dictionary.ts';
import { readPart10 } from '#server/dicom/part10/reader.ts';
import { TAG } from '#server/dicom/part10/tag.ts';
import { generatePhantom, PHANTOM_KINDS, type Phantom } from './phantom.ts';
import type { PhantomFile } from './study.ts';
import type { PixelPair } from './truth.ts';

const small = {
  'chest-ct': { size: 160, count: 32 },
  'us-cine': { size: 160, count: 3 },
  'chest-xray': { size: 64, count: 1 },
} as const;

const hashOf = (phantom: Phantom): string => {
  const hash = createHash('sha256').update(JSON.stringify(phantom.truth));
  for (const file of phantom.files) hash.update(file.name).update(file.bytes);
  return hash.digest('hex');
};

function datasetOf(file: PhantomFile | undefined): DataSet {
  if (file === undefined) throw new Error('the phantom has no such file');
  const read = readPart10(file.bytes);
  if (!read.ok) throw new Error(read.error.message);
  expect([...read.value.oddities]).toEqual([]);
  return read.value.dataset;
}

function pixelsOf(set: DataSet): Uint8Array {
  const element = set.elements.get(TAG.pixelData);
  if (element?.kind !== 'bytes') throw new Error('no native pixels');
  return element.bytes;
}

const words = (bytes: Uint8Array): Int16Array => new Int16Array(bytes.slice().buffer);

function inside(points: readonly PixelPair[], x: number, y: number): boolean {
  let odd = false;
  for (const [i, [ax, ay]] of points.entries()) {
    const [bx, by] = points[(i + 1) % points.length] ?? [ax, ay];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
  }
  return odd;
}

/** Mean of the pixels inside an outline of one frame. */
function meanWithin(frame: ArrayLike<number>, columns: number, points: readonly PixelPair[]): number {
  let [sum, n] = [0, 0];
  for (let i = 0; i < frame.length; i++) {
    if (!inside(points, i % columns, Math.floor(i / columns))) continue;
    sum += frame[i] ?? 0;
    n++;
  }
  return sum / n;
}

const shifted = (points: readonly PixelPair[], dx: number, dy: number): PixelPair[] =>
  points.map(([x, y]) => [x + dx, y + dy]);

describe.each(PHANTOM_KINDS)('phantom %s', (kind) => {
  const one = generatePhantom({ kind, seed: 1, ...small[kind] });

  it('[PH1] gives the same bytes and truth for the same seed, others for another', () => {
    expect(hashOf(generatePhantom({ kind, seed: 1, ...small[kind] }))).toBe(hashOf(one));
    expect(hashOf(generatePhantom({ kind, seed: 2, ...small[kind] }))).not.toBe(hashOf(one));
  });

  it('[PH2] is Part 10 our reader takes without remark, with pixels of the declared size', () => {
    for (const file of one.files) {
      const set = datasetOf(file);
      const [rows, columns] = [numberOf(set, TAG.rows) ?? 0, numberOf(set, TAG.columns) ?? 0];
      const frames = numberOf(set, TAG.numberOfFrames) ?? 1;
      expect(pixelsOf(set).length).toBe((rows * columns * frames * (numberOf(set, TAG.bitsAllocated) ?? 0)) / 8);
    }
  });

  it('[PH3] carries an invented name and no claim of being de-identified', () => {
    const set = datasetOf(one.files[0]);
    expect(textOf(set, TAG.patientName)).toBe('PHANTOM^ONE');
    expect(set.elements.has(tagOf('PatientIdentityRemoved'))).toBe(false);
  });
});

describe('chest CT', () => {
  const phantom = generatePhantom({ kind: 'chest-ct', seed: 7, ...small['chest-ct'] });
  const slices = new Map(phantom.files.map((file) => [textOf(datasetOf(file), TAG.sopInstance), datasetOf(file)]));

  it('[PH4] has a coherent geometry: one frame of reference, evenly spaced positions, head first', () => {
    const z = [...slices.values()].map((set) => numbersOf(set, TAG.imagePosition)[2] ?? 0);
    const steps = z.slice(1).map((v, i) => (z[i] ?? 0) - v);
    for (const step of steps) expect(step).toBeCloseTo(phantom.truth.sliceSpacingMm, 4);
    expect(new Set([...slices.values()].map((set) => textOf(set, TAG.frameOfReference))).size).toBe(1);
  });

  it('[PH5] has six to ten nodules of all kinds, apart from each other', () => {
    const { nodules } = phantom.truth;
    expect(nodules.length).toBeGreaterThanOrEqual(6);
    expect(nodules.length).toBeLessThanOrEqual(10);
    expect(new Set(nodules.map((n) => n.kind))).toEqual(new Set(['solid', 'part-solid', 'ground-glass']));
  });

  it('[PH6] shows every nodule where the truth outlines it: denser than lung, solid ones most', () => {
    for (const nodule of phantom.truth.nodules.filter((n) => n.diameterMm > 9)) {
      const outline = nodule.outlines.find((o) => o.sop === nodule.centrePixel.sop);
      const set = slices.get(outline?.sop ?? '');
      if (outline === undefined || set === undefined) throw new Error(`${nodule.id} has no central outline`);
      const intercept = numberOf(set, tagOf('RescaleIntercept')) ?? 0;
      const hu = meanWithin(words(pixelsOf(set)), numberOf(set, TAG.columns) ?? 0, outline.points) + intercept;
      expect(hu).toBeGreaterThan(nodule.kind === 'solid' ? -250 : -720);
      expect(hu).toBeLessThan(nodule.kind === 'solid' ? 120 : -150);
    }
  });

  it('[PH7] centre in mm and centre in pixels are the same place', () => {
    for (const { centreMm, centrePixel } of phantom.truth.nodules) {
      const set = slices.get(centrePixel.sop);
      if (set === undefined) throw new Error('no such slice');
      const [x = 0, y = 0, z = 0] = numbersOf(set, TAG.imagePosition);
      const spacing = numberOf(set, TAG.pixelSpacing) ?? 0;
      expect(x + centrePixel.at[0] * spacing).toBeCloseTo(centreMm[0], 1);
      expect(y + centrePixel.at[1] * spacing).toBeCloseTo(centreMm[1], 1);
      expect(Math.abs(z - centreMm[2])).toBeLessThanOrEqual(phantom.truth.sliceSpacingMm / 2 + 0.01);
    }
  });
});

describe('ultrasound cine', () => {
  it('[PH8] moves, and the clot echoes more than the blood beside it in every frame', () => {
    const phantom = generatePhantom({ kind: 'us-cine', seed: 3, size: 320, count: 5 });
    const set = datasetOf(phantom.files[0]);
    const [rows, columns] = [numberOf(set, TAG.rows) ?? 0, numberOf(set, TAG.columns) ?? 0];
    const frames = phantom.truth.lesion.outlines.map((o) =>
      pixelsOf(set).subarray((o.frame - 1) * rows * columns, o.frame * rows * columns),
    );
    const below = 30 / phantom.truth.pixelSpacingMm;
    for (const [i, outline] of phantom.truth.lesion.outlines.entries()) {
      const frame = frames[i] ?? new Uint8Array();
      const blood = meanWithin(frame, columns, shifted(outline.points, 0, below));
      expect(meanWithin(frame, columns, outline.points)).toBeGreaterThan(blood + 40);
    }
    expect(frames[0]).not.toEqual(frames[4]);
  });
});

describe('chest radiograph', () => {
  it('[PH9] shows the nodule brighter than the lung around it', () => {
    const phantom = generatePhantom({ kind: 'chest-xray', seed: 3, size: 240 });
    const set = datasetOf(phantom.files[0]);
    const pixels = words(pixelsOf(set));
    const { outline, at } = phantom.truth.nodule;
    const around = (points: readonly PixelPair[], k: number): PixelPair[] =>
      points.map(([x, y]) => [at[0] + (x - at[0]) * k, at[1] + (y - at[1]) * k]);
    const centre = meanWithin(pixels, 240, around(outline, 0.6));
    const wide = meanWithin(pixels, 240, around(outline, 2));
    expect(centre).toBeGreaterThan(wide + 200);
  });
});
