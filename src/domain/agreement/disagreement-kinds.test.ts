import { describe, expect, it } from 'vitest';
import {
  circle,
  comparedProtocol,
  stack,
  submitted,
  uncalibrated,
  type Circle,
} from '#tests/factories/compared-reads.ts';
import type { GeometryOf } from '../geometry/extent.ts';
import { DISAGREEMENT_KINDS } from '../plan/disagreement-kind.ts';
import type { AgreementPlan } from '../plan/agreement-plan.ts';
import type { Field, FieldValues } from '../protocol/field.ts';
import type { ProtocolContent } from '../protocol/protocol.ts';
import type { Mark } from '../reading/mark.ts';
import { caseDisagreement, disagreementsOf, type Disagreement } from './disagreement.ts';

const options = ['solid', 'part-solid'].map((value) => ({ value, label: value }));
const anchors = [1, 2, 3].map((value) => ({ value, label: String(value) }));
const fields: Field[] = [
  { id: 'texture', label: 'Texture', required: false, kind: 'choice', options },
  { id: 'malignancy', label: 'Malignancy', required: false, kind: 'ordinal', anchors },
  { id: 'sure', label: 'How sure', required: false, kind: 'confidence' },
  { id: 'density', label: 'Density', required: false, kind: 'number', unit: 'HU', minimum: -1000, maximum: 1000 },
];
const protocol: ProtocolContent = {
  ...comparedProtocol,
  findings: comparedProtocol.findings.map((finding) => ({ ...finding, fields })),
  agreement: { ...comparedProtocol.agreement, classFields: fields.map(({ id }) => id) },
};
const planned = (plan: Partial<AgreementPlan>): ProtocolContent => ({
  ...protocol,
  agreement: { ...protocol.agreement, ...plan },
});

const mark = (spot: Partial<Circle> = {}, attributes: FieldValues = {}): Mark => ({
  ...circle({ x: 100, y: 100, d: 20, ...spot }),
  attributes,
});
const differences = (marks: readonly Mark[][], by = protocol, geometry: GeometryOf = stack): Disagreement[] =>
  disagreementsOf(
    marks.map((of, i) => submitted(i + 1, of)),
    by,
    geometry,
  );
const kinds = (...given: Parameters<typeof differences>): string[] => differences(...given).map(({ kind }) => kind);

describe('kinds of disagreement', () => {
  it('[AG16] follow the kind of the field: another option is a class, another step a rating, another number a field', () => {
    expect(kinds([[mark({}, { texture: 'solid' })], [mark({}, { texture: 'part-solid' })]])).toEqual(['class']);
    expect(kinds([[mark({}, { malignancy: 1 })], [mark({}, { malignancy: 2 })]])).toEqual(['rating']);
    expect(kinds([[mark({}, { sure: 20 })], [mark({}, { sure: 90 })]])).toEqual(['rating']);
    expect(kinds([[mark({}, { density: 10 })], [mark({}, { density: 11 })]])).toEqual(['field']);
    expect(kinds([[mark({}, { density: 10 })], [mark()]])).toEqual([]);
  });

  it('[AG16] leave alone what lies within the tolerance of the protocol', () => {
    const tolerant = planned({ tolerances: { malignancy: 1, density: 5 } });
    expect(kinds([[mark({}, { malignancy: 1 })], [mark({}, { malignancy: 2 })]], tolerant)).toEqual([]);
    const three = [1, 2, 3].map((malignancy) => [mark({}, { malignancy, density: 10 })]);
    expect(kinds(three, tolerant)).toEqual(['rating']);
    expect(kinds([[mark({}, { density: 0 })], [mark({}, { density: 5 })]], tolerant)).toEqual([]);
  });

  it('[AG17] see another extent in surfaces of which less than 0.8 lie near each other, where the diameters agree', () => {
    // On one slice of this stack the tolerance is one millimetre, two pixels.
    const long = mark({ d: 60 });
    const narrow: Mark = {
      ...long,
      id: mark().id,
      points: [
        [100, 108],
        [100, 92],
        [70, 100],
        [130, 100],
      ],
    };
    const [found, ...others] = differences([[long], [{ ...narrow, lesion: narrow.id }]]);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'extent', by: 'surface', needed: 0.8, toleranceMm: 1 });
    expect(found?.kind === 'extent' && found.by === 'surface' && found.dice).toBeLessThan(0.4);
    const lenient = planned({ extent: { mm: 2, share: 0.2, surface: { dice: 0.8, mm: 12 } } });
    expect(kinds([[long], [{ ...narrow, lesion: narrow.id }]], lenient)).toEqual([]);
    expect(kinds([[long], [{ ...narrow, lesion: narrow.id }]], protocol, uncalibrated)).toEqual([]);
  });

  it('[AG18] see another location where each centre lies outside of what the other drew', () => {
    expect(kinds([[mark({ d: 10 })], [mark({ d: 10, x: 104 })]])).not.toContain('location');
    const apart = differences([[mark({ d: 10 })], [mark({ d: 10, x: 112 })]]).find(({ kind }) => kind === 'location');
    expect(apart).toMatchObject({ apart: { unit: 'mm', framesApart: 0 } });
    expect(apart?.kind === 'location' && [apart.apart.value, apart.allowed]).toEqual([
      expect.closeTo(6, 5),
      expect.closeTo(2.5, 5),
    ]);
    const strict = planned({ location: { share: 0.05 } });
    expect(kinds([[mark()], [mark({ x: 102 })]], strict)).toEqual(['location']);
  });

  it('[AG18] measure places, which have no size, by the distance within which they are matched', () => {
    const place = (x: number): Mark[] => [{ ...mark(), tool: 'probe', points: [[x, 100]] }];
    expect(kinds([place(100), place(109)])).toEqual([]);
    expect(kinds([place(100), place(111)])).toEqual(['location']);
    const large = [mark({ d: 100 })];
    expect(kinds([large, place(140)])).toEqual([]);
  });

  it('[AG19] take marks on other frames of a film for one lesion only as far as the plan says, and then in another location', () => {
    const film: GeometryOf = () => ({ rows: 512, columns: 512 });
    const read = (frame: number): Mark[] => [mark({ frame, d: 20 })];
    expect(kinds([read(4), read(6)], protocol, film)).toEqual(['existence', 'existence']);
    const near = planned({ matching: { ...protocol.agreement.matching, maximumFrames: 2 } });
    const [found, ...others] = differences([read(4), read(6)], near, film);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'location', apart: { framesApart: 2, value: 0, unit: 'px' } });
    expect(kinds([read(4), read(7)], near, film)).toEqual(['existence', 'existence']);
    expect(kinds([read(4), read(4)], near, film)).toEqual([]);
  });

  it('[AG20] of a finding of whole images know no place and no size', () => {
    const whole = (granularity: 'image' | 'case'): ProtocolContent => ({
      ...protocol,
      findings: protocol.findings.map((finding) => ({ ...finding, granularity })),
    });
    const [here, there] = [mark({ x: 50, d: 10 }), mark({ x: 400, d: 90 })];
    expect(kinds([[here], [there]], whole('image'))).toEqual([]);
    expect(kinds([[here], []], whole('image'))).toEqual(['existence']);
    expect(kinds([[here], [mark({ frame: 2 })]], whole('image'))).toEqual(['existence', 'existence']);
    expect(kinds([[here], [mark({ frame: 2 })]], whole('case'))).toEqual([]);
    expect(kinds([[here], [mark({ x: 50, finding: 'scar' })]], whole('image'))).toEqual(['existence', 'existence']);
  });

  it('[AG21] of the fields of a case are about the case, and are those the plan names or all with a list of answers', () => {
    const reads = [true, false].map((quality, i) => ({
      ...submitted(i + 1, []),
      content: { marks: [], answers: { quality, note: `note ${String(i)}` } },
    }));
    expect(caseDisagreement(reads, protocol)).toMatchObject({ kind: 'field', differences: [{ about: 'quality' }] });
    expect(caseDisagreement(reads, planned({ caseFields: ['note'] }))?.differences[0]?.about).toBe('note');
    expect(caseDisagreement(reads, planned({ caseFields: [] }))).toBeUndefined();
    expect(caseDisagreement(reads.slice(0, 1), protocol)).toBeUndefined();
  });

  it('stand in the order of their harm', () => {
    const all = [
      [mark({ d: 10, frame: 1 }, { texture: 'solid', malignancy: 1, density: 1 })],
      [mark({ d: 20, frame: 1, x: 116 }, { texture: 'part-solid', malignancy: 3, density: 2 })],
      [],
    ];
    expect(kinds(all)).toEqual([...DISAGREEMENT_KINDS]);
  });
});
