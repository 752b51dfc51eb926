/** What a reader has to read, in the order of the protocol and of its dates. It names own reads only. */
import type {
  DueFilter,
  OwnBatch,
  ReadsBeside,
  WorklistLine,
  WorklistPage,
  WorklistQuery,
} from '#contract/worklist.ts';
import { belongsTo, type Actor } from '#domain/access/actor.ts';
import { idOf, type ReadId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { batchesOfReader, isLate, type Batch, type Counts } from '#server/store/batches.ts';
import type { Store } from '#server/store/database.ts';
import {
  pageOfBatch,
  readsBefore,
  readsNumbered,
  standingOfRead,
  worklistPage,
  type After,
  type WorklistRow,
} from '#server/store/worklist.ts';

export const PAGE = 50;
/** How many places before a read stand beside it, and how many reads in all. */
const BEFORE = 10;
const BESIDE = 60;
const WEEK_MS = 7 * 24 * 3_600_000;

export interface Worklist {
  page(actor: Actor, query: WorklistQuery): WorklistPage;
  batches(actor: Actor): OwnBatch[];
  /** Where the list begins: what is open, and what was submitted behind it. */
  beginning(actor: Actor, limit: number): WorklistLine[];
  /** The reads of the same batch around one, as they stand beside it. */
  beside(actor: Actor, read: ReadId): ReadsBeside;
  /** What is to be read first in the same project, but for this one. */
  next(actor: Actor, from: { readonly read: ReadId; readonly project: string }): ReadId | null;
}

export function createWorklist({ store, now }: { readonly store: Store; readonly now: () => Instant }): Worklist {
  const { db } = store;
  const own = (actor: Actor): (Batch & Counts)[] =>
    batchesOfReader(db, actor.user).filter(({ project }) => belongsTo(actor, project));
  const rows = (actor: Actor, of: Pick<WorklistRow, 'state'> & { readonly batches: readonly Batch[] }, limit: number) =>
    worklistPage(db, { user: actor.user, ...of, after: null, limit });
  return {
    page(actor, query) {
      const at = now();
      const batches = own(actor).filter((batch) => isAsked(batch, query, at));
      if (query.number !== '') {
        const found = readsNumbered(db, { user: actor.user, batches, number: Number(query.number) });
        return { lines: found.map((row) => lineOf(row, at)), next: null };
      }
      const asked = { user: actor.user, batches, state: query.state, after: cursorOf(query.after) };
      const found = worklistPage(db, { ...asked, limit: PAGE + 1 });
      const lines = found.slice(0, PAGE);
      const last = lines.at(-1);
      return { lines: lines.map((row) => lineOf(row, at)), next: found.length > PAGE && last ? textOf(last) : null };
    },
    batches: (actor) => own(actor).map((batch) => ownBatch(batch, now())),
    beginning(actor, limit) {
      const batches = own(actor);
      const open = rows(actor, { batches, state: 'draft' }, limit);
      const done = rows(actor, { batches, state: 'submitted' }, limit - open.length);
      return [...open, ...done].map((row) => lineOf(row, now()));
    },
    beside(actor, read) {
      const standing = standingOfRead(db, read);
      const batch = own(actor).find(({ id }) => id === standing?.batch);
      if (!standing || !batch) return { lines: [], position: 0, of: 0, open: 0 };
      const behind = { place: standing.place - BEFORE, read: idOf<ReadId>('') };
      const near = (['draft', 'submitted'] as const).flatMap((state) =>
        pageOfBatch(db, { user: actor.user, batch, state, behind, limit: BESIDE }),
      );
      const lines = near.toSorted((a, b) => a.place - b.place).slice(0, BESIDE);
      const before = readsBefore(db, { user: actor.user, ...standing });
      const { open, submitted } = batch;
      return { lines: lines.map((row) => lineOf(row, now())), position: before + 1, of: open + submitted, open };
    },
    next(actor, { read, project }) {
      const batches = own(actor).filter((batch) => batch.project === project);
      const open = rows(actor, { batches, state: 'draft' }, 2);
      return open.find((row) => row.read !== read)?.read ?? null;
    },
  };
}

const isAsked = (batch: Batch, { project, batch: wanted, due }: WorklistQuery, at: Instant): boolean =>
  (project === '' || batch.project === project) && (wanted === '' || batch.id === wanted) && isDue(batch, due, at);

function isDue(batch: Batch, due: DueFilter, at: Instant): boolean {
  switch (due) {
    case 'any':
      return true;
    case 'late':
      return isLate(batch, at);
    case 'week':
      return batch.dueAt !== null && batch.dueAt >= at && batch.dueAt < at + WEEK_MS;
    case 'none':
      return batch.dueAt === null;
  }
}

const textOf = ({ batch, place, read }: WorklistRow): string => `${batch.id}.${String(place)}.${read}`;

function cursorOf(text: string): After | null {
  const [batch, place, read] = text.split('.');
  return batch && place && read ? { batch, place: Number(place), read: idOf<ReadId>(read) } : null;
}

const lineOf = (
  { batch, alias, read, kind, state, submittedAt, protocolVersion }: WorklistRow,
  at: Instant,
): WorklistLine => ({
  read,
  project: batch.project,
  caseAlias: alias,
  kind,
  batch: batch.name,
  dueAt: batch.dueAt,
  late: isLate(batch, submittedAt ?? at),
  state,
  submittedAt,
  protocolVersion,
});

const ownBatch = (batch: Batch & Counts, at: Instant): OwnBatch => ({
  id: batch.id,
  project: batch.project,
  name: batch.name,
  dueAt: batch.dueAt,
  late: batch.open > 0 && isLate(batch, at),
  open: batch.open,
  submitted: batch.submitted,
});
