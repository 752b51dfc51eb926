/** What is counted as it happens, against counting everything, after whatever people do one after the other. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { CASE_STATES, type CaseState } from '#domain/ingest/case.ts';
import { idOf, type BatchId, type CaseId, type ReadId, type UserId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { insertCase, setCaseState } from '#server/store/cases.ts';
import { studyNamed } from '#server/store/images.ts';
import { migrate } from '#server/store/migration.ts';
import { freezeRead, readById } from '#server/store/reads.ts';
import { valueOf } from '#tests/factories/access.ts';
import { assignedStudy, planFor, type Study } from '#tests/factories/assigned.ts';

const CASES = 6;
const READERS = 3;
const some = fc.nat({ max: 100 });
const readers = fc.uniqueArray(fc.nat({ max: READERS - 1 }), { minLength: 1 });
const step = fc.oneof(
  fc.record({ kind: fc.constant('plan' as const), readers, unread: fc.boolean(), repeats: fc.boolean() }),
  fc.record({ kind: fc.constant('ask' as const), readers, pick: some }),
  fc.record({ kind: fc.constant('end' as const), pick: some, to: fc.option(fc.nat({ max: READERS - 1 })) }),
  fc.record({ kind: fc.constant('submit' as const), pick: some }),
  fc.record({ kind: fc.constant('date' as const), pick: some, readers }),
  fc.record({ kind: fc.constant('state' as const), pick: some, state: fc.constantFrom(...CASE_STATES) }),
  fc.record({ kind: fc.constant('import' as const), lookReason: fc.constantFrom('', 'burnt-in text') }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Whatever is refused changes nothing, and that is counted as well. */
async function take(at: Study, one: Step): Promise<void> {
  const { lead, project } = at;
  const { assignment, reading, store } = at.services;
  const users = (of: readonly number[]): UserId[] =>
    of.flatMap((i) => at.readers.slice(i, i + 1).map(({ user }) => user));
  switch (one.kind) {
    case 'plan': {
      const repeats = one.repeats ? { share: 0.4, apart: 1 } : null;
      const plan = planFor(at, { readers: users(one.readers), unread: one.unread, repeats });
      const shown = await assignment.preview(lead, project, plan);
      if (shown.ok) await assignment.apply(lead, project, { ...plan, digest: shown.value.digest });
      return;
    }
    case 'ask':
      reading.assign(lead, project, { cases: [picked(allCases(at), one.pick)], readers: users(one.readers) });
      return;
    case 'end': {
      const [to] = users(one.to === null ? [] : [one.to]);
      const because = 'Away';
      const request = to ? ({ how: 'reassigned', because, to } as const) : ({ how: 'withdrawn', because } as const);
      await assignment.end(lead, { project, read: picked(allReads(at), one.pick) }, request);
      return;
    }
    case 'submit':
      submit(at, picked(allReads(at), one.pick));
      return;
    case 'date': {
      const batches = valueOf(assignment.progress(lead, project)).map(({ id }) => id);
      const of = [{ batch: picked<BatchId>(batches, one.pick), users: users(one.readers) }];
      assignment.moveDates(lead, project, { of, dueAt: instantOf(one.pick) });
      return;
    }
    case 'state':
      store.transact((tx) => {
        setCaseState(tx, picked(allCases(at), one.pick), one.state, '');
      });
      return;
    case 'import':
      bringIn(at, one.lookReason);
  }
}

const picked = <T extends string>(of: readonly T[], pick: number): T => of[pick % Math.max(1, of.length)] ?? ('' as T);

function submit({ services: { store } }: Study, id: ReadId): void {
  const read = readById(store.db, id);
  if (read?.state !== 'draft') return;
  const content = { marks: [], answers: {} };
  const frozen = { state: 'submitted', at: instantOf(1), content, hash: 'h', journal: 0 } as const;
  store.transact((tx) => freezeRead(tx, { ...read, ...frozen }));
}

function bringIn({ services: { store }, project }: Study, lookReason: string): void {
  store.transact((tx) => {
    const uid = `1.4.${String(allCount(tx))}`;
    insertCase(tx, {
      project,
      study: studyNamed(tx, { project, uid, patientKey: uid }).id,
      lookReason,
      at: instantOf(1),
    });
  });
}

type Source = Parameters<typeof readById>[0];
const rowsOf = <T>(on: Source, text: string): T[] => on.all<T>(text);
const allCount = (on: Source): number => rowsOf(on, 'SELECT id FROM studies').length;
const idsIn = ({ services: { store } }: Study, table: string): string[] =>
  rowsOf<{ id: string }>(store.db, `SELECT id FROM ${table} ORDER BY id`).map(({ id }) => id);
const allCases = (at: Study): CaseId[] => idsIn(at, 'cases').map((id) => idOf<CaseId>(id));
const allReads = (at: Study): ReadId[] => idsIn(at, 'reads').map((id) => idOf<ReadId>(id));

interface Counted {
  readonly state: CaseState;
  readonly living: number;
  readonly submitted: number;
}

/** Counted from nothing but the cases and their reads. */
function truth({ services: { store }, project }: Study) {
  const found = rowsOf<Counted>(
    store.db,
    `SELECT state, (SELECT COUNT(*) FROM reads r WHERE r.case_id = cases.id AND r.state IN ('draft', 'submitted')) AS living,
      (SELECT COUNT(*) FROM reads r WHERE r.case_id = cases.id AND r.state = 'submitted') AS submitted
     FROM cases WHERE project_id = '${project}'`,
  );
  const inState = (state: CaseState): number => found.filter((one) => one.state === state).length;
  return {
    cases: found.length,
    ready: inState('ready'),
    awaitingLook: inState('awaiting-look'),
    excluded: inState('excluded'),
    assigned: found.filter(({ living }) => living > 0).length,
    reads: found.reduce((sum, { living }) => sum + living, 0),
    readsIn: found.reduce((sum, { submitted }) => sum + submitted, 0),
    allIn: found.filter(({ living, submitted }) => living >= 2 && living === submitted).length,
  };
}

const byReader = ({ services: { store } }: Study): string[] =>
  rowsOf<{ line: string }>(
    store.db,
    `SELECT batch_id || ' ' || user_id || ' ' || SUM(state = 'draft') || ' ' || SUM(state = 'submitted') AS line FROM reads
     WHERE state IN ('draft', 'submitted') AND batch_id IS NOT NULL GROUP BY batch_id, user_id`,
  ).map(({ line }) => line);

function expectCounted(at: Study): void {
  expect(valueOf(at.services.assignment.counts(at.lead, at.project))).toEqual(truth(at));
  const kept = valueOf(at.services.assignment.progress(at.lead, at.project)).flatMap(({ id, readers: own }) =>
    own
      .filter(({ open, submitted }) => open + submitted > 0)
      .map(({ user, open, submitted }) => [id, user, open, submitted].join(' ')),
  );
  expect(kept.toSorted()).toEqual(byReader(at).toSorted());
}

it('[AS1] what is counted of a project and its readers is what counting everything gives, after any sequence of commands', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const at = await assignedStudy({ cases: CASES, readers: READERS });
      for (const one of steps) {
        await take(at, one);
        expectCounted(at);
      }
    }),
    { numRuns: 25 },
  );
}, 60_000);

it('[AS1] a database whose counts went missing, as by a migration that rebuilds a table, is counted anew', async () => {
  const at = await assignedStudy({ cases: CASES, readers: READERS });
  const { store } = at.services;
  store.connection.exec('DELETE FROM case_counts; DROP TRIGGER cases_counted_in; PRAGMA user_version = 1;');
  migrate(store);
  expectCounted(at);
  bringIn(at, '');
  expectCounted(at);
});
