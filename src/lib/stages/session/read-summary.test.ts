import { expect, it } from 'vitest';
import type { FrameGeometry } from '#domain/geometry/frame.ts';
import type { RevealedRead } from '#domain/session/view.ts';
import { attributesText, sizeText } from './read-summary.ts';

const frame = { sop: '1.2', frame: 1 };
const calibrated: FrameGeometry = { rows: 512, columns: 512, spacing: { row: 0.5, column: 0.5, kind: 'patient' } };
const mark = (points: [number, number][]): RevealedRead['marks'][number] => ({
  id: 'm',
  lesion: 'm',
  frame,
  tool: 'freehand',
  points,
  finding: 'nodule',
  attributes: {},
});
const read: RevealedRead = {
  letter: 'A',
  blinding: null,
  found: true,
  attributes: { texture: 'solid', malignancy: 4, gone: 'x' },
  marks: [
    mark([
      [0, 0],
      [10, 0],
      [10, 5],
    ]),
    mark([
      [0, 0],
      [36, 0],
      [36, 4],
    ]),
  ],
};

it('a read is as large as its largest outline, in mm where the frame is calibrated', () => {
  expect(sizeText(read, () => calibrated)).toBe('18 mm');
  expect(sizeText(read, () => ({ rows: 512, columns: 512 }))).toBe('36 px');
});

it('a reader without the finding and a mark without extent are told apart', () => {
  expect(sizeText({ ...read, found: false, marks: [] }, () => calibrated)).toBe('not found');
  expect(sizeText({ ...read, marks: [{ ...mark([[3, 3]]), tool: 'probe' }] }, () => calibrated)).toBe('placed');
});

it('attributes read in the order of the protocol, unknown ones are left out', () => {
  const text = attributesText(read, [
    {
      id: 'texture',
      label: 'Texture',
      required: true,
      kind: 'choice',
      options: [
        { value: 'solid', label: 'Solid' },
        { value: 'x', label: 'X' },
      ],
    },
    {
      id: 'malignancy',
      label: 'Malignancy',
      required: true,
      kind: 'ordinal',
      anchors: [
        { value: 4, label: 'Four' },
        { value: 5, label: 'Five' },
      ],
    },
  ]);
  expect(text).toBe('Solid, malignancy 4');
});
