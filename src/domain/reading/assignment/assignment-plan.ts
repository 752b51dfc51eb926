/**
 * From cases and readers to reads: who reads which case, in which place of their list, and which cases come again. The same
 * request with the same seed is the same plan, so that what was previewed is what is applied and can be shown to have been.
 */
import * as v from 'valibot';
import type { CaseId, UserId } from '#domain/kernel/id.ts';
import { seeded, type Random } from '#domain/kernel/random.ts';
import { orderedFor, type ReadingOrder } from '#domain/protocol/reading-order.ts';
import type { Blocks } from './balance.ts';
import { balancedBlocks } from './block-plan.ts';
import { expertBlocks } from './expert-blocks.ts';
import { withRepeats, type Repeats, type Turn } from './hidden-repeats.ts';

const PerCase = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100));

/** `crossed`: every reader reads every case. `expertise`: only who may read cases of that kind. */
export const DesignSchema = v.variant('kind', [
  v.object({ kind: v.literal('crossed') }),
  v.object({ kind: v.literal('blocks'), perCase: PerCase }),
  v.object({ kind: v.literal('expertise'), perCase: PerCase }),
]);
export type Design = v.InferOutput<typeof DesignSchema>;

export interface PlannedCase {
  readonly id: CaseId;
  readonly number: number;
  /** "Chest CT". */
  readonly kind: string;
}

export interface PlannedReader {
  readonly user: UserId;
  /** Kinds of cases they may be given; an empty list stands for all. */
  readonly expertise: readonly string[];
}

export interface PlanRequest {
  readonly design: Design;
  readonly seed: number;
  readonly order: ReadingOrder;
  /** Cases of one kind come one after the other. */
  readonly similarTogether: boolean;
  readonly repeats: Repeats | null;
}

export interface PlannedRead {
  readonly case: PlannedCase;
  readonly reader: UserId;
  /** 1-based, in the reader's own list. */
  readonly place: number;
  /** Whether it comes a second time to the same reader. */
  readonly again: boolean;
}

export interface AssignmentPlan {
  readonly blocks: Blocks;
  readonly reads: readonly PlannedRead[];
}

/** @throws RangeError when a case asks for more readers than there are. */
export function assignmentPlan(
  cases: readonly PlannedCase[],
  readers: readonly PlannedReader[],
  request: PlanRequest,
): AssignmentPlan {
  const random = seeded(request.seed);
  const blocks = blocksOf(cases, readers, { design: request.design, random });
  const reads = readers.flatMap(({ user }, at) => {
    const own = cases.filter((_, i) => blocks[i]?.includes(at));
    const turns = turnsOf(own, user, { request, random });
    return turns.map(({ of, again }, i): PlannedRead => ({ case: of, reader: user, place: i + 1, again }));
  });
  return { blocks, reads };
}

function blocksOf(
  cases: readonly PlannedCase[],
  readers: readonly PlannedReader[],
  { design, random }: { readonly design: Design; readonly random: Random },
): Blocks {
  const everybody = readers.map((_, at) => at);
  switch (design.kind) {
    case 'crossed':
      return cases.map(() => everybody);
    case 'blocks':
      return balancedBlocks({ readers: readers.length, perCase: design.perCase, cases: cases.length }, random);
    case 'expertise': {
      const may = (at: number, kind: string): boolean => mayRead(readers[at]?.expertise ?? [], kind);
      const eligible = cases.map(({ kind }) => everybody.filter((at) => may(at, kind)));
      return expertBlocks({ readers: readers.length, perCase: design.perCase, eligible }, random);
    }
  }
}

const mayRead = (expertise: readonly string[], kind: string): boolean =>
  expertise.length === 0 || expertise.includes(kind);

interface Ordering {
  readonly request: PlanRequest;
  readonly random: Random;
}

function turnsOf(own: readonly PlannedCase[], user: UserId, { request, random }: Ordering): Turn<PlannedCase>[] {
  const named = own.map((one) => ({ id: `Case ${String(one.number)}`, one }));
  const ordered = orderedFor(request.order, user, named).map(({ one }) => one);
  const groups = request.similarTogether ? [...Map.groupBy(ordered, ({ kind }) => kind).values()] : [ordered];
  if (request.repeats) return withRepeats(groups, request.repeats, random);
  return groups.flat().map((of) => ({ of, again: false }));
}
