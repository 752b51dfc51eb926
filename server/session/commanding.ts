/**
 * One command: load, decide, append and answer in one transaction. A command on an item holds the lock of its table, because
 * it changes what that document permits: no edit can fall between the decision and the freeze.
 */
import { JOINT } from '#documents/joint.ts';
import type { DocumentName } from '#documents/names.ts';
import { reaches, type Actor } from '#domain/access/actor.ts';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { SessionId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { SessionCommand } from '#domain/session/command.ts';
import { decide, type Decision } from '#domain/session/decide.ts';
import type { SealedBallot } from '#domain/session/event.ts';
import type { OutlineSnapshot } from '#domain/session/outcome.ts';
import { currentItem, personOf, type SessionState } from '#domain/session/state.ts';
import type { SessionCommandAnswer } from '#contract/session-command.ts';
import { once } from '#server/store/commands.ts';
import type { Store, Transaction } from '#server/store/database.ts';
import { VersionConflict } from '#server/store/ledger.ts';
import {
  ballotsOfRound,
  putBallot,
  setItemSealed,
  setSessionClosed,
  setSessionOpened,
} from '#server/store/sessions.ts';
import { storageRefusal } from '#server/store/storage-failure.ts';
import { opens, roomChance } from './ballot-seal.ts';
import type { Room } from './room.ts';
import type { SessionLog } from './session-log.ts';

export interface CommandPorts {
  readonly store: Store;
  readonly now: () => Instant;
  readonly room: Room;
  readonly log: SessionLog;
}

interface Asked {
  readonly session: SessionId;
  readonly command: SessionCommand;
}

type Answer = Result<SessionCommandAnswer, Refusal>;

export async function commandIn(ports: CommandPorts, actor: Actor, asked: Asked): Promise<Answer> {
  const { session, command } = asked;
  const state = ports.log.load(session)?.state;
  if (!state || !isAtTable(state, actor)) return err(refusal('not-found'));
  if (!('item' in command)) return inOneTransaction(ports, actor, { ...asked, outline: null });
  const table = { kind: 'table', session, item: command.item } as const;
  return ports.room.withLock(table, () => {
    const outline = command.type === 'seal' ? outlineOf(ports.room, table) : null;
    return inOneTransaction(ports, actor, { ...asked, outline });
  });
}

/** Whoever left the project has left its sessions as well; the seat stays theirs in what was recorded. */
export const isAtTable = (state: SessionState, actor: Actor): boolean =>
  reaches(actor, { project: state.project, session: state.id }) && personOf(state, actor.user) !== undefined;

/** The joint outline as it stands; null while nobody has drawn one. */
function outlineOf(room: Room, table: DocumentName): OutlineSnapshot | null {
  const { roots, journalSeq } = room.readDocument(table);
  const joint = roots[JOINT];
  return joint === undefined ? null : { json: canonicalJson(joint), journal: journalSeq };
}

type Prepared = Asked & { readonly outline: OutlineSnapshot | null };

function inOneTransaction(ports: CommandPorts, actor: Actor, asked: Prepared): Answer {
  return committed(ports, asked.session, (tx) => {
    const key = { actor: actor.user, commandId: asked.command.commandId, at: ports.now() };
    return once(tx, key, (): Answer => decided(ports, tx, { actor, ...asked }));
  });
}

/** One commit on a session; that it moved on meanwhile, or that the disk is full, is a refusal. */
export function committed<T>(
  { store, log }: CommandPorts,
  session: SessionId,
  run: (tx: Transaction) => Result<T, Refusal>,
): Result<T, Refusal> {
  try {
    return store.transact(run);
  } catch (cause) {
    log.forget(session);
    if (cause instanceof VersionConflict) return err(refusal('version-conflict'));
    const failed = storageRefusal(cause);
    if (failed) return err(failed);
    throw cause;
  }
}

function decided({ log, now }: CommandPorts, tx: Transaction, asked: Prepared & { readonly actor: Actor }): Answer {
  const { session, command, actor, outline } = asked;
  const loaded = log.load(session, tx);
  if (!loaded) return err(refusal('not-found'));
  const { state, seq } = loaded;
  const ballots = boxIn(tx, state);
  const decision = decide(state, command, { user: actor.user, now: now(), chance: roomChance, ballots, outline });
  if (!decision.ok) return decision;
  keep(tx, session, decision.value);
  log.append(tx, { id: session, actor: actor.user, seq }, decision.value.events);
  return ok({ accepted: true });
}

/** @throws Error when a ballot in the box is not the one that was committed to. */
export function boxIn(tx: Transaction, state: SessionState): SealedBallot[] {
  const item = currentItem(state);
  if (!item?.voting) return [];
  const { round, box } = item.voting;
  const rows = ballotsOfRound(tx, state.id, { item: item.content.id, round });
  // A row without a commitment in the box is the ballot of somebody who left before the question closed.
  return rows.filter((row) => {
    const entry = box.find((candidate) => candidate.seat === row.seat && candidate.stage === row.stage);
    if (entry && !opens(row, entry.commitment)) throw new Error('a ballot in the box does not open its commitment');
    return entry !== undefined;
  });
}

function keep(tx: Transaction, session: SessionId, { ballot, events }: Decision): void {
  if (ballot) putBallot(tx, session, ballot);
  for (const event of events) {
    if (event.type === 'session-opened') setSessionOpened(tx, session, event.at);
    if (event.type === 'session-closed') setSessionClosed(tx, session, event.at);
    if (event.type === 'sealed') setItemSealed(tx, session, event.item);
  }
}
