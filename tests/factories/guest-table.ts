/** A session in memory with the access stage beside it, and guests who come to its door. */
import type { Actor } from '#domain/access/actor.ts';
import type { Refusal } from '#domain/kernel/refusal.ts';
import type { Result } from '#domain/kernel/result.ts';
import { createAccess, type Access } from '#server/access/access.ts';
import { createAuthentication } from '#server/access/authentication.ts';
import type { Entered } from '#server/access/guest-entry.ts';
import type { GuestPorts, GuestSessions } from '#server/access/guest-ports.ts';
import { createGuests, type Guests } from '#server/access/guests.ts';
import { callerFrom, valueOf, withCookie } from './access.ts';
import { sessionTable, type SessionTable } from './session-table.ts';

export interface GuestTable extends SessionTable {
  readonly access: Access;
  readonly guests: Guests;
  /** The token of a new link of the lead's. */
  readonly link: (wish?: { readonly role?: 'panellist' | 'observer'; readonly hours?: number }) => Promise<string>;
  /** Somebody at the door who is not signed in. */
  readonly enter: (token: string, name?: string, address?: string) => Promise<Result<Entered, Refusal>>;
  /** A guest who is in; null when the sign-in is worth nothing. */
  readonly whoIs: (entered: Entered) => Promise<Actor | null>;
  readonly guest: (name?: string) => Promise<{ readonly actor: Actor; readonly entered: Entered }>;
}

/** @param changed what the session stage answers otherwise than it would. */
export async function guestTable(changed: Partial<GuestSessions> = {}): Promise<GuestTable> {
  const at = await sessionTable();
  const authentication = createAuthentication({ db: at.test.store.db, secret: 'x'.repeat(43), origin: null });
  const ports: GuestPorts = { ...at.test, authentication, sessions: { ...at.sessions.guests, ...changed } };
  const [access, guests] = [createAccess(ports), createGuests(ports)];
  const link: GuestTable['link'] = async ({ role = 'panellist', hours = 72 } = {}) =>
    valueOf(await guests.invite(at.panel.people.lead, at.id, { role, hours, label: 'Dr Pereira' })).token;
  const enter: GuestTable['enter'] = (token, name = 'Ana Pereira', address = '203.0.113.9') =>
    guests.enter(token, { name }, { caller: callerFrom(address), actor: null });
  const whoIs: GuestTable['whoIs'] = ({ cookie }) => access.whoIs(withCookie(cookie));
  return {
    ...at,
    access,
    guests,
    link,
    enter,
    whoIs,
    async guest(name) {
      const entered = valueOf(await enter(await link(), name));
      const actor = await whoIs(entered);
      if (!actor) throw new Error('the guest did not enter');
      return { actor, entered };
    },
  };
}
