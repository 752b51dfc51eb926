/** Rights over the wire: a token opens everything its person may open, and what ends a right ends it at once, on open connections too. */
import { describe, expect, it } from 'vitest';
import { v4 } from 'uuid';
import { putAnswer } from '#documents/read.ts';
import { callerFrom, valueOf, withCookie } from '#tests/factories/access.ts';
import { sitDown, type Desk } from '#tests/factories/collab-client.ts';
import { panelOnWire } from '#tests/factories/panel-wire.ts';
import { newReader, readingOnWire, type ReadingOnWire } from '#tests/factories/reading-wire.ts';
import { refusalIn } from '#tests/factories/wire.ts';

const document = ({ read }: ReadingOnWire) => ({ kind: 'read', read }) as const;

/** The address of a frame of the case that is read. */
function frameOf({ whole, own, read, reader }: ReadingOnWire): string {
  const line = valueOf(whole.services.reading.list(own.people.lead, own.project)).find((one) => one.read === read);
  if (!line) throw new Error('there is no read');
  const images = valueOf(whole.services.ingest.images(reader.actor, line.case));
  return images.series[0]?.frames[0]?.url ?? '';
}

describe('[TK1] a token opens the API, the images and the documents of its person, until it is revoked', () => {
  it('and then none of them, open connections included', async () => {
    const at = await readingOnWire();
    const { token } = at.reader;
    const frame = frameOf(at);
    expect((await at.ask('/api/v1/reads', { token })).status).toBe(200);
    expect((await fetch(at.whole.address + frame, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    putAnswer(at.desk.doc, 'quality', 'good');
    await at.desk.saved();

    const [mine] = (await at.ask('/api/v1/tokens', { token })).body as { id: string }[];
    const path = `/api/v1/tokens/${mine?.id ?? ''}`;
    expect(refusalIn(await at.ask(path, { token: at.other.token, method: 'DELETE' }))).toBe('404 not-found');
    expect((await at.ask(path, { token, method: 'DELETE' })).status).toBe(200);
    expect(await at.desk.closed()).toBe('sign-in-ended');
    for (const asked of ['/api/v1/reads', frame])
      expect(refusalIn(await at.ask(asked, { token }))).toBe('401 not-signed-in');
    expect(await at.reader.open(document(at)).turnedAway()).toBe('not-signed-in');
    expect(await sitDown(document(at), { url: collab(at), token: 'cns_wrong' }).turnedAway()).toBe('not-signed-in');
    putAnswer(at.desk.doc, 'quality', 'poor');
    expect(at.whole.services.collab.readDocument(document(at)).roots['answers']).toEqual({ quality: 'good' });
  });

  it('while another token of the same person goes on', async () => {
    const at = await readingOnWire();
    const { access } = at.whole.services;
    const second = valueOf(await access.createToken(at.reader.actor, { name: 'second' }));
    const desk = sitDown(document(at), { url: collab(at), token: second.token });
    await desk.saved();
    valueOf(await access.revokeToken(at.reader.actor, second.id));
    expect(await desk.closed()).toBe('sign-in-ended');
    putAnswer(at.desk.doc, 'quality', 'good');
    await at.desk.saved();
  });
});

const collab = ({ whole }: Pick<ReadingOnWire, 'whole'>): string => `${whole.address.replace('http', 'ws')}/collab`;

describe('[TK2] what ends a right ends it at once, on open connections too', () => {
  it('a role that is taken: the draft, its images and its submission', async () => {
    const at = await readingOnWire();
    const frame = frameOf(at);
    const { project, people } = at.own;
    const taken = { project, user: at.reader.actor.user, role: 'reader' } as const;
    valueOf(await at.whole.services.access.takeRole(people.lead, taken));
    expect(await at.desk.closed()).toBe('no-longer-allowed');
    expect(refusalIn(await at.submit())).toBe('404 not-found');
    const { token } = at.reader;
    for (const asked of [frame, `/api/v1/reads/${at.read}`])
      expect(refusalIn(await at.ask(asked, { token }))).toBe('404 not-found');
    expect(await at.reader.open(document(at)).turnedAway()).toBe('not-allowed');
    valueOf(await at.whole.services.access.giveRole(people.lead, taken));
    await at.reader.open(document(at)).saved();
  });

  it('a person who left the project: the session, its record, its commands and its images', async () => {
    const at = await panelOnWire();
    const { project, people } = at.own;
    const record = at.people.first.open({ kind: 'record', session: at.session });
    const stays = at.people.second.open({ kind: 'record', session: at.session });
    await Promise.all([record.saved(), stays.saved()]);
    const taken = { project, user: people.first.user, role: 'panellist' } as const;
    valueOf(await at.whole.services.access.takeRole(people.lead, taken));
    expect(await record.closed()).toBe('no-longer-allowed');
    const { token } = at.people.first;
    expect(refusalIn(await at.ask(`/api/v1/sessions/${at.session}`, { token }))).toBe('404 not-found');
    const ballot = { type: 'cast-ballot', item: at.items[0], round: 1, stage: 0, answer: 'no', commandId: v4() };
    expect(refusalIn(await at.command('first', ballot))).toBe('404 not-found');
    expect(refusalIn(await at.ask(`/api/v1/cases/${at.own.case}/images`, { token }))).toBe('404 not-found');
    await at.send('second', { ...ballot, commandId: v4() });
  });

  it('a sign-out and a new password: connections by that cookie', async () => {
    const at = await readingOnWire();
    const { access } = at.whole.services;
    const { account, read } = await newReader(at);
    const comeIn = async (): Promise<[Headers, Desk]> => {
      const headers = withCookie(valueOf(await access.signIn(account, callerFrom('127.0.0.1'))));
      const origin = at.whole.address;
      const desk = sitDown(
        { kind: 'read', read },
        { url: collab(at), token: '', headers: { cookie: headers.get('cookie') ?? '', origin } },
      );
      await desk.saved();
      return [headers, desk];
    };
    const [[first, closing], [, staying]] = [await comeIn(), await comeIn()];
    await access.signOut(first);
    expect(await closing.closed()).toBe('sign-in-ended');
    putAnswer(staying.doc, 'quality', 'good');
    await staying.saved();
    valueOf(await access.operator.resetPassword(account.email));
    expect(await staying.closed()).toBe('sign-in-ended');
  });
});
