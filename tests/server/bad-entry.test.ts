/** People who come in wrongly: credentials, invitations, set-up links and passwords, through the pages' own forms. */
import { isActionFailure, isHttpError, isRedirect } from '@sveltejs/kit';
import { v4 } from 'uuid';
import { beforeAll, expect, it } from 'vitest';
import { verifyLedger } from '#server/store/verification.ts';
import { PASSWORD, valueOf } from '#tests/factories/access.ts';
import { testHouse, type House } from '#tests/factories/house.ts';
import { allOperations, type Operation } from '#tests/factories/route.ts';
import { refusalIn } from '#tests/factories/wire.ts';

let operations: Operation[] = [];
beforeAll(async () => {
  operations = await allOperations();
});

type Fields = Readonly<Record<string, string>>;

/** What a form ends with: where it leads, or its refusal. */
async function sent(key: string, fields: Fields, params: Fields = {}): Promise<string> {
  const operation = operations.find((one) => one.key === key);
  if (!operation?.run) throw new Error(`there is no ${key}`);
  const url = new URL('http://localhost:3000/');
  const event = {
    ...{ url, params, locals: { actor: null }, getClientAddress: () => '127.0.0.1' },
    cookies: { set: () => undefined },
    request: new Request(url, { method: 'POST', body: new URLSearchParams(fields), headers: { host: url.host } }),
  };
  try {
    const answer = await operation.run(event);
    if (!isActionFailure(answer)) return 'done';
    return refusalIn({ status: answer.status, body: (answer.data as unknown as { refusal: unknown }).refusal });
  } catch (thrown) {
    if (isRedirect(thrown)) return `to ${thrown.location}`;
    if (isHttpError(thrown)) return refusalIn({ status: thrown.status, body: thrown.body });
    throw thrown;
  }
}

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
      { token },
    );
  const seen = (token: string): Promise<string> => sent('load /invite/[token]', {}, { token });
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
  expect(await sent('action:default /set-up/[token]', account, { token: 'guess' })).toMatch(/^(404|410) /);
  expect(keptIn(house)).toEqual(before);
});
