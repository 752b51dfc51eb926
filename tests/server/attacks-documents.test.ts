/** What a hostile client tries on documents of a session and reads, with the real policies, frame by frame. */
import { v4 } from 'uuid';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { instantOf } from '#domain/kernel/instant.ts';
import { idOf, type ReadId } from '#domain/kernel/id.ts';
import { putMark } from '#documents/marks.ts';
import { textOf, type DocumentName } from '#documents/names.ts';
import { MARKS } from '#documents/read.ts';
import { marksRootOf, putNote } from '#documents/table.ts';
import { newId } from '#server/store/ids.ts';
import { insertRead } from '#server/store/reads.ts';
import { panelOnWire, type Name, type PanelOnWire } from '#tests/factories/panel-wire.ts';
import { outline, readingOnWire } from '#tests/factories/reading-wire.ts';
import {
  authFrame,
  awarenessFrame,
  editFrame,
  knock,
  rawDesk,
  rawSocket,
  statelessFrame,
  type RawSocket,
} from '#tests/factories/raw-socket.ts';
import { seatOf } from '#tests/factories/whole.ts';

const VOTERS = ['lead', 'first', 'second'] as const;
const EVERYBODY = [...VOTERS, 'observer', 'outsider'] as const;

const urlOf = ({ whole }: Pick<PanelOnWire, 'whole'>): string => `${whole.address.replace('http', 'ws')}/collab`;
const tableOf = ({ session, items }: PanelOnWire, index = 0): DocumentName => ({
  kind: 'table',
  session,
  item: items[index] ?? idOf(v4()),
});
const seat = (at: PanelOnWire, who: Name): DocumentName => ({
  kind: 'seat',
  session: at.session,
  seat: seatOf(at.whole, at.people[who], at.session),
});
const desk = (at: PanelOnWire, who: Name, name: DocumentName): Promise<RawSocket> =>
  rawDesk(urlOf(at), name, at.people[who].token);

/** Who of all is let in, each by a socket of their own. */
async function admitted(at: PanelOnWire, name: DocumentName): Promise<Name[]> {
  const answers = await Promise.all(
    EVERYBODY.map(async (who) => [who, await knock(await rawSocket(urlOf(at)), name, at.people[who].token)] as const),
  );
  for (const [, answer] of answers) expect(['admitted', 'not-allowed']).toContain(answer);
  return answers.filter(([, answer]) => answer === 'admitted').map(([who]) => who);
}

/** The phases of a session, one after the other, with what leads into each. */
const PHASES: readonly (readonly [string, (at: PanelOnWire) => Promise<void>])[] = [
  ['vote', () => Promise.resolve()],
  ['reveal', revealed],
  ['discuss', (at) => at.send('lead', { type: 'discuss', item: at.items[0] })],
  ['revote', (at) => at.send('lead', { type: 'open-revote', item: at.items[0] })],
  ['reveal again', (at) => revealed(at, 2)],
  ['decide', (at) => at.send('lead', { type: 'decide', item: at.items[0] })],
  ['sealed', (at) => at.send('lead', { type: 'seal', item: at.items[0], cause: 'slip' })],
  ['closed', (at) => at.send('lead', { type: 'close-session' })],
];

async function revealed(at: PanelOnWire, round = 1): Promise<void> {
  for (const who of VOTERS)
    await at.send(who, { type: 'cast-ballot', item: at.items[0], round, stage: 0, answer: 'no' });
}

/** A draft of the outsider about the very case the panel looks at. */
function draftOf({ whole, own, people }: PanelOnWire): ReadId {
  const read = newId<ReadId>();
  const { protocol, version, hash } = own.protocol;
  whole.services.store.transact((tx) => {
    const reader = { kind: 'person', user: people.outsider.actor.user } as const;
    const draft = { state: 'draft', round: 1, blinding: 'blind', raters: 'identified' } as const;
    insertRead(tx, { ...draft, id: read, case: own.case, reader, protocol: { protocol, version, hash } }, instantOf(1));
  });
  return read;
}

/** Rows in the journal of all documents. */
const rowsOf = ({ whole }: Pick<PanelOnWire, 'whole'>): unknown =>
  whole.services.store.connection.prepare('SELECT count(*) FROM journal').pluck().get();

/** Sends an edit and answers the code of its refusal. */
async function refusalOf(raw: RawSocket, name: DocumentName, change: (doc: Y.Doc) => void): Promise<unknown> {
  const doc = new Y.Doc();
  change(doc);
  const count = raw.heard.filter(({ kind }) => kind === 'told').length + 1;
  raw.send(editFrame(name, Y.encodeStateAsUpdate(doc)));
  const { message } = await raw.hears('told', count);
  return (message as { code: unknown }).code;
}

describe('[GT27] opening what belongs to others', () => {
  it('another’s read, and another’s seat, in every phase and by everybody', async () => {
    const at = await panelOnWire();
    const read: DocumentName = { kind: 'read', read: draftOf(at) };
    for (const [phase, enter] of PHASES) {
      await enter(at);
      expect([phase, await admitted(at, read)]).toEqual([phase, ['outsider']]);
      for (const who of ['lead', 'first', 'observer'] as const)
        expect([phase, await admitted(at, seat(at, who))]).toEqual([phase, [who]]);
    }
  });

  it('the table of an item before its reveal, in every phase', async () => {
    const at = await panelOnWire();
    for (const [phase, enter] of PHASES) {
      await enter(at);
      const seated = phase === 'vote' ? [] : [...VOTERS, 'observer'];
      expect([phase, await admitted(at, tableOf(at))]).toEqual([phase, seated]);
      expect([phase, await admitted(at, tableOf(at, 1))]).toEqual([phase, []]);
    }
  });

  it('by guessing names: what there is and what there is not give the same answer', async () => {
    const at = await panelOnWire();
    const real = textOf(tableOf(at, 1));
    const raw = await rawSocket(urlOf(at));
    const names = [
      ...[real, `read:${draftOf(at)}`, textOf(seat(at, 'second')), `protocol:${at.own.protocol.protocol}`],
      ...[`read:${v4()}`, `record:${v4()}`, `table:${at.session}:${v4()}`, `seat:${at.session}:${v4()}`],
      ...[
        real.toUpperCase(),
        `${real}:`,
        ` ${real}`,
        `${real}%00`,
        `record:${at.session}/../${v4()}`,
        'record',
        'seat:*',
      ],
      ...['table:constructor:prototype', 'a:b:c', '*'],
    ];
    for (const name of names)
      expect([name, await knock(raw, name, at.people.first.token)]).toEqual([name, 'not-allowed']);
    expect(await knock(raw, { kind: 'record', session: at.session }, at.people.first.token)).toBe('admitted');
    const closing = await rawSocket(urlOf(at));
    closing.send(authFrame('__proto__', at.people.first.token));
    expect((await closing.ended).reason).toBe('malformed');
  });
});

describe('[GT28] writing what belongs to others', () => {
  it('record: and seat: are the server’s, for the chair, too', async () => {
    const at = await panelOnWire();
    const record: DocumentName = { kind: 'record', session: at.session };
    const before = rowsOf(at);
    for (const who of ['lead', 'first', 'observer'] as const) {
      const write = (doc: Y.Doc) => doc.getMap('record').set('phase', 'reveal');
      expect(await refusalOf(await desk(at, who, record), record, write)).toBe('root-denied');
      const own = seat(at, who);
      const ballot = (doc: Y.Doc) => doc.getMap('seat').set('ballot', 'yes');
      expect(await refusalOf(await desk(at, who, own), own, ballot)).toBe('root-denied');
    }
    expect(rowsOf(at)).toBe(before);
  });

  it('a mark on an item that is not open yet: there is no way in, and what is sent all the same is read by nobody', async () => {
    const at = await panelOnWire();
    const raw = await desk(at, 'first', { kind: 'record', session: at.session });
    const doc = new Y.Doc();
    putMark(doc, marksRootOf(seatOf(at.whole, at.people.first, at.session)), outline({ sop: '1.2.3', frame: 5 }));
    const before = rowsOf(at);
    raw.send(editFrame(tableOf(at), Y.encodeStateAsUpdate(doc)));
    expect(await knock(raw, tableOf(at), at.people.first.token)).toBe('not-allowed');
    expect(rowsOf(at)).toBe(before);
    expect(at.whole.services.collab.readDocument(tableOf(at)).roots).toEqual({});
  });

  it('a foreign root, once the table is open; observers and who stepped back write nothing; nobody while it rests or is sealed', async () => {
    const at = await panelOnWire();
    await at.send('second', { type: 'recuse', item: at.items[0], reason: 'my own patient' });
    for (const who of ['lead', 'first'] as const)
      await at.send(who, { type: 'cast-ballot', item: at.items[0], round: 1, stage: 0, answer: 'no' });
    const [table, others] = [tableOf(at), seatOf(at.whole, at.people.lead, at.session)];
    const [first, second, observer] = [
      await desk(at, 'first', table),
      await desk(at, 'second', table),
      await desk(at, 'observer', table),
    ];
    const note = (doc: Y.Doc) => putNote(doc, 'summary', 'forged');
    const roots = [`a:${others}`, `c:${others}`, `a:${v4()}`, 'votes', 'record', 'marks', '__proto__'];
    for (const root of roots)
      expect([root, await refusalOf(first, table, (doc) => doc.getMap(root).set(v4(), new Y.Map()))]).toEqual([
        root,
        'root-denied',
      ]);
    expect(await refusalOf(second, table, note)).toBe('root-denied');
    expect(await refusalOf(observer, table, note)).toBe('read-only');
    const before = rowsOf(at);
    first.send(editFrame(table, noteUpdate()));
    expect(await first.hears('answer', roots.length + 1)).toMatchObject({ taken: true });
    expect(rowsOf(at)).toBe(Number(before) + 1);
    await at.send('lead', { type: 'discuss', item: at.items[0] });
    await at.send('lead', { type: 'open-revote', item: at.items[0] });
    expect(await refusalOf(first, table, note)).toBe('root-denied');
  });

  it('an update of one document, sent again to another', async () => {
    const at = await panelOnWire();
    await revealed(at);
    const table = tableOf(at);
    const leads = marksRootOf(seatOf(at.whole, at.people.lead, at.session));
    const first = await desk(at, 'first', table);
    expect(await refusalOf(first, table, (doc) => putMark(doc, MARKS, outline({ sop: '1.2.3', frame: 5 })))).toBe(
      'root-denied',
    );
    expect(await refusalOf(first, table, (doc) => putMark(doc, leads, outline({ sop: '1.2.3', frame: 5 })))).toBe(
      'root-denied',
    );
  });

  it('a frame that is not of the case, a finding the protocol does not have', async () => {
    const at = await readingOnWire();
    const name: DocumentName = { kind: 'read', read: at.read };
    const raw = await rawDesk(`${at.whole.address.replace('http', 'ws')}/collab`, name, at.reader.token);
    const bad = [
      outline(at.foreign),
      outline({ ...at.frame, frame: 2 }),
      outline({ sop: '9.9', frame: 1 }),
      outline(at.frame, { finding: 'tumour' }),
      outline(at.frame, { finding: '__proto__' }),
      outline(at.frame, {
        points: [
          [Infinity, 1],
          [2, 2],
          [3, 3],
        ],
      }),
    ];
    for (const one of bad) expect(await refusalOf(raw, name, (doc) => putMark(doc, MARKS, one))).toBe('value-denied');
    expect(at.whole.services.collab.readDocument(name).roots).toEqual({});
    const doc = new Y.Doc();
    putMark(doc, MARKS, outline(at.frame));
    raw.send(editFrame(name, Y.encodeStateAsUpdate(doc)));
    expect(await raw.hears('answer', bad.length + 1)).toMatchObject({ taken: true });
  });
});

const noteUpdate = (): Uint8Array => {
  const doc = new Y.Doc();
  putNote(doc, 'summary', 'agreed');
  return Y.encodeStateAsUpdate(doc);
};

describe('[GT29] speaking for others', () => {
  it('presence: another’s seat, another’s id, and no cursor where nobody may point', async () => {
    const at = await panelOnWire();
    await revealed(at);
    const table = tableOf(at);
    const [first, second, lead] = [
      await desk(at, 'first', table),
      await desk(at, 'second', table),
      await desk(at, 'lead', table),
    ];
    const leads = seatOf(at.whole, at.people.lead, at.session);
    const say = (raw: RawSocket, id: number, state: object, clock = 1): void =>
      raw.send(awarenessFrame(table, new Map([[id, [clock, JSON.stringify(state)]]])));
    say(lead, 71, { c: [1, 1] });
    await seen(second, (states) => states.has(71));
    say(first, 71, { c: [9, 9] }, 99);
    const bad = ['{', '[]', '"Mary"', '7', '{"c":[null,1]}', '{"c":"here"}', `{"c":[1,1],"f":"${'x'.repeat(5000)}"}`];
    for (const [i, json] of bad.entries()) first.send(awarenessFrame(table, new Map([[80 + i, [1, json]]])));
    say(first, 72, { c: [2, 2], seat: leads, user: at.people.lead.actor.user, name: 'Mary Okafor' });
    await seen(second, (states) => states.has(72));
    const states = new Map(second.heard.flatMap((one) => (one.kind === 'presence' ? [...one.states] : [])));
    expect([...states.keys()].filter((id) => id >= 80)).toEqual([]);
    expect(states.get(71)).toEqual({ c: [1, 1], seat: leads });
    expect(states.get(72)).toEqual({ c: [2, 2], seat: seatOf(at.whole, at.people.first, at.session) });
  });

  it('writing under the id another’s window shows: that window still writes', async () => {
    const at = await panelOnWire();
    await revealed(at);
    const table = tableOf(at);
    const [first, lead] = [await desk(at, 'first', table), await desk(at, 'lead', table)];
    lead.send(awarenessFrame(table, new Map([[73, [1, '{"c":[1,1]}']]])));
    await seen(first, (states) => states.has(73));
    const noted = (text: string) => (doc: Y.Doc) => {
      doc.clientID = 73;
      putNote(doc, 'summary', text);
    };
    expect(await refusalOf(first, table, noted('forged'))).toBe('identity-taken');
    const doc = new Y.Doc();
    noted('mine')(doc);
    lead.send(editFrame(table, Y.encodeStateAsUpdate(doc)));
    expect(await lead.hears('answer')).toMatchObject({ taken: true });
    first.send(editFrame(table, forgedAgain()));
    await first.hears('answer', 2);
    expect(at.whole.services.collab.readDocument(table).roots).toEqual({ notes: { summary: 'mine' } });

    function forgedAgain(): Uint8Array {
      const again = new Y.Doc();
      noted('forged again')(again);
      return Y.encodeStateAsUpdate(again);
    }
  });

  it('key frames of the view by somebody who does not lead it', async () => {
    const at = await panelOnWire();
    await revealed(at);
    await at.send('lead', { type: 'discuss', item: at.items[0] });
    await at.send('first', { type: 'present' });
    const record: DocumentName = { kind: 'record', session: at.session };
    const [first, second, observer] = [
      await desk(at, 'first', record),
      await desk(at, 'second', record),
      await desk(at, 'observer', record),
    ];
    const frame = { sop: '1.2.3', frame: 5 };
    const view = (seq: number) => JSON.stringify({ t: 'presenting', seq, frame, centre: [5, 5], scale: 1 });
    for (const bad of [view(50), '{', '[]', '{"t":"presenting"}', '{"t":"presenting-ended"}', '{"t":"refused"}'])
      for (const raw of [second, observer]) raw.send(statelessFrame(record, bad));
    first.send(statelessFrame(record, `{"__proto__":{"seq":99},${view(3).slice(1)}`));
    const mine = seatOf(at.whole, at.people.first, at.session);
    expect((await observer.hears('told')).message).toEqual({ ...JSON.parse(view(3)), seat: mine });
    expect(await knock(second, seat(at, 'second'), at.people.second.token)).toBe('admitted');
    expect(second.heard.filter(({ kind }) => kind === 'told')).toHaveLength(1);
  });
});

async function seen(raw: RawSocket, check: (states: ReadonlyMap<number, unknown>) => boolean): Promise<void> {
  while (!raw.heard.some((one) => one.kind === 'presence' && check(one.states))) await raw.next();
}
