import { expect, test } from 'vitest';
import type { FrameSource, SeriesImages } from '#contract/images.ts';
import type { Mark } from '#domain/reading/mark.ts';
import { copyingOf } from './copy-forward.ts';

const frame = (number: number, columns = 64): FrameSource => ({
  ...{ key: { sop: '1.2', frame: number }, url: '', transferSyntax: '1.2', bytes: 1, sha256: '', rows: 64, columns },
  ...{ instanceNumber: 1, geometry: { rows: 64, columns } },
});
const series: SeriesImages = {
  ...{ id: 's', label: '', modality: 'US', instances: {}, lossy: null, windows: [], frameRate: null },
  frames: [frame(1), frame(2), frame(3, 32)],
};
const mark = (id: string, on: number): Mark => ({
  ...{
    id,
    lesion: 'a',
    frame: { sop: '1.2', frame: on },
    tool: 'probe',
    points: [[1, 1]],
    finding: 'f',
    attributes: {},
  },
});
const lesion = (marks: readonly Mark[]) => ({ id: 'a', finding: 'f', attributes: {}, marks });

test('[RW6] an outline is copied to the neighbouring frame of its series, never twice and never out of the series', () => {
  const [first, second, third] = [mark('a', 1), mark('b', 2), mark('c', 3)];
  expect(copyingOf(first, lesion([first]), { series, by: 1 })).toMatchObject({
    kind: 'copy',
    to: { key: { frame: 2 } },
  });
  expect(copyingOf(first, lesion([first, second]), { series, by: 1 })).toEqual({ kind: 'there', mark: second });
  expect(copyingOf(first, lesion([first]), { series, by: -1 }).kind).toBe('not');
  expect(copyingOf(third, lesion([third]), { series, by: 1 }).kind).toBe('not');
});

test('[RW6] an outline is not copied to an image of another size', () => {
  const second = mark('b', 2);
  expect(copyingOf(second, lesion([second]), { series, by: 1 })).toMatchObject({ kind: 'not' });
});
