/** What guests need of the sessions they are let into, in words of their own; the session stage answers. */
import type { Actor } from '#domain/access/actor.ts';
import type { GuestRole } from '#domain/access/guest.ts';
import type { SessionId, UserId } from '#domain/kernel/id.ts';
import type { Refusal } from '#domain/kernel/refusal.ts';
import type { Result } from '#domain/kernel/result.ts';
import type { SessionTemplate } from '#domain/plan/session-template.ts';
import type { Transaction } from '#server/store/database.ts';
import type { AccessPorts } from './ports.ts';

export interface AboutSession {
  readonly title: string;
  /** Whether names are shown in the room. */
  readonly identity: SessionTemplate['identity'];
  readonly closed: boolean;
}

export interface GuestSessions {
  about(session: SessionId): AboutSession | null;
  /** Its chair, and the leads of its project. */
  mayInvite(actor: Actor, session: SessionId): boolean;
  /** Draws a seat, in the caller's transaction. */
  seat(tx: Transaction, session: SessionId, guest: SeatedGuest): Result<null, Refusal>;
  /** Takes the seat away where the session is not closed yet, and writes `alongside` in the same transaction. */
  sendOut(
    session: SessionId,
    who: { readonly user: UserId; readonly by: UserId },
    alongside: (tx: Transaction) => void,
  ): Promise<Result<null, Refusal>>;
}

export interface SeatedGuest {
  readonly user: UserId;
  readonly name: string;
  readonly role: GuestRole;
}

export interface GuestPorts extends AccessPorts {
  readonly sessions: GuestSessions;
}
