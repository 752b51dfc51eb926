import { describe, expect, it } from 'vitest';
import type { FramePlace } from '#lib/stages/ingest/case-images.ts';
import type { SeriesImages } from '#contract/images.ts';
import type { Field } from '#domain/protocol/field.ts';
import type { Finding, ProtocolContent } from '#domain/protocol/protocol.ts';
import type { Lesion } from '#domain/reading/mark.ts';
import { answersText, missingIn, readBackText, sizeText, tooSmall } from './lesion-text.ts';

const ID = '019a0000-0000-7000-8000-000000000001';
const FIELDS: readonly Field[] = [
  {
    id: 'texture',
    label: 'Texture',
    required: true,
    kind: 'choice',
    options: [
      { value: 'solid', label: 'Solid' },
      { value: 'ground-glass', label: 'Ground glass' },
    ],
  },
  { id: 'malignancy', label: 'Malignancy', required: true, kind: 'ordinal', anchors: [{ value: 4, label: 'High' }] },
  { id: 'note', label: 'Note', required: false, kind: 'text', maximumLength: 100 },
];
const FINDING: Finding = {
  id: 'nodule',
  name: 'Nodule',
  definition: 'Round.',
  tools: ['length'],
  minimumMm: 3,
  fields: [...FIELDS],
};

const lesion = (length: number, attributes: Lesion['attributes'] = {}): Lesion => {
  const points: [number, number][] = [
    [0, 0],
    [length, 0],
  ];
  const mark = { id: ID, lesion: ID, frame: { sop: '1', frame: 1 }, finding: 'nodule', attributes, points };
  return { id: ID, finding: 'nodule', attributes, marks: [{ ...mark, tool: 'length' }] };
};

const SERIES: SeriesImages = {
  id: 's',
  label: 'CT',
  modality: 'CT',
  frames: [],
  instances: {},
  lossy: null,
  windows: [],
  frameRate: null,
};
const places = (spacing?: FramePlace['geometry']['spacing']): ReadonlyMap<string, FramePlace> =>
  new Map([
    [
      '1/1',
      { series: SERIES, index: 0, instanceNumber: 1, geometry: { rows: 9, columns: 9, ...(spacing && { spacing }) } },
    ],
  ]);
const HALF_MM = { row: 0.5, column: 0.5, kind: 'patient' } as const;

describe('a finding in words', () => {
  it('a length on a frame without calibration is in px, never in mm', () => {
    expect(sizeText(lesion(8), places())).toBe('8 px');
    expect(sizeText(lesion(8), places(HALF_MM))).toBe('4.0 mm');
  });

  it('says when a finding is smaller than the protocol counts, only where millimetres are known', () => {
    expect(tooSmall(lesion(5), FINDING, places(HALF_MM))).toContain('3 mm');
    expect(tooSmall(lesion(8), FINDING, places(HALF_MM))).toBeNull();
    expect(tooSmall(lesion(1), FINDING, places())).toBeNull();
    expect(tooSmall(lesion(1), undefined, places(HALF_MM))).toBeNull();
  });

  it('lists answers in the order of the protocol and names what is missing', () => {
    expect(answersText({ malignancy: 4, texture: 'solid' }, FIELDS)).toBe('Solid, malignancy 4');
    expect(missingIn({ texture: 'solid', note: '' }, FIELDS).map((field) => field.id)).toEqual(['malignancy']);
  });

  it('reads back every count and every answer before a read is frozen', () => {
    const caseFields: Field[] = [{ id: 'any', label: 'Any nodule?', required: true, kind: 'yes-no' }];
    const protocol = { findings: [FINDING], caseFields } as Pick<ProtocolContent, 'findings' | 'caseFields'>;
    const one = lesion(5);
    expect(readBackText({ marks: one.marks.slice(), answers: { any: true } }, [one], protocol)).toBe(
      '1 × Nodule. Any nodule? Yes.',
    );
    expect(readBackText({ marks: [], answers: { any: false } }, [], protocol)).toBe('No findings. Any nodule? No.');
  });
});
