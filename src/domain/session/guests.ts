/**
 * Guests come in and are sent out while a session goes on. A guest has a seat drawn like everybody's and, from then on, the
 * rules of everybody; only the two moments themselves are decided here, because no participant asks for them by a command.
 */
import type { GuestRole } from '../access/guest.ts';
import { idOf, type Seat, type UserId } from '../kernel/id.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { withClosing } from './decide.ts';
import type { SessionEvent } from './event.ts';
import { isActive } from './guards.ts';
import type { Chance, Round } from './revealing.ts';
import { currentItem, personOf, type SessionState } from './state.ts';

export interface NewGuest {
  readonly user: UserId;
  readonly name: string;
  readonly role: GuestRole;
}

export function seatGuest(
  state: SessionState,
  guest: NewGuest,
  chance: Pick<Chance, 'id'>,
): Result<readonly SessionEvent[], Refusal> {
  if (state.closedAt !== null) return err(refusal('session-closed'));
  const person = { ...guest, guest: true, seat: idOf<Seat>(chance.id()) };
  return ok([{ type: 'guest-seated', person }]);
}

/** Who leaves may be the one everybody waited for: then the open question closes. */
export function sendGuestOut(state: SessionState, user: UserId, box: Round): Result<readonly SessionEvent[], Refusal> {
  const guest = personOf(state, user);
  if (!guest?.guest) return err(refusal('not-found'));
  if (state.closedAt !== null) return err(refusal('session-closed'));
  const { seat } = guest;
  const leaving: SessionEvent[] = [{ type: 'guest-sent-out', seat }];
  if (state.presenter === seat) leaving.unshift({ type: 'presenter-changed', seat: null });
  const item = currentItem(state);
  return ok(item && isActive(item.phase) ? withClosing(state, leaving, box) : leaving);
}
