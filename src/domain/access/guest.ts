/**
 * Guests of one session: somebody without an account who is let into one meeting by a link that works once. The link ends by
 * being used or withdrawn, by its time, and with the session; the guest's right ends with the session, but for a short grace.
 */
import { instantOf, type Instant } from '../kernel/instant.ts';

/** Nobody chairs as a guest. */
export const GUEST_ROLES = ['panellist', 'observer'] as const;
export type GuestRole = (typeof GUEST_ROLES)[number];

/** After the close, so that what was settled can be read. */
export const GUEST_GRACE_MS = 60 * 60_000;

/** What the rules below rest on. */
export interface GuestFacts {
  readonly expiresAt: Instant;
  readonly entered: boolean;
  readonly withdrawn: boolean;
  readonly sessionClosedAt: Instant | null;
}

/** `invited`: the link is open. `in`: somebody came in by it and may stay. `ended`: by time or with the session. */
export type GuestState = 'invited' | 'in' | 'ended' | 'withdrawn';

export function guestState(guest: GuestFacts, now: Instant): GuestState {
  if (guest.withdrawn) return 'withdrawn';
  const end = stayEndsAt(guest);
  if (guest.entered) return end === null || now < end ? 'in' : 'ended';
  return guest.sessionClosedAt === null && now < guest.expiresAt ? 'invited' : 'ended';
}

/** When whoever came in has to go; null while the session is not closed. */
export const stayEndsAt = ({ sessionClosedAt }: Pick<GuestFacts, 'sessionClosedAt'>): Instant | null =>
  sessionClosedAt === null ? null : instantOf(sessionClosedAt + GUEST_GRACE_MS);
