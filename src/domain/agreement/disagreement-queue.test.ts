import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  circle,
  comparedProtocol,
  comparedReads,
  submitted,
  uuid,
  type Circle,
} from '#tests/factories/compared-reads.ts';
import { idOf, type CaseId } from '../kernel/id.ts';
import type { AgreementPlan } from '../plan/agreement-plan.ts';
import type { CostRules } from '../plan/cost-rules.ts';
import { DISAGREEMENT_KINDS } from '../plan/disagreement-kind.ts';
import type { Field, FieldValues } from '../protocol/field.ts';
import type { ProtocolContent } from '../protocol/protocol.ts';
import type { Mark } from '../reading/mark.ts';
import type { ComparedCase } from './compared-case.ts';
import { disagreementQueue, type QueuedDisagreement } from './disagreement-queue.ts';

const anchors = [1, 2, 3, 4, 5].map((value) => ({ value, label: String(value) }));
const options = ['solid', 'part-solid'].map((value) => ({ value, label: value }));
const fields: Field[] = [
  { id: 'malignancy', label: 'Malignancy', required: false, kind: 'ordinal', anchors },
  { id: 'texture', label: 'Texture', required: false, kind: 'choice', options },
];
const planned = (plan: Partial<AgreementPlan> = {}): ProtocolContent => ({
  ...comparedProtocol,
  findings: comparedProtocol.findings.map((finding) => ({ ...finding, fields })),
  agreement: { ...comparedProtocol.agreement, classFields: ['malignancy', 'texture'], ...plan },
});
/** Growing nodules of 8 mm, and suspicious ones of any size, are worked up; other solid ones of 6 mm are followed. */
const management: CostRules['management'] = [
  { name: 'Work-up', when: [{ about: 'value', field: 'malignancy', atLeast: 4 }] },
  { name: 'Work-up', when: [{ about: 'diameter', atLeast: 8 }] },
  {
    name: 'Follow-up',
    when: [
      { about: 'finding', is: ['nodule'] },
      { about: 'diameter', atLeast: 6, below: 8 },
      { about: 'answer', field: 'texture', is: ['solid'] },
    ],
  },
];

/** Half a millimetre per pixel. */
const mark = (mm: number, attributes: FieldValues = {}, spot: Partial<Circle> = {}): Mark => ({
  ...circle({ x: 100, y: 100, d: 2 * mm, ...spot }),
  attributes,
});
const compared = (marks: readonly Mark[][], protocol: ProtocolContent, number = 1): ComparedCase => {
  const reads = marks.map((of, i) => submitted(i + 1, of));
  return { ...comparedReads(reads, protocol), case: idOf<CaseId>(uuid(number)) };
};
const queued = (marks: readonly Mark[][], protocol = planned({ cost: { management } })): QueuedDisagreement[] =>
  disagreementQueue([compared(marks, protocol)], protocol);
const costs = (...given: Parameters<typeof queued>): [string, number][] =>
  queued(...given).map(({ disagreement, cost }) => [disagreement.kind, cost.value]);

describe('the cost of a disagreement', () => {
  it('[AG22] is whether the management would change, not how far apart the answers lie', () => {
    const rated = (malignancy: number): Mark[] => [mark(5, { malignancy })];
    expect(costs([rated(1), rated(3)])).toEqual([['rating', 0]]);
    expect(costs([rated(3), rated(4)])).toEqual([['rating', 1]]);
    expect(costs([rated(1), rated(3), rated(4)])).toEqual([['rating', 2 / 3]]);
    // It is worked up for its size in any case.
    expect(costs([[mark(9, { malignancy: 3 })], [mark(9, { malignancy: 4 })]])).toEqual([['rating', 0]]);
  });

  it('[AG22] exchanges only what is disputed: the diameter, the class, the finding, the lesion itself', () => {
    const texture = 'solid';
    expect(costs([[mark(5, { texture })], [mark(7.5, { texture })]])).toEqual([['extent', 1]]);
    expect(costs([[mark(1.5, { texture })], [mark(4.5, { texture })]])).toEqual([['extent', 0]]);
    expect(costs([[mark(7, { texture })], [mark(7, { texture: 'part-solid' })]])).toEqual([['class', 1]]);
    expect(costs([[mark(7, { texture })], [mark(7, { texture }, { finding: 'scar' })]])).toEqual([['class', 1]]);
    expect(costs([[mark(7, { texture })], []])).toEqual([['existence', 1]]);
    expect(costs([[mark(5, { texture })], []])).toEqual([['existence', 0]]);
    expect(costs([[mark(7, { texture })], [mark(7, { texture })], []])).toEqual([['existence', 2 / 3]]);
  });

  it('[AG23] goes by the finding and its minimum size where the protocol names no category', () => {
    const usual = planned();
    expect(costs([[mark(5)], []], usual)).toEqual([['existence', 1]]);
    expect(costs([[mark(5)], [mark(5, {}, { finding: 'scar' })]], usual)).toEqual([['class', 1]]);
    expect(costs([[mark(5, { malignancy: 1 })], [mark(5, { malignancy: 5 })]], usual)).toEqual([['rating', 0]]);
    expect(costs([[mark(2.5)], [mark(5)]], usual)).toEqual([['extent', 1]]);
    expect(costs([[mark(5)], [mark(9)]], usual)).toEqual([['extent', 0]]);
  });

  it('[AG24] takes what the protocol adds for a kind and for each step of a scale', () => {
    const added = planned({ cost: { management, kinds: { extent: 0.25 }, steps: { malignancy: 0.1 } } });
    expect(costs([[mark(9)], [mark(14)]], added)).toEqual([['extent', 0.25]]);
    const [[, cost] = []] = costs([[mark(5, { malignancy: 1 })], [mark(5, { malignancy: 4 })]], added);
    expect(cost).toBeCloseTo(1.3);
  });
});

describe('the queue of disagreements', () => {
  it('[AG25] has what costs most first, and equal costs in the order of the kinds', () => {
    const protocol = planned({ cost: { management } });
    const mild = compared([[mark(5, { malignancy: 1 })], [mark(5, { malignancy: 3 })]], protocol, 1);
    const missed = compared([[mark(5)], []], protocol, 2);
    const severe = compared([[mark(5, { malignancy: 1 })], [mark(5, { malignancy: 5 })]], protocol, 3);
    const queue = disagreementQueue([mild, missed, severe], protocol);
    expect(queue.map((one) => [one.case, one.disagreement.kind])).toEqual([
      [uuid(3), 'rating'],
      [uuid(2), 'existence'],
      [uuid(1), 'rating'],
    ]);
  });

  it('[AG25] is the same in whatever order cases come, and holds every disagreement once', () => {
    const spot = fc.record({
      x: fc.integer({ min: 0, max: 80 }),
      mm: fc.integer({ min: 2, max: 12 }),
      malignancy: fc.integer({ min: 1, max: 5 }),
    });
    const protocol = planned({ cost: { management, steps: { malignancy: 0.01 } } });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(spot, { maxLength: 3 }), fc.array(spot, { maxLength: 3 })), { maxLength: 3 }),
        (raw) => {
          const cases = raw.map((readers, i) => {
            const marks = readers.map((all) => all.map(({ x, mm, malignancy }) => mark(mm, { malignancy }, { x })));
            return compared(marks, protocol, i + 1);
          });
          const queue = disagreementQueue(cases, protocol);
          expect(disagreementQueue(cases.toReversed(), protocol)).toEqual(queue);
          queue.forEach(({ cost, disagreement: { kind } }, i) => {
            const next = queue[i + 1];
            expect(cost.changes).toBeLessThanOrEqual(1);
            if (!next) return;
            expect(next.cost.value).toBeLessThanOrEqual(cost.value);
            const places = [kind, next.disagreement.kind].map((one) => DISAGREEMENT_KINDS.indexOf(one));
            if (next.cost.value === cost.value) expect(places[0]).toBeLessThanOrEqual(places[1] ?? 0);
          });
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('what the protocol resolves', () => {
  const rules = (...resolve: NonNullable<AgreementPlan['resolve']>): ProtocolContent => planned({ resolve });
  const resolutions = (marks: readonly Mark[][], protocol: ProtocolContent) =>
    queued(marks, protocol).map(({ resolution }) => resolution);

  it('[AG26] is nothing without a rule, and nothing the rule does not speak of', () => {
    expect(resolutions([[mark(5)], [mark(5)], []], planned())).toEqual([undefined]);
    const rule = { by: 'majority', of: 'class', share: 0.6, clause: '4.1' } as const;
    expect(resolutions([[mark(5)], [mark(5)], []], rules(rule))).toEqual([undefined]);
    const elsewhere = { by: 'median', of: 'extent', even: 'lower', clause: '4.1' } as const;
    const apart = [mark(5), mark(5, {}, { x: 112 })].map((one) => [one]);
    expect(queued(apart, rules(elsewhere)).map(({ disagreement: { kind }, resolution }) => [kind, resolution])).toEqual(
      [
        ['extent', undefined],
        ['location', undefined],
      ],
    );
  });

  it('[AG26] by majority needs its share of the readers, and says how many voted', () => {
    const rule = { by: 'majority', of: 'existence', share: 2 / 3, clause: '4.1' } as const;
    const [settled] = resolutions([[mark(5)], [mark(5)], []], rules(rule));
    expect(settled).toEqual({ rule, answers: [{ about: 'existence', value: true, votes: 2, of: 3 }] });
    expect(resolutions([[mark(5)], [], []], rules(rule))[0]?.answers[0]).toMatchObject({ value: false, votes: 2 });
    expect(resolutions([[mark(5)], [mark(5)], [], []], rules(rule))).toEqual([undefined]);
  });

  it('[AG26] by median says which of two in the middle it takes', () => {
    const sizes = [5, 8, 11, 14].map((mm) => [mark(mm)]);
    const rule = { by: 'median', of: 'extent', clause: '3.2' } as const;
    const [lower] = resolutions(sizes, rules({ ...rule, even: 'lower' }));
    const [upper] = resolutions(sizes, rules({ ...rule, even: 'upper' }));
    expect(lower?.answers[0]?.value).toBeCloseTo(8);
    expect(upper?.answers[0]?.value).toBeCloseTo(11);
    const rated = [1, 2, 5].map((malignancy) => [mark(5, { malignancy })]);
    const [middle] = resolutions(rated, rules({ ...rule, of: 'rating', even: 'lower' }));
    expect(middle?.answers).toEqual([{ about: 'malignancy', value: 2, votes: 1, of: 3 }]);
  });
});
