import { describe, expect, it } from 'vitest';
import { idOf, type UserId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { Actor } from '#domain/access/actor.ts';
import { codeOf, valueOf, withBearer } from '#tests/factories/access.ts';
import { createTickets } from './tickets.ts';

const person = (name: string): Actor => ({
  user: idOf<UserId>(name),
  name,
  email: `${name}@example.org`,
  administrator: false,
  roles: new Map(),
});
const [ann, ben] = [person('ann'), person('ben')];

function counter() {
  const clock = { ms: 1000 };
  return { clock, ...createTickets({ now: () => instantOf(clock.ms) }) };
}

describe('[TI1] a ticket works once, for a minute', () => {
  it('and stands for the proof it was asked for with, and for nothing else of that request', () => {
    const { makeTicket, redeemTicket } = counter();
    const headers = new Headers({ authorization: 'Bearer cns_x', cookie: 'a=b', 'user-agent': 'curl' });
    const { ticket } = valueOf(makeTicket(ann, headers));
    expect(ticket).toMatch(/^[\w-]{43}$/);
    const proof = redeemTicket(ticket);
    expect([...(proof ?? [])]).toEqual([
      ['authorization', 'Bearer cns_x'],
      ['cookie', 'a=b'],
    ]);
    expect(redeemTicket(ticket)).toBeNull();
  });

  it('to the millisecond', () => {
    const { clock, makeTicket, redeemTicket } = counter();
    const [first, second] = [0, 1].map(() => valueOf(makeTicket(ann, withBearer('t'))));
    if (!first || !second) throw new Error('two tickets are needed');
    expect(first.expiresAt).toBe(61_000);
    clock.ms = 60_999;
    expect(redeemTicket(first.ticket)).not.toBeNull();
    clock.ms = 61_000;
    expect(redeemTicket(second.ticket)).toBeNull();
  });

  it('what was never given out is none', () => {
    const { redeemTicket } = counter();
    for (const ticket of ['', 'cns_x', '__proto__', 'x'.repeat(10_000)]) expect(redeemTicket(ticket)).toBeNull();
  });
});

it('[TI2] a person has at most a hundred unused tickets, whatever others have', () => {
  const { clock, makeTicket, redeemTicket } = counter();
  const { ticket } = valueOf(makeTicket(ann, withBearer('t')));
  for (let n = 1; n < 100; n++) valueOf(makeTicket(ann, withBearer('t')));
  expect(codeOf(makeTicket(ann, withBearer('t')))).toBe('rate-limited');
  expect(codeOf(makeTicket(ben, withBearer('t')))).toBe('ok');
  redeemTicket(ticket);
  expect(codeOf(makeTicket(ann, withBearer('t')))).toBe('ok');
  clock.ms += 60_000;
  expect(codeOf(makeTicket(ann, withBearer('t')))).toBe('ok');
});
