/** Whose open documents have to be asked for again after a commit: rights that changed hands must act at once. */
import * as v from 'valibot';
import { idOf, type UserId } from '#domain/kernel/id.ts';
import type { LedgerEvent } from '#server/store/ledger.ts';

/** About the person the stream `user:<id>` belongs to. */
const OWN = new Set(['password-reset', 'token-revoked', 'signed-out']);
/** About the person the payload names. */
const OTHERS = new Set(['role-taken', 'role-given', 'guest-withdrawn']);

const Named = v.object({ user: v.string() });

export function peopleWithNewRights(events: readonly LedgerEvent[]): UserId[] {
  const people = events.flatMap(({ type, stream, payload }) => {
    if (OWN.has(type)) return [stream.slice('user:'.length)];
    const named = v.safeParse(Named, payload);
    return OTHERS.has(type) && named.success ? [named.output.user] : [];
  });
  return [...new Set(people)].map((user) => idOf<UserId>(user));
}
