/** People who come in wrongly: credentials, invitations, set-up links and passwords, through the pages' own forms. */
import { v4 } from 'uuid';
import { beforeAll, expect, it } from 'vitest';
import { verifyLedger } from '#server/store/verification.ts';
import { PASSWORD, valueOf } from '#tests/factories/access.ts';
import { forms, type Fields, type Send } from '#tests/factories/form.ts';
import { testHouse, type House } from '#tests/factories/house.ts';

let sent: Send;
beforeAll(async () => {
  sent = await forms();
});

interface Kept {
  readonly people: number;
  readonly events: number;
}

function keptIn({ services }: House): Kept {
  const found = verifyLedger(services.store);
  if (!found.intact) throw new Error(found.message);
  return { people: services.access.operator.people().length, events: found.events };
}

it('[EN1] wrong credentials of any form are one refusal, and nothing is kept of them', async () => {
  const house = await testHouse();
  const account = { name: 'Eve', email: 'eve@example.org', password: PASSWORD };
  valueOf(await house.services.access.operator.addPerson(account, { administrator: false }));
  const before = keptIn(house);
  const enter = (email: string, password: string): Promise<string> =>
    sent('action:password /sign-in', { email, password });
  expect(await enter('eve@example.org', 'wrong password')).toBe('401 bad-credentials');
  expect(await enter('nobody@example.org', PASSWORD)).toBe('401 bad-credentials');
  expect(await enter('no address', PASSWORD)).toBe('400 bad-request');
  expect(await enter('eve@example.org', 'x'.repeat(129))).toBe('400 bad-request');
  expect(await sent('action:password /sign-in', {})).toBe('400 bad-request');
  expect(keptIn(house)).toEqual(before);
  expect(await enter(' EVE@example.org ', PASSWORD)).toBe('to /');
  for (let n = 0; n < 10; n++) await enter('eve@example.org', 'wrong password');
  expect(await enter('eve@example.org', PASSWORD)).toBe('429 rate-limited');
});

it('[EN2] an invitation that is used, has ended or never was lets nobody in; a weak password or a taken address keeps it open', async () => {
  const house = await testHouse();
  const { access, store } = house.services;
  const invite = async (): Promise<string> =>
    valueOf(await access.invite(house.panel.people.lead, house.project, { role: 'reader', days: 1 })).token;
  const [open, old] = [await invite(), await invite()];
  const enter = (token: string, fields: Fields): Promise<string> =>
    sent(
      'action:enter /invite/[token]',
      { name: 'Eve', email: 'eve@example.org', password: PASSWORD, ...fields },
      { params: { token } },
    );
  const seen = (token: string): Promise<string> => sent('load /invite/[token]', {}, { params: { token } });
  const before = keptIn(house);
  expect(await enter(open, { password: 'short' })).toBe('422 weak-password');
  expect(await enter(open, { email: 'stranger@example.org' })).toBe('409 email-taken');
  expect(await enter(open, { name: ' ' })).toBe('400 bad-request');
  expect(await enter('no-such-token', {})).toBe('410 invitation-expired');
  expect(keptIn(house)).toEqual(before);
  expect([await seen(open), await enter(open, {})]).toEqual(['done', 'to /sign-in']);

  const after = keptIn(house);
  expect(after.people).toBe(before.people + 1);
  store.connection.exec('UPDATE invitations SET expires_at = 1 WHERE accepted_at IS NULL');
  for (const token of [open, old]) {
    expect(await seen(token)).toBe('410 invitation-expired');
    expect(await enter(token, { email: `${v4()}@example.org` })).toBe('410 invitation-expired');
  }
  expect(keptIn(house)).toEqual(after);
});

it('[EN3] a set-up link that is none lets nobody in', async () => {
  const house = await testHouse();
  const before = keptIn(house);
  const account = { name: 'Eve', email: 'eve@example.org', password: PASSWORD };
  expect(await sent('action:default /set-up/[token]', account, { params: { token: 'guess' } })).toMatch(/^(404|410) /);
  expect(keptIn(house)).toEqual(before);
});
