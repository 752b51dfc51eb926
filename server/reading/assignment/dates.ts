/**
 * Until when something is to be read. A date is that of a batch, so that thousands of reads change it in one row; where only some
 * readers get another one, what they have open becomes a batch of its own. Late is said and locks nothing.
 */
import type { DatesMoved, MovedDates } from '#contract/assignments.ts';
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import type { BatchId, ProjectId, UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import {
  batchById,
  insertBatch,
  moveOpen,
  progressIn,
  setDue,
  type Batch,
  type Progress,
} from '#server/store/batches.ts';
import type { Transaction } from '#server/store/database.ts';
import { newId } from '#server/store/ids.ts';
import type { AskPorts } from './ask.ts';

interface Dating {
  readonly project: ProjectId;
  readonly batch: BatchId;
  readonly dueAt: Instant | null;
}

/** Of a whole batch. */
export function setDate(
  { store, ledger }: AskPorts,
  actor: Actor,
  { project, batch, dueAt }: Dating,
): Result<null, Refusal> {
  if (!can(actor, 'read.assign', { kind: 'project', project })) return err(refusal('not-allowed'));
  return store.transact((tx) => {
    if (batchById(tx, batch)?.project !== project) return err(refusal('not-found'));
    setDue(tx, batch, dueAt);
    const payload = { batch, dueAt };
    ledger.append(tx, { actor: actor.user, stream: `project:${project}`, type: 'reads-due', payload });
    return ok(null);
  });
}

/** Of what some readers have open: all of it or nothing. What is submitted keeps the date it was submitted under. */
export function moveDates(
  ports: AskPorts,
  actor: Actor,
  { project, request }: { readonly project: ProjectId; readonly request: MovedDates },
): Result<DatesMoved, Refusal> {
  if (!can(actor, 'read.assign', { kind: 'project', project })) return err(refusal('not-allowed'));
  return ports.store.transact((tx) => {
    const progress = progressIn(tx, project);
    const open = Map.groupBy(progress, ({ batch }) => batch.id);
    if (!request.of.every(({ batch }) => open.has(batch))) return err(refusal('not-found'));
    const moves = [...Map.groupBy(request.of, ({ batch }) => batch)].flatMap(([batch, of]) =>
      moveOf(open.get(batch) ?? [], new Set(of.flatMap(({ users }) => users))),
    );
    if (moves.length === 0) return err(refusal('nothing-selected'));
    for (const move of moves) {
      const payload = { ...perform(tx, move, { dueAt: request.dueAt, at: ports.now() }), dueAt: request.dueAt };
      ports.ledger.append(tx, { actor: actor.user, stream: `project:${project}`, type: 'reads-due', payload });
    }
    return ok({ moved: moves.reduce((sum, { reads }) => sum + reads, 0) });
  });
}

interface Move {
  readonly batch: Batch;
  readonly users: readonly UserId[];
  readonly reads: number;
  /** Nobody else has anything open in the batch and nothing in it is submitted: it is the date of the batch itself. */
  readonly whole: boolean;
}

function moveOf(progress: readonly Progress[], users: ReadonlySet<UserId>): Move[] {
  const chosen = progress.filter(({ user, open }) => open > 0 && users.has(user));
  const [first] = chosen;
  if (!first) return [];
  const whole = progress.every(({ user, open, submitted }) => submitted === 0 && (open === 0 || users.has(user)));
  const reads = chosen.reduce((sum, { open }) => sum + open, 0);
  return [{ batch: first.batch, users: chosen.map(({ user }) => user), reads, whole }];
}

interface When {
  readonly dueAt: Instant | null;
  readonly at: Instant;
}

/** @returns what the ledger is told of it. */
function perform(tx: Transaction, { batch, users, reads, whole }: Move, { dueAt, at }: When) {
  if (whole) {
    setDue(tx, batch.id, dueAt);
    return { batch: batch.id };
  }
  const to = newId<BatchId>();
  // As veiled as it was: its readers go on knowing a read by its place.
  insertBatch(tx, { ...batch, id: to, name: nameOf(batch), dueAt, createdAt: at });
  moveOpen(tx, { from: batch.id, to, users });
  return { batch: batch.id, to, users: [...users], reads };
}

const MOVED = ', new date';
const LONGEST_NAME = 80;

const nameOf = ({ name }: Batch): string =>
  name.endsWith(MOVED) ? name : `${name.slice(0, LONGEST_NAME - MOVED.length)}${MOVED}`;
