/**
 * Tickets say who comes where a WebSocket can carry no header: in its address. Addresses end up in logs and histories, so a
 * ticket works once, for a minute, and only there. It stands for the sign-in or token it was asked for with; what is opened
 * with it ends when that ends. Kept in memory: a restart forgets them.
 */
import type { Actor } from '#domain/access/actor.ts';
import type { UserId } from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { ShownTicket } from '#contract/access.ts';
import { hashOfSecret, newSecret } from './one-time-secret.ts';
import type { AccessPorts } from './ports.ts';

export interface Tickets {
  /** @param headers of the request that asks: the proof the ticket stands for. */
  readonly makeTicket: (actor: Actor, headers: Headers) => Result<ShownTicket, Refusal>;
  /** The headers to ask `whoIs` with in place of those of the upgrade; null when the ticket is used, too old or none. */
  readonly redeemTicket: (ticket: string) => Headers | null;
}

const VALID_MS = 60_000;
/** Unused at once, of one person. */
const MOST = 100;
const PROOFS = ['authorization', 'cookie'];

interface Issued {
  readonly user: UserId;
  readonly proof: Headers;
  readonly expiresAt: Instant;
}

export function createTickets({ now }: Pick<AccessPorts, 'now'>): Tickets {
  /** By hash, the oldest first. */
  const issued = new Map<string, Issued>();

  function forgetExpired(): void {
    for (const [hash, { expiresAt }] of issued) {
      if (expiresAt > now()) return;
      issued.delete(hash);
    }
  }
  return {
    makeTicket({ user }, headers) {
      forgetExpired();
      if ([...issued.values()].filter((one) => one.user === user).length >= MOST) return err(refusal('rate-limited'));
      const ticket = newSecret();
      const expiresAt = instantOf(now() + VALID_MS);
      issued.set(hashOfSecret(ticket), { user, proof: proofIn(headers), expiresAt });
      return ok({ ticket, expiresAt });
    },
    redeemTicket(ticket) {
      forgetExpired();
      const hash = hashOfSecret(ticket);
      const found = issued.get(hash);
      issued.delete(hash);
      return found?.proof ?? null;
    },
  };
}

function proofIn(headers: Headers): Headers {
  const proof = new Headers();
  for (const name of PROOFS) {
    const value = headers.get(name);
    if (value !== null) proof.set(name, value);
  }
  return proof;
}
