/** Marks on the first, a middle and the last frame of synthetic objects are compared there and nowhere else. */
import { describe, expect, it } from 'vitest';
import { v5 } from 'uuid';
import { disagreementsOf } from '#domain/agreement/disagreement.ts';
import { lesionGroups, type LesionGroup } from '#domain/agreement/lesion-group.ts';
import type { GeometryOf } from '#domain/geometry/extent.ts';
import { frameText, type FrameGeometry, type FrameKey } from '#domain/geometry/frame.ts';
import type { Mark } from '#domain/reading/mark.ts';
import { geometryOf } from '#server/dicom/geometry.ts';
import { numberOf, textOf } from '#server/dicom/part10/dataset.ts';
import { readPart10 } from '#server/dicom/part10/reader.ts';
import { TAG } from '#server/dicom/part10/tag.ts';
import { generatePhantom, type Phantom } from '#server/dicom/phantom/phantom.ts';
import type { PixelPair } from '#server/dicom/phantom/truth.ts';
import { comparedProtocol, submitted } from '#tests/factories/compared-reads.ts';

/** The geometry of every frame, as it is taken from the files. */
function geometriesOf({ files }: Phantom): GeometryOf {
  const frames = new Map<string, FrameGeometry>();
  for (const file of files) {
    const read = readPart10(file.bytes);
    if (!read.ok) throw new Error(read.error.message);
    const { dataset } = read.value;
    const size = { rows: numberOf(dataset, TAG.rows) ?? 0, columns: numberOf(dataset, TAG.columns) ?? 0 };
    for (let frame = 1; frame <= (numberOf(dataset, TAG.numberOfFrames) ?? 1); frame++) {
      frames.set(frameText({ sop: textOf(dataset, TAG.sopInstance) ?? '', frame }), geometryOf(dataset, size, frame));
    }
  }
  return (key) => frames.get(frameText(key));
}

interface Drawn {
  readonly frame: FrameKey;
  readonly points: readonly PixelPair[];
}

/** One lesion of one reader. */
function marksOf(reader: number, name: string, drawn: readonly Drawn[]): Mark[] {
  const id = (i: number): string => v5(`${String(reader)} ${name} ${String(i)}`, v5.URL);
  return drawn.map(({ frame, points }, i) => ({
    ...{ id: id(i), lesion: id(0), frame, tool: 'freehand', finding: 'nodule', attributes: {} },
    points: points.map(([x, y]): [number, number] => [x, y]),
  }));
}

/** As if the outline had been drawn this many times as large. */
function enlarged(points: readonly PixelPair[], factor: number): PixelPair[] {
  const along = (axis: 0 | 1): number => points.reduce((sum, p) => sum + p[axis], 0) / points.length;
  const [x, y] = [along(0), along(1)];
  return points.map((p): PixelPair => [x + factor * (p[0] - x), y + factor * (p[1] - y)]);
}

/** The frames on which the readers drew it. */
const framesOf = ({ seen }: LesionGroup): number[] => [
  ...new Set(seen.flatMap(({ lesion }) => lesion.marks.map((mark) => mark.frame.frame))),
];

describe('a film', () => {
  const film = generatePhantom({ kind: 'us-cine', seed: 5, size: 160, count: 7 });
  const geometry = geometriesOf(film);
  const { sop, lesion } = film.truth;
  const frames = [1, 4, 7].map((frame) => {
    const outline = lesion.outlines.find((one) => one.frame === frame);
    if (!outline) throw new Error(`the clot is not on frame ${String(frame)}`);
    return { frame: { sop, frame }, points: outline.points };
  });
  const perFrame = (reader: number, factorOf: (frame: number) => number): Mark[] =>
    frames.flatMap(({ frame, points }) =>
      marksOf(reader, String(frame.frame), [{ frame, points: enlarged(points, factorOf(frame.frame)) }]),
    );

  it('[AG28] is compared frame by frame: the first, a middle and the last', () => {
    const reads = [1, 2].map((reader) =>
      submitted(
        reader,
        perFrame(reader, () => 1),
      ),
    );
    const groups = lesionGroups(reads, comparedProtocol, geometry);
    expect(groups.map(framesOf).sort()).toEqual([[1], [4], [7]]);
    expect(groups.map(({ seen }) => seen.length)).toEqual([2, 2, 2]);
    expect(disagreementsOf(reads, comparedProtocol, geometry)).toEqual([]);
  });

  it.each([1, 4, 7])('[AG28] shows another extent on frame %i where it was drawn, and nowhere else', (at) => {
    const reads = [
      submitted(
        1,
        perFrame(1, () => 1),
      ),
      submitted(
        2,
        perFrame(2, (frame) => (frame === at ? 1.6 : 1)),
      ),
    ];
    const found = disagreementsOf(reads, comparedProtocol, geometry);
    expect(found.map(({ kind, group }) => [kind, framesOf(group)])).toEqual([['extent', [at]]]);
    expect(found[0]?.group.seen.map((one) => one.extent?.frame.frame)).toEqual([at, at]);
  });

  it.each([1, 4, 7])('[AG28] misses on frame %i what only one reader marked there', (at) => {
    const all = perFrame(1, () => 1);
    const rest = perFrame(2, () => 1).filter((mark) => mark.frame.frame !== at);
    const found = disagreementsOf([submitted(1, all), submitted(2, rest)], comparedProtocol, geometry);
    expect(found.map(({ kind, group }) => [kind, framesOf(group)])).toEqual([['existence', [at]]]);
  });
});

describe('a stack', () => {
  const ct = generatePhantom({ kind: 'chest-ct', seed: 5, size: 256, count: 73 });
  const geometry = geometriesOf(ct);
  const read = (reader: number, factor: number) =>
    submitted(
      reader,
      ct.truth.nodules.flatMap(({ id, outlines }) =>
        marksOf(
          reader,
          id,
          outlines.map(({ sop, points }) => ({ frame: { sop, frame: 1 }, points: enlarged(points, factor) })),
        ),
      ),
    );

  it('[AG28] joins the slices of each nodule, in the patient', () => {
    const reads = [1, 2, 3].map((reader) => read(reader, 1));
    const groups = lesionGroups(reads, { ...comparedProtocol, findings: [] }, geometry);
    expect(groups).toHaveLength(ct.truth.nodules.length);
    for (const { seen } of groups) {
      expect(seen).toHaveLength(3);
      expect(seen.every((one) => one.patient !== undefined)).toBe(true);
    }
    expect(disagreementsOf(reads, comparedProtocol, geometry)).toEqual([]);
  });

  it('[AG28] disputes the extent of each nodule that was drawn much larger, and nothing else', () => {
    const found = disagreementsOf([read(1, 1), read(2, 2)], { ...comparedProtocol, findings: [] }, geometry);
    expect(found.map(({ kind }) => kind)).toEqual(ct.truth.nodules.map(() => 'extent'));
  });
});
