/** Scripts with the provider of y-websocket on the whole server: its policies, its tokens and its tickets. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { v4 } from 'uuid';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { commentsOf, putComment, type Comment } from '#documents/comment.ts';
import type { DocumentName } from '#documents/names.ts';
import { putAnswer } from '#documents/read.ts';
import { callerFrom, valueOf, withCookie } from '#tests/factories/access.ts';
import { sitDown } from '#tests/factories/collab-client.ts';
import { panelOnWire, type PanelOnWire } from '#tests/factories/panel-wire.ts';
import { newReader, readingOnWire } from '#tests/factories/reading-wire.ts';
import { seatOf } from '#tests/factories/whole.ts';
import { refusalIn, type Wire } from '#tests/factories/wire.ts';
import { runScript, type YScript, type YScriptOptions } from '#tests/factories/y-script.ts';

const collab = ({ whole }: Pick<Wire, 'whole'>): string => `${whole.address.replace('http', 'ws')}/collab`;

function run(at: Wire, name: DocumentName, options: Partial<YScriptOptions>): YScript {
  const script = runScript(name, { url: collab(at), ...options });
  onTestFinished(() => script.leave());
  return script;
}

async function ticketFor(at: Wire, headers: Headers): Promise<string> {
  const asked = { method: 'POST', headers: Object.fromEntries(headers) };
  const { status, body } = await at.ask('/api/v1/tickets', asked);
  expect(status).toBe(201);
  return (body as { ticket: string }).ticket;
}

const bearer = ({ token }: { readonly token: string }): Headers => new Headers({ authorization: `Bearer ${token}` });

/** A panel whose first item is discussed: everybody said that there is nothing. */
async function discussing(at: PanelOnWire) {
  const item = at.items[0];
  if (!item) throw new Error('there is no item');
  const table = { kind: 'table', session: at.session, item } as const;
  const early = run(at, table, at.people.first);
  expect(await early.gaveUp()).toBe('4403 not-allowed');
  for (const who of ['lead', 'first', 'second'] as const)
    await at.send(who, { type: 'cast-ballot', item, round: 1, stage: 0, answer: 'no', reason: 'nothing there' });
  await at.send('lead', { type: 'discuss', item });
  return table;
}

function comment(text: string): Comment {
  const id = v4();
  return { id, thread: id, text };
}

test('[YW3] a table opens with its reveal, each seat writes what is its own, observers look on', async () => {
  const at = await panelOnWire();
  const table = await discussing(at);
  const { first, second, observer, outsider } = at.people;
  const [one, two, watching] = [run(at, table, first), run(at, table, second), run(at, table, observer)];
  await Promise.all([one.synced(), two.synced(), watching.synced()]);
  expect(await run(at, table, outsider).gaveUp()).toBe('4403 not-allowed');

  const seat = seatOf(at.whole, first, at.session);
  putComment(one.doc, seat, comment('look here'));
  const shown = ({ sees }: YScript) => sees((doc) => commentsOf(doc, seat).length === 1);
  await Promise.all([shown(two), shown(watching)]);
  putComment(watching.doc, seat, comment('and here'));
  expect(await watching.gaveUp()).toBe('4447 read-only');
  putComment(two.doc, seat, comment('not mine'));
  expect(await two.gaveUp()).toBe('4444 root-denied');
  expect(commentsOf(one.doc, seat).map(({ text }) => text)).toEqual(['look here']);
});

test('[YW1] the script of the documentation comments in the name of its person', async () => {
  const at = await panelOnWire();
  const table = await discussing(at);
  const { first, second } = at.people;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['docs/examples/comment.mjs', at.whole.address, at.session, '12 mm on the axial slice'],
    { env: { ...process.env, CONSILIUM_TOKEN: first.token } },
  );
  expect(stdout).toBe('saved\n');
  const desk = second.open(table);
  await desk.sees((doc) => commentsOf(doc, seatOf(at.whole, first, at.session)).length === 1);
  desk.leave();
});

describe('[TI3] a ticket opens one WebSocket for its person and nothing else', () => {
  it('once: whoever comes back with it is turned away, whatever else they bring', async () => {
    const at = await readingOnWire();
    const document = { kind: 'read', read: at.read } as const;
    const ticket = await ticketFor(at, bearer(at.reader));
    const script = run(at, document, { ticket });
    await script.synced();
    putAnswer(script.doc, 'quality', 'good');
    await at.desk.sees((doc) => doc.getMap('answers').get('quality') === 'good');
    expect(await run(at, document, { ticket }).gaveUp()).toBe('4401 not-signed-in');
    expect(await run(at, document, { ticket, token: at.reader.token }).gaveUp()).toBe('4401 not-signed-in');
    script.provider.disconnect();
    script.provider.connect();
    expect(await script.gaveUp()).toBe('4401 not-signed-in');
  });

  it('no document of somebody else', async () => {
    const at = await readingOnWire();
    const ticket = await ticketFor(at, bearer(at.other));
    expect(await run(at, { kind: 'read', read: at.read }, { ticket }).gaveUp()).toBe('4403 not-allowed');
  });

  it('no request, as a token or in an address, and no socket of the browser’s kind', async () => {
    const at = await readingOnWire();
    const ticket = await ticketFor(at, bearer(at.reader));
    expect(refusalIn(await at.ask('/api/v1/reads', { token: ticket }))).toBe('401 not-signed-in');
    expect(refusalIn(await at.ask(`/api/v1/reads?ticket=${ticket}`))).toBe('401 not-signed-in');
    const document = { kind: 'read', read: at.read } as const;
    expect(await sitDown(document, { url: collab(at), token: ticket }).turnedAway()).toBe('not-signed-in');
    const url = `${collab(at)}?ticket=${ticket}`;
    expect(await sitDown(document, { url, token: '' }).turnedAway()).toBe('not-signed-in');
    await run(at, document, { ticket }).synced();
  });

  it('only for somebody who is signed in', async () => {
    const at = await readingOnWire();
    expect(refusalIn(await at.ask('/api/v1/tickets', { method: 'POST' }))).toBe('401 not-signed-in');
  });
});

describe('[TI4] a ticket, and what it opened, ends with the proof it was asked for with', () => {
  it('a token that is revoked', async () => {
    const at = await readingOnWire();
    const { access } = at.whole.services;
    const document = { kind: 'read', read: at.read } as const;
    const second = valueOf(await access.createToken(at.reader.actor, { name: 'second' }));
    const [used, unused] = [await ticketFor(at, bearer(second)), await ticketFor(at, bearer(second))];
    const script = run(at, document, { ticket: used });
    await script.synced();
    valueOf(await access.revokeToken(at.reader.actor, second.id));
    expect(await script.gaveUp()).toMatch(/^440[13] /);
    expect(await run(at, document, { ticket: unused }).gaveUp()).toBe('4401 not-signed-in');
    await run(at, document, at.reader).synced();
  });

  it('a sign-in that was ended', async () => {
    const at = await readingOnWire();
    const { access } = at.whole.services;
    const { account, read } = await newReader(at);
    const document = { kind: 'read', read } as const;
    const cookie = withCookie(valueOf(await access.signIn(account, callerFrom('127.0.0.1'))));
    const [used, unused] = [await ticketFor(at, cookie), await ticketFor(at, cookie)];
    const script = run(at, document, { ticket: used });
    await script.synced();
    await access.signOut(cookie);
    expect(await script.gaveUp()).toMatch(/^440[13] /);
    expect(await run(at, document, { ticket: unused }).gaveUp()).toBe('4401 not-signed-in');
  });
});

it('[TI5] a ticket is stored nowhere', async () => {
  const at = await readingOnWire();
  const ticket = await ticketFor(at, bearer(at.reader));
  const script = run(at, { kind: 'read', read: at.read }, { ticket });
  await script.synced();
  const { connection } = at.whole.services.store;
  const tables = connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[];
  expect(tables).toContain('ledger');
  for (const table of tables)
    expect(JSON.stringify(connection.prepare(`SELECT * FROM "${table}"`).all())).not.toContain(ticket);
});
