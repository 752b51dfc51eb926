import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idOf, type CaseId, type UserId } from '#domain/kernel/id.ts';
import { seeded } from '#domain/kernel/random.ts';
import { assignmentPlan, type PlannedCase, type PlannedReader, type PlanRequest } from './assignment-plan.ts';
import { withRepeats } from './hidden-repeats.ts';

const KINDS = ['Chest CT', 'Chest radiograph', 'Cardiac ultrasound'];
const cases = (count: number): PlannedCase[] =>
  Array.from({ length: count }, (_, i) => ({
    id: idOf<CaseId>(`case-${String(i + 1)}`),
    number: i + 1,
    kind: KINDS[i % KINDS.length] ?? '',
  }));
const readers = (...expertise: readonly string[][]): PlannedReader[] =>
  expertise.map((of, i) => ({ user: idOf<UserId>(`reader-${String(i)}`), expertise: of }));
const request = (over: Partial<PlanRequest> = {}): PlanRequest => ({
  design: { kind: 'crossed' },
  seed: 1,
  order: { kind: 'fixed' },
  similarTogether: false,
  repeats: null,
  ...over,
});
const listOf = (plan: ReturnType<typeof assignmentPlan>, at: number) =>
  plan.reads.filter(({ reader }) => reader === `reader-${String(at)}`).toSorted((a, b) => a.place - b.place);

describe('a plan', () => {
  it('[WL4] crossed: everybody reads every case once, in the order of the protocol', () => {
    const plan = assignmentPlan(cases(5), readers([], []), request());
    expect(plan.reads).toHaveLength(10);
    expect(listOf(plan, 1).map((read) => [read.place, read.case.number])).toEqual([1, 2, 3, 4, 5].map((n) => [n, n]));
    const shuffled = assignmentPlan(cases(40), readers([], []), request({ order: { kind: 'shuffled', seed: 3 } }));
    const orders = [0, 1].map((at) => listOf(shuffled, at).map((read) => read.case.number));
    expect(orders[0]).not.toEqual(orders[1]);
    expect(orders[0]?.toSorted((a, b) => a - b)).toEqual(cases(40).map(({ number }) => number));
  });

  it('[WL5] similar cases come one after the other, each kind in the order of the protocol', () => {
    const plan = assignmentPlan(cases(9), readers([]), request({ similarTogether: true }));
    expect(listOf(plan, 0).map((read) => read.case.number)).toEqual([1, 4, 7, 2, 5, 8, 3, 6, 9]);
  });

  it('[WL6] by expertise: nobody gets a kind they may not read, and loads are as even as that lets them be', () => {
    const who = readers(['Chest CT'], ['Chest CT'], ['Chest radiograph'], []);
    const plan = assignmentPlan(cases(60), who, request({ design: { kind: 'expertise', perCase: 2 } }));
    for (const { case: one, reader } of plan.reads) {
      const may = who.find(({ user }) => user === reader)?.expertise ?? [];
      expect(may.length === 0 || may.includes(one.kind)).toBe(true);
    }
    // CTs have three who may, radiographs two, ultrasounds one: the case gets all there are.
    expect(plan.blocks.map((block) => block.length).slice(0, 3)).toEqual([2, 2, 1]);
    const loads = [0, 1, 2, 3].map((at) => listOf(plan, at).length);
    expect(loads).toEqual([20, 20, 20, 40]);
  });

  it('[WL7] repeats: a declared share comes again, later, with others between, and once only', () => {
    const arbitrary = fc.record({
      count: fc.integer({ min: 0, max: 80 }),
      share: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
      apart: fc.integer({ min: 1, max: 30 }),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(arbitrary, ({ count, share, apart, seed }) => {
        const group = Array.from({ length: count }, (_, i) => i);
        const turns = withRepeats([group], { share, apart }, seeded(seed));
        expect(turns.filter(({ again }) => !again).map(({ of }) => of)).toEqual(group);
        const again = turns.filter((turn) => turn.again).map(({ of }) => of);
        expect(new Set(again).size).toBe(again.length);
        expect(again.length).toBeLessThanOrEqual(Math.max(1, Math.round(share * count)));
        for (const of of again) {
          const [first, second] = turns.flatMap((turn, at) => (turn.of === of ? [at] : []));
          expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(apart);
        }
      }),
    );
    const turns = withRepeats([Array.from({ length: 100 }, (_, i) => i)], { share: 0.1, apart: 20 }, seeded(5));
    expect(turns).toHaveLength(110);
    expect(withRepeats([[1, 2, 3]], { share: 0.5, apart: 5 }, seeded(5))).toHaveLength(3);
  });

  it('[WL7] a repeat stays among the cases of its kind', () => {
    const over = { similarTogether: true, repeats: { share: 0.2, apart: 3 } };
    const list = listOf(assignmentPlan(cases(60), readers([]), request(over)), 0);
    expect(list.length).toBe(72);
    const changes = list.filter((read, i) => i > 0 && list[i - 1]?.case.kind !== read.case.kind);
    expect(changes).toHaveLength(2);
  });

  it('[WL2] the same request with the same seed is the same plan', () => {
    const over = { design: { kind: 'blocks', perCase: 2 }, repeats: { share: 0.2, apart: 3 } } as const;
    const of = (seed: number) => assignmentPlan(cases(30), readers([], [], []), request({ ...over, seed }));
    expect(of(4)).toEqual(of(4));
    expect(of(5)).not.toEqual(of(4));
  });
});
