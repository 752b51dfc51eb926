/**
 * A worklist in a database of a million cases on disk: how long a reader waits for a page of it, near its top and deep inside,
 * and how long a lead waits for theirs. Measured from the question to the answer in the process; HTTP is not in it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { WorklistQuerySchema } from '#contract/worklist.ts';
import { idOf, type ReadId } from '#domain/kernel/id.ts';
import { seeded } from '#domain/kernel/random.ts';
import { countsOf, waitingIn } from '#server/reading/assignment/standing.ts';
import { createWorklist, type Worklist } from '#server/reading/worklist.ts';
import { casesWithReads } from '#server/store/assigned-cases.ts';
import { progressIn } from '#server/store/batches.ts';
import { casesFrom } from '#server/store/cases.ts';
import { openDatabase, type Store } from '#server/store/database.ts';
import { migrate } from '#server/store/migration.ts';
import { largeWorklist, type LargeWorklist } from '#tests/factories/large-worklist.ts';
import type { BenchAnswer, BenchRequest } from './bench.ts';
import { aligned } from './collab.ts';
import { quantile } from './figures.ts';

const CASES = Number(process.env['WORKLIST_CASES'] ?? 1_000_000);
const TIMES = 300;
/** DESIGN §10. */
const BUDGET_MS = 20;

export async function benchWorklist({ say }: BenchRequest): Promise<BenchAnswer> {
  const folder = mkdtempSync(join(tmpdir(), 'worklist-'));
  const store = openDatabase(join(folder, 'consilium.db'));
  try {
    migrate(store);
    say(`writing ${String(CASES)} cases and ${String(2 * CASES)} reads …`);
    const large = largeWorklist(store, CASES);
    const lines = questions(store, large).map(({ name, ask, times = TIMES }) => {
      const took = timed(ask, times);
      say(`${name}: ${JSON.stringify(took)}`);
      return { name, ...took, withinBudget: took.p95 <= BUDGET_MS };
    });
    const table = lines.map(({ name, p50, p95, max }) => [name, ...[p50, p95, max].map((ms) => ms.toFixed(2))]);
    const json = { bench: 'worklist', cases: CASES, reads: 2 * CASES, times: TIMES, budgetMs: BUDGET_MS, lines };
    return await Promise.resolve({ json, text: aligned([['ms', 'p50', 'p95', 'max'], ...table]) });
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
}

interface Question {
  readonly name: string;
  readonly ask: () => unknown;
  /** How often; less where it is slow. */
  readonly times?: number;
}

function questions(store: Store, { project, reader, now }: LargeWorklist): Question[] {
  const worklist = createWorklist({ store, now: () => now });
  const random = seeded(1);
  const page = (asked: Readonly<Record<string, string>>) => () =>
    worklist.page(reader, v.parse(WorklistQuerySchema, asked));
  const cursors = deepCursors(store, reader.user);
  const [, batch] = worklist.batches(reader);
  const lead = { ...reader, roles: new Map([[project, ['lead'] as const]]) };
  return [
    { name: 'first page', ask: page({}) },
    { name: 'next page, anywhere', ask: () => page({ after: cursors[random.int(0, cursors.length - 1)] ?? '' })() },
    { name: 'submitted', ask: page({ state: 'submitted' }) },
    { name: 'one batch', ask: page({ batch: batch?.id ?? '' }) },
    { name: 'late', ask: page({ due: 'late' }) },
    { name: 'a number', ask: () => page({ number: String(random.int(1, CASES)) })() },
    { name: 'next case', ask: nextOf(worklist, { project, reader }) },
    { name: 'own batches, counted', ask: () => worklist.batches(reader) },
    {
      name: 'lead: list of cases, anywhere',
      ask: () => casesFrom(store.db, { project, state: null, from: random.int(1, CASES), limit: 51 }),
    },
    {
      name: 'lead: reads by case, anywhere',
      ask: () => casesWithReads(store.db, { project, behind: random.int(0, CASES), limit: 51 }),
    },
    { name: 'lead: progress of all', ask: () => progressIn(store.db, project) },
    { name: 'lead: what waits', ask: () => waitingIn({ store, now: () => now }, lead, project) },
    { name: 'lead: counts of a project', ask: () => countsOf(store, lead, project) },
  ];
}

const nextOf =
  (worklist: Worklist, { project, reader }: Pick<LargeWorklist, 'project' | 'reader'>) =>
  (): unknown =>
    worklist.next(reader, { read: idOf<ReadId>('none'), project });

/** Places all over the list, as the answers of earlier pages name them. */
const deepCursors = (store: Store, user: string): string[] =>
  (
    store.connection
      .prepare(`SELECT batch_id || '.' || place || '.' || id AS at FROM reads WHERE user_id = ? AND place % 997 = 0`)
      .all(user) as { at: string }[]
  ).map(({ at }) => at);

function timed(
  ask: () => unknown,
  times: number,
): { readonly p50: number; readonly p95: number; readonly max: number } {
  const took = Array.from({ length: times }, () => {
    const began = performance.now();
    ask();
    return performance.now() - began;
  });
  const hundredth = (share: number): number => Math.round(quantile(took, share) * 100) / 100;
  return { p50: hundredth(0.5), p95: hundredth(0.95), max: hundredth(1) };
}
