/** What a hostile client tries with sockets, sign-ins and ballots, against the whole server. */
import { connect } from 'node:net';
import { v4 } from 'uuid';
import { describe, expect, it } from 'vitest';
import type { DocumentName } from '#documents/names.ts';
import { main } from '#server/cli.ts';
import type { SessionView } from '#server/session/sessions.ts';
import { callerFrom, PASSWORD, valueOf, withCookie } from '#tests/factories/access.ts';
import { itemAt } from '#tests/factories/panel-line.ts';
import { panelOnWire, type Name, type PanelOnWire } from '#tests/factories/panel-wire.ts';
import { knock, rawDesk, rawSocket, tryRawSocket, type RawSocket } from '#tests/factories/raw-socket.ts';
import { refusalIn } from '#tests/factories/wire.ts';

const VOTERS = ['lead', 'first', 'second'] as const;
const urlOf = ({ whole }: Pick<PanelOnWire, 'whole'>): string => `${whole.address.replace('http', 'ws')}/collab`;
const recordOf = ({ session }: PanelOnWire): DocumentName => ({ kind: 'record', session });

/** The first panellist, signed in with a password, in the record with the cookie alone, as a page would be. */
async function byCookie(at: PanelOnWire): Promise<{ email: string; cookie: string; raw: RawSocket }> {
  const { email } = at.people.first.actor;
  const { access } = at.whole.services;
  valueOf(await access.operator.resetPassword(email, PASSWORD));
  const signedIn = valueOf(await access.signIn({ email, password: PASSWORD }, callerFrom('127.0.0.1')));
  const cookie = withCookie(signedIn).get('cookie') ?? '';
  return { email, cookie, raw: await openByCookie(at, cookie) };
}

async function openByCookie(at: PanelOnWire, cookie: string): Promise<RawSocket> {
  const raw = await rawSocket(urlOf(at), { cookie, origin: at.whole.address });
  expect(await knock(raw, recordOf(at), '')).toBe('admitted');
  return raw;
}

/** How long it took, in ms. */
async function timed(ending: Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await ending;
  return performance.now() - begun;
}

describe('[GT22] a sign-in that runs out', () => {
  it('ends the socket that is open by it', async () => {
    const at = await panelOnWire();
    const { cookie, raw: lasting } = await byCookie(at);
    const soon = Date.now() + 700;
    at.whole.services.store.connection.prepare('UPDATE sign_ins SET expires_at = ?').run(soon);
    const raw = await openByCookie(at, cookie);
    expect(await raw.ended).toEqual({ code: 4401, reason: 'sign-in-ended' });
    expect(Date.now() - soon).toBeLessThan(2000);
    // The other one was told twelve hours when it came in, and nobody has changed that since but this test.
    expect(lasting.socket.readyState).toBe(lasting.socket.OPEN);
    const late = await rawSocket(urlOf(at), { cookie, origin: at.whole.address });
    expect(await knock(late, recordOf(at), '')).toBe('not-signed-in');
  });
});

describe('[GT23] a sign-in or token that was ended', () => {
  it('by its person: the token on a live socket', async () => {
    const at = await panelOnWire();
    const { access } = at.whole.services;
    const raw = await rawDesk(urlOf(at), recordOf(at), at.people.first.token);
    const [token] = await access.tokensOf(at.people.first.actor);
    if (!token) throw new Error('there is no token');
    valueOf(await access.revokeToken(at.people.first.actor, token.id));
    expect(await timed(raw.ended)).toBeLessThan(5000);
    expect(await knock(await rawSocket(urlOf(at)), recordOf(at), at.people.first.token)).toBe('not-signed-in');
  });

  it('by another process on the same database: a new password from the command line', async () => {
    const at = await panelOnWire();
    const { email, raw } = await byCookie(at);
    const stays = await rawDesk(urlOf(at), recordOf(at), at.people.second.token);
    const env = { CONSILIUM_DATA: at.whole.services.config.dataFolder, CONSILIUM_LOG: 'silent' };
    const out = (): void => undefined;
    expect(await main(['users', 'reset', email, '--json'], { env, out, err: out })).toBe(0);
    expect(await timed(raw.ended)).toBeLessThan(5000);
    expect((await raw.ended).reason).toBe('sign-in-ended');
    expect(stays.socket.readyState).toBe(stays.socket.OPEN);
  });
});

describe('[GT30] upgrades from elsewhere', () => {
  it('a page of another origin gets no socket, whatever it knows', async () => {
    const at = await panelOnWire();
    const { cookie } = await byCookie(at);
    const port = new URL(at.whole.address).port;
    for (const origin of [
      'https://evil.example',
      'null',
      'http://localhost:1',
      `http://127.0.0.1.evil.example:${port}`,
      'x',
    ])
      expect([origin, await tryRawSocket(urlOf(at), { cookie, origin })]).toEqual([origin, 403]);
    const scripted = await rawSocket(urlOf(at), { cookie });
    expect(await knock(scripted, recordOf(at), '')).toBe('not-signed-in');
    expect(
      await tryRawSocket(urlOf(at), {
        origin: 'https://evil.example',
        authorization: `Bearer ${at.people.first.token}`,
      }),
    ).toBe(403);
  });

  it('whoever breaks off while being refused breaks nothing', async () => {
    const at = await panelOnWire();
    const { hostname, port } = new URL(at.whole.address);
    const upgrade = [
      `GET /collab HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      'Origin: https://evil.example',
    ];
    const broken = Array.from({ length: 20 }, async (_, i) => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined).resume();
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.write([...upgrade, '', ''].join('\r\n'), () => i % 2 === 0 && socket.resetAndDestroy());
      await new Promise((resolve) => socket.once('close', resolve));
    });
    await Promise.all(broken);
    await rawDesk(urlOf(at), recordOf(at), at.people.first.token);
  });
});

describe('[GT31] votes', () => {
  const ballot = (at: PanelOnWire, more: object = {}) => ({
    ...{ type: 'cast-ballot', item: at.items[0], round: 1, stage: 0, answer: 'no' },
    ...more,
  });
  const refused = async (at: PanelOnWire, who: Name, command: Readonly<Record<string, unknown>>): Promise<string> => {
    const before = at.events();
    const answer = refusalIn(await at.command(who, command));
    expect(at.events()).toEqual(before);
    return answer;
  };

  it('a ballot twice counts once', async () => {
    const at = await panelOnWire();
    const once = ballot(at, { commandId: v4() });
    const [answers, before] = [[await at.command('first', once), await at.command('first', once)], at.events().length];
    expect(answers[1]).toEqual(answers[0]);
    await at.send('first', ballot(at, { answer: 'yes' }));
    expect(at.events()).toHaveLength(before + 1);
    for (const who of ['lead', 'second'] as const) await at.send(who, ballot(at));
    const shown = await at.ask(`/api/v1/sessions/${at.session}`, { token: at.people.first.token });
    const [item] = at.items;
    const revealed = item && itemAt((shown.body as SessionView).record, item).revealed;
    expect(revealed?.rounds[0]?.stages[0]?.ballots.map(({ answer }) => answer).sort()).toEqual(['no', 'no', 'yes']);
  });

  it('late, for another item, by an observer, by a stranger, by a recused member', async () => {
    const at = await panelOnWire();
    expect(await refused(at, 'first', ballot(at, { item: at.items[1] }))).toBe('409 item-not-current');
    expect(await refused(at, 'observer', ballot(at))).toBe('403 not-eligible');
    expect(await refused(at, 'outsider', ballot(at))).toBe('404 not-found');
    await at.send('second', { type: 'recuse', item: at.items[0], reason: 'my own patient' });
    expect(await refused(at, 'second', ballot(at))).toBe('403 not-eligible');
    for (const who of ['lead', 'first'] as const) await at.send(who, ballot(at));
    expect(await refused(at, 'first', ballot(at, { answer: 'yes' }))).toMatch(/^409 /);
  });

  it('a reveal, and everything else that is the chair’s, by somebody else', async () => {
    const at = await panelOnWire();
    for (const who of ['first', 'observer', 'outsider'] as const)
      for (const type of ['close-stage', 'discuss', 'decide', 'open-item', 'excuse', 'close-session'])
        expect(await refused(at, who, { type, item: at.items[0], round: 1, stage: 0 })).toMatch(/^(400|403|404|409) /);
    expect(at.events()).not.toContain('revealed');
  });
});

it('[GT32] under aliases nothing a seat receives links another person and their seat', async () => {
  const at = await panelOnWire({ identity: 'aliased' });
  const raw = await rawDesk(urlOf(at), recordOf(at), at.people.observer.token);
  for (const who of VOTERS)
    await at.send(who, {
      ...{ type: 'cast-ballot', item: at.items[0], round: 1, stage: 0, answer: 'no' },
      commandId: v4(),
    });
  const [item] = at.items;
  if (!item) throw new Error('there is no item');
  const table: DocumentName = { kind: 'table', session: at.session, item };
  expect(await knock(raw, table, at.people.observer.token)).toBe('admitted');
  const everything = Buffer.concat(raw.received).toString('latin1');
  for (const who of VOTERS) {
    const { user, name, email } = at.people[who].actor;
    for (const secret of [user, name, email]) expect(everything).not.toContain(secret);
  }
});
