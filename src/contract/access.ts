/** What people send to sign in, to enter by a link, and to let others in. */
import * as v from 'valibot';
import { PROJECT_ROLES } from '#domain/access/actor.ts';

const email = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(254));
const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100));

export const SignIn = v.object({ email, password: v.pipe(v.string(), v.maxLength(128)) });
export type SignIn = v.InferOutput<typeof SignIn>;

export const Persona = v.object({ email });

/** The length of the password is judged by the server, which answers `weak-password`. */
export const NewAccount = v.object({ name, email, password: v.pipe(v.string(), v.maxLength(128)) });
export type NewAccount = v.InferOutput<typeof NewAccount>;

export const NewProject = v.object({ name });
export type NewProject = v.InferOutput<typeof NewProject>;

export const NewInvitation = v.object({
  role: v.picklist(PROJECT_ROLES),
  /** How long the link works. */
  days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60)), 14),
});
export type NewInvitation = v.InferOutput<typeof NewInvitation>;

export const NewAccessToken = v.object({ name });
export type NewAccessToken = v.InferOutput<typeof NewAccessToken>;

/** A way in for one WebSocket. */
export const ShownTicket = v.object({
  /** 256 random bits; shown now and never again. */
  ticket: v.string(),
  /** In ms since 1970-01-01 UTC. */
  expiresAt: v.number(),
});
export type ShownTicket = v.InferOutput<typeof ShownTicket>;
