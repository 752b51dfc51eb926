/** Seats for guests, drawn and taken away while a session goes on: what the access stage asks of sessions. */
import { can } from '#domain/access/policy.ts';
import type { SessionId, UserId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { seatGuest, sendGuestOut } from '#domain/session/guests.ts';
import { personOf, type SessionState } from '#domain/session/state.ts';
import type { GuestSessions } from '#server/access/guest-ports.ts';
import type { Transaction } from '#server/store/database.ts';
import { insertSeat } from '#server/store/sessions.ts';
import { roomChance } from './ballot-seal.ts';
import { boxIn, committed, isAtTable, type CommandPorts } from './commanding.ts';

export function createGuestSeats(ports: CommandPorts, stateOf: (id: SessionId) => SessionState | null): GuestSessions {
  const { log, room } = ports;
  return {
    about(session) {
      const state = stateOf(session);
      return state && { title: state.title, identity: state.template.identity, closed: state.closedAt !== null };
    },
    mayInvite(actor, session) {
      const state = stateOf(session);
      if (!state) return false;
      if (can(actor, 'session.schedule', { kind: 'project', project: state.project })) return true;
      return isAtTable(state, actor) && personOf(state, actor.user)?.role === 'chair';
    },
    seat(tx, session, guest) {
      const loaded = log.load(session, tx);
      if (!loaded) return err(refusal('not-found'));
      const decided = seatGuest(loaded.state, guest, roomChance);
      if (!decided.ok) return decided;
      for (const event of decided.value) if (event.type === 'guest-seated') insertSeat(tx, session, event.person);
      log.append(tx, { id: session, actor: guest.user, seq: loaded.seq }, decided.value);
      return ok(null);
    },
    sendOut: (session, who, alongside) => holding(session, () => sentOut(ports, session, { ...who, alongside })),
  };

  /** Who leaves may close a question and reveal: nobody writes on the table of the item before the panel meanwhile. */
  async function holding<T>(session: SessionId, run: () => T): Promise<T> {
    const item = stateOf(session)?.current ?? null;
    if (item === null) return run();
    const answer = await room.withLock({ kind: 'table', session, item }, () =>
      stateOf(session)?.current === item ? { done: run() } : null,
    );
    return answer ? answer.done : holding(session, run);
  }
}

interface Leaving {
  readonly user: UserId;
  readonly by: UserId;
  readonly alongside: (tx: Transaction) => void;
}

/** A closed session takes no event any more; whoever reads its summary loses the sign-in alone. */
function sentOut(ports: CommandPorts, session: SessionId, { user, by, alongside }: Leaving): Result<null, Refusal> {
  const { log } = ports;
  return committed(ports, session, (tx) => {
    const loaded = log.load(session, tx);
    if (!loaded) return err(refusal('not-found'));
    const { state, seq } = loaded;
    if (state.closedAt === null) {
      const decided = sendGuestOut(state, user, { ballots: boxIn(tx, state), chance: roomChance });
      if (!decided.ok) return decided;
      log.append(tx, { id: session, actor: by, seq }, decided.value);
    }
    alongside(tx);
    return ok(null);
  });
}
