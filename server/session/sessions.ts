/**
 * Sessions on the server: a command is loaded, decided and appended in one transaction, then shown. Everything a person gets
 * to see of a session goes through `recordView` and `seatView`; a session in which one has no seat does not exist.
 */
import type { DocumentName } from '#documents/names.ts';
import { belongsTo, type Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import { type CaseId, type ProjectId, type Seat, type SessionId, type UserId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { SessionCommand } from '#domain/session/command.ts';
import type { SealedBallot, SessionEvent } from '#domain/session/event.ts';
import { itemStateOf, personOf, type SessionState } from '#domain/session/state.ts';
import type { SessionRole } from '#domain/session/view.ts';
import type { GuestSessions } from '#server/access/guest-ports.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import type { SessionCommandAnswer } from '#contract/session-command.ts';
import {
  ballotsOfRound,
  liveSessions,
  sessionsOfProject,
  sessionsOfUser,
  sitsOverCase,
} from '#server/store/sessions.ts';
import type { Ledger } from '#server/store/ledger.ts';
import { protocolVersion } from '#server/store/protocols.ts';
import type { SessionRow } from '#server/store/sessions.ts';
import { commandIn, isAtTable, type CommandPorts } from './commanding.ts';
import { createGuestSeats } from './guest-seats.ts';
import { releaseLead } from './lead.ts';
import { createPublisher, type Publisher, type ShownView } from './publisher.ts';
import { mayOpen, mayWriteRoot, presenceIn, type SessionDocument } from './room-policy.ts';
import { scheduleIn, type SessionDraft } from './scheduling.ts';
import { createSessionLog } from './session-log.ts';

export interface SessionPorts extends Omit<CommandPorts, 'log'> {
  readonly ledger: Ledger;
  /** Told of a showing that failed; nothing is lost, it is tried again. */
  readonly showingFailed: (session: SessionId, cause: unknown) => void;
}

/** What one person may see of a session now. */
export type SessionView = ShownView;

export interface SessionLine extends SessionRow {
  /** Null for a lead without a seat. */
  readonly role: SessionRole | null;
}

export interface Sessions {
  schedule(actor: Actor, draft: SessionDraft): Promise<Result<{ readonly session: SessionId }, Refusal>>;
  command(actor: Actor, session: SessionId, command: SessionCommand): Promise<Result<SessionCommandAnswer, Refusal>>;
  view(actor: Actor, session: SessionId): Promise<Result<SessionView, Refusal>>;
  /** The instructions the session works under, for the people at its table; null when they are gone from the store. */
  protocol(actor: Actor, session: SessionId): ProtocolContent | null;
  /** Sessions of a project: all of them for those who may list, else those with a seat. */
  list(actor: Actor, project: ProjectId): Promise<Result<readonly SessionLine[], Refusal>>;
  /** Sessions of all projects in which this person has a seat, the newest first. */
  mine(actor: Actor): Promise<readonly SessionLine[]>;
  readonly policy: SessionPolicy;
  /** Somebody has been away for a while; whoever leads the view and is not there leads it no more. */
  attended(session: SessionId, isThere: (user: UserId) => boolean): void;
  /** For the access stage: seats of guests. */
  readonly guests: GuestSessions;
  /** The state itself, for later stages of the server (record, release); it never leaves the server as it is. */
  state(session: SessionId): SessionState | null;
  /** Brings all projections to what the ledger says; to be called once at start, after collab is up. */
  start(): Promise<void>;
  /** When everything decided so far is shown. */
  settled(session: SessionId): Promise<void>;
  close(): void;
}

/** The answers collab asks for, by user id: ruled state, asked anew for every message. */
export interface SessionPolicy {
  mayOpen(actor: Actor, name: SessionDocument): 'read' | 'write' | null;
  mayWriteRoot(user: UserId, name: SessionDocument, root: string): boolean;
  seatOf(user: UserId, session: SessionId): Seat | null;
  /** What the others see of this person in a document: a cursor only on an open table, never in a private phase. */
  presence(user: UserId, name: SessionDocument): 'cursor' | 'seat' | null;
  mayPresent(user: UserId, session: SessionId): boolean;
  /** Whether the case is on the agenda of a session in which this person has a seat. */
  maySeeCase(user: UserId, caseId: CaseId): boolean;
}

export function createSessions(ports: SessionPorts): Sessions {
  const { store, ledger, room, now } = ports;
  const log = createSessionLog(ledger, (id, events) => {
    publisher.changed(id, events);
    if (events.some((event) => event.type !== 'ballot-cast')) reconsider(ports, id);
    if (events.some(endsPresenting)) room.presentingEnded(id);
  });
  const stateOf = (id: SessionId): SessionState | null => log.load(id)?.state ?? null;
  const boxOf = (state: SessionState): SealedBallot[] => openBox(ports, state);
  const publisher = createPublisher({
    room,
    now,
    current: (id) => {
      const state = stateOf(id);
      return state && { state, ballots: boxOf(state) };
    },
    failed: ports.showingFailed,
  });

  const guests = createGuestSeats({ ...ports, log }, stateOf);

  return {
    guests: {
      ...guests,
      async sendOut(session, who, alongside) {
        const answered = await guests.sendOut(session, who, alongside);
        await publisher.settled(session);
        return answered;
      },
    },
    schedule: (actor, draft) => Promise.resolve(scheduleIn({ ...ports, log }, actor, draft)),
    async command(actor, session, command) {
      const answered = await commandIn({ ...ports, log }, actor, { session, command });
      await publisher.settled(session);
      return answered;
    },
    view: (actor, session) => Promise.resolve(viewOf(stateOf(session), actor, publisher)),
    protocol: (actor, session) => protocolOf(ports, stateOf(session), actor),
    list: (actor, project) => Promise.resolve(listed(ports, actor, project)),
    mine: (actor) => Promise.resolve(ownSessions(ports, actor)),
    policy: policyOf(ports, stateOf),
    attended: (session, isThere) => releaseLead({ ...ports, log }, session, isThere),
    state: stateOf,
    async start() {
      const live = liveSessions(store.db);
      for (const id of live) publisher.changed(id, []);
      await Promise.all(live.map((id) => publisher.settled(id)));
    },
    settled: (session) => publisher.settled(session),
    close: () => publisher.close(),
  };
}

/** A lease ends when it changes hands and when the panel goes private. */
const endsPresenting = ({ type }: SessionEvent): boolean =>
  ['presenter-changed', 'voting-opened', 'item-opened', 'parked', 'session-closed'].includes(type);

function reconsider({ room, showingFailed }: SessionPorts, session: SessionId): void {
  room.reconsider({ session }).catch((cause: unknown) => showingFailed(session, cause));
}

function openBox({ store }: SessionPorts, state: SessionState): SealedBallot[] {
  const item = state.current === null ? undefined : itemStateOf(state, state.current);
  if (!item?.voting) return [];
  return ballotsOfRound(store.db, state.id, { item: item.content.id, round: item.voting.round });
}

function viewOf(
  state: SessionState | null,
  actor: Actor,
  publisher: Pick<Publisher, 'viewFor'>,
): Result<SessionView, Refusal> {
  const me = state && isAtTable(state, actor) && personOf(state, actor.user);
  const view = me ? publisher.viewFor(state.id, me.seat) : null;
  return view ? ok(view) : err(refusal('not-found'));
}

function protocolOf({ store }: SessionPorts, state: SessionState | null, actor: Actor): ProtocolContent | null {
  if (!state || !isAtTable(state, actor)) return null;
  return protocolVersion(store.db, state.protocol)?.content ?? null;
}

function listed(ports: SessionPorts, actor: Actor, project: ProjectId): Result<readonly SessionLine[], Refusal> {
  const mine = ownSessions(ports, actor).filter((row) => row.project === project);
  if (!can(actor, 'session.list', { kind: 'project', project }))
    return mine.length > 0 ? ok(mine) : err(refusal('not-found'));
  const roles = new Map(mine.map((row) => [row.id, row.role]));
  return ok(sessionsOfProject(ports.store.db, project).map((row) => ({ ...row, role: roles.get(row.id) ?? null })));
}

const ownSessions = ({ store }: SessionPorts, actor: Actor): SessionLine[] =>
  sessionsOfUser(store.db, actor.user).filter((row) => belongsTo(actor, row.project));

function policyOf({ store }: SessionPorts, stateOf: (id: SessionId) => SessionState | null): SessionPolicy {
  return {
    mayOpen: (actor, name) => {
      const state = stateOf(name.session);
      return state && isAtTable(state, actor) ? mayOpen(state, actor.user, name) : null;
    },
    mayWriteRoot: (user, name, root) => {
      const state = stateOf(name.session);
      return state !== null && mayWriteRoot(state, user, { name, root });
    },
    seatOf: (user, session) => {
      const state = stateOf(session);
      return (state && personOf(state, user)?.seat) ?? null;
    },
    presence: (user, name) => {
      const state = stateOf(name.session);
      return state && presenceIn(state, user, name);
    },
    mayPresent: (user, session) => {
      const state = stateOf(session);
      if (!state?.presenter) return false;
      return personOf(state, user)?.seat === state.presenter;
    },
    maySeeCase: (user, caseId) => sitsOverCase(store.db, user, caseId),
  };
}

/** The documents sessions answer for. */
export const isSessionDocument = (name: DocumentName): name is SessionDocument =>
  name.kind === 'table' || name.kind === 'record' || name.kind === 'seat';
