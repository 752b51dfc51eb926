/** What people send to let a guest into one session, and what a guest sends to come in. */
import * as v from 'valibot';
import { GUEST_ROLES } from '#domain/access/guest.ts';

/** Without control characters and changes of direction: what a guest typed stands beside the word "guest" and must not hide it. */
const name = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.maxLength(100),
  v.regex(/^[^\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]+$/u, 'This is no name.'),
);

export const NewGuest = v.object({
  role: v.picklist(GUEST_ROLES),
  /** Who is meant: a name, or words that tell. The guest sees it, and gives a name of their own. */
  label: name,
  /** How long the link works, at the latest until the session closes. */
  hours: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(336)), 72),
});
export type NewGuest = v.InferOutput<typeof NewGuest>;

/** The form of the join page; the tick says "I am the one who is invited". */
export const EnterAsGuest = v.object({
  name,
  invited: v.literal('yes', 'Please confirm that you are the one invited.'),
});
export type EnterAsGuest = v.InferOutput<typeof EnterAsGuest>;

export const ShownGuestLink = v.object({
  id: v.string(),
  /** Goes into `/join/<token>`; never to be seen again. */
  token: v.string(),
  expiresAt: v.number(),
});

/** A guest as whoever invites sees them: never the secret, never the seat. */
export const GuestLine = v.object({
  id: v.string(),
  label: v.string(),
  role: v.picklist(GUEST_ROLES),
  invitedBy: v.string(),
  expiresAt: v.number(),
  state: v.picklist(['invited', 'in', 'ended', 'withdrawn']),
});
export type GuestLine = v.InferOutput<typeof GuestLine>;
