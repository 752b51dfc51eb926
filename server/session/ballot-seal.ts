/** A ballot's commitment: HMAC-SHA-256 over its canonical text under a nonce that stays in the box until the reveal. */
import { createHmac, randomBytes, randomInt, randomUUID, timingSafeEqual } from 'node:crypto';
import { ballotText } from '#domain/session/decide.ts';
import type { SealedBallot } from '#domain/session/event.ts';
import type { Chance } from '#domain/session/revealing.ts';

/** Chance for the room: cryptographic, because seats, letters and nonces hide people. */
export const roomChance: Chance = {
  shuffled: (values) => {
    const out = [...values];
    for (let last = out.length - 1; last > 0; last--) {
      const other = randomInt(last + 1);
      const [a, b] = [out[last], out[other]];
      if (a === undefined || b === undefined) continue;
      [out[last], out[other]] = [b, a];
    }
    return out;
  },
  id: () => randomUUID(),
  seal: (text) => {
    const nonce = randomBytes(32).toString('hex');
    return { nonce, commitment: commitmentOf(nonce, text) };
  },
};

/** Whether the ballot in the box is the one whose commitment the ledger holds. */
export function opens(ballot: SealedBallot, commitment: string): boolean {
  const own = Buffer.from(commitmentOf(ballot.nonce, ballotText(ballot)), 'hex');
  const kept = Buffer.from(commitment, 'hex');
  return own.length === kept.length && timingSafeEqual(own, kept);
}

const commitmentOf = (nonce: string, text: string): string =>
  createHmac('sha256', Buffer.from(nonce, 'hex')).update(text).digest('hex');
