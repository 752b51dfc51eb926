/** Guests over the wire: by the form of the join page into one session, and into nothing else by any road. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { v4 } from 'uuid';
import { putComment } from '#documents/comment.ts';
import type { DocumentName } from '#documents/names.ts';
import { GUEST_GRACE_MS } from '#domain/access/guest.ts';
import { idOf, type ItemId, type ReadId, type Seat, type SessionId } from '#domain/kernel/id.ts';
import { valueOf } from '#tests/factories/access.ts';
import { plannedItem } from '#tests/factories/agenda.ts';
import { guestsOnWire, type GuestOnWire, type Guests } from '#tests/factories/guest-wire.ts';
import { recordAt } from '#tests/factories/whole.ts';
import { refusalIn } from '#tests/factories/wire.ts';

const itemOf = (at: Guests): ItemId => {
  const [item] = at.items;
  if (!item) throw new Error('there is no item');
  return item;
};

const seatOf = (at: Guests, { user }: Pick<GuestOnWire, 'user'>): Seat => {
  const seat = at.whole.services.session.policy.seatOf(user, at.session);
  if (!seat) throw new Error('the guest has no seat');
  return seat;
};

const commandOf = (at: Guests, guest: GuestOnWire, command: object): ReturnType<GuestOnWire['ask']> =>
  guest.ask(`/api/v1/sessions/${at.session}/commands`, { json: { commandId: v4(), ...command } });

const ballot = (at: Guests, answer: string) => ({
  ...{ type: 'cast-ballot', item: itemOf(at), round: 1, stage: 0 },
  answer,
});

async function otherSession(at: Guests): Promise<{ session: SessionId; item: ItemId }> {
  const { own, whole } = at;
  const { lead, first } = own.people;
  const draft = {
    ...{ project: own.project, title: 'Another', protocol: own.protocol, items: [plannedItem(own.case)] },
    people: [
      { user: lead.user, role: 'chair' as const },
      { user: first.user, role: 'panellist' as const },
    ],
  };
  const { session } = valueOf(await whole.services.session.schedule(lead, draft));
  const item = whole.services.session.state(session)?.items[0]?.content.id;
  if (!item) throw new Error('there is no item');
  return { session, item };
}

async function closed(at: Guests): Promise<void> {
  await at.send('lead', { type: 'park', item: itemOf(at) });
  await at.send('lead', { type: 'close-session' });
}

describe('a guest on the wire', () => {
  it('[GU13] takes a place, votes and is there at the reveal like everybody, called a guest', async () => {
    const at = await guestsOnWire();
    const guest = await at.guest('Ana Pereira');
    const seat = seatOf(at, guest);
    const record = guest.open({ kind: 'record', session: at.session });
    const own = guest.open({ kind: 'seat', session: at.session, seat });
    await Promise.all([record.saved(), own.saved()]);
    expect((await commandOf(at, guest, { type: 'join' })).status).toBe(200);
    expect((await commandOf(at, guest, ballot(at, 'no'))).status).toBe(200);
    for (const who of ['lead', 'first', 'second'] as const) await at.send(who, ballot(at, 'no'));
    await record.sees(() => recordAt(record).floor.phase === 'reveal');
    const { people } = recordAt(record);
    expect(people.find((person) => person.seat === seat)).toMatchObject({ label: 'Ana Pereira (guest)', joined: true });
    const item = recordAt(record)[`item:${itemOf(at)}`];
    expect(item?.revealed?.rounds[0]?.stages[0]?.ballots.map((one) => one.seat)).toContain(seat);

    const table = guest.open({ kind: 'table', session: at.session, item: itemOf(at) });
    await table.saved();
    await at.send('lead', { type: 'discuss', item: itemOf(at) });
    const id = v4();
    putComment(table.doc, seat, { id, thread: id, text: 'The margin is sharp here.' });
    await table.saved();
  });

  it('[GU8] reaches its own session and the images on its agenda by every road, and nothing else by any', async () => {
    const at = await guestsOnWire();
    const guest = await at.guest('Ana Pereira');
    const other = await otherSession(at);
    const { project, case: one, people } = at.own;
    expect((await guest.ask(`/api/v1/sessions/${at.session}`)).status).toBe(200);
    expect((await guest.ask(`/api/v1/cases/${one}/images`)).status).toBe(200);

    const elsewhere: readonly [string, string][] = [
      [`/api/v1/sessions/${other.session}`, '404 not-found'],
      [`/api/v1/cases/${v4()}/images`, '404 not-found'],
      ['/api/v1/projects', '403 not-allowed'],
      [`/api/v1/projects/${project}/people`, '403 not-allowed'],
      [`/api/v1/projects/${project}/protocol`, '403 not-allowed'],
      [`/api/v1/projects/${project}/sessions`, '403 not-allowed'],
      ['/api/v1/reads', '403 not-allowed'],
      [`/api/v1/reads/${v4()}`, '403 not-allowed'],
      ['/api/v1/tokens', '403 not-allowed'],
      [`/api/v1/sessions/${at.session}/guests`, '403 not-allowed'],
    ];
    for (const [path, refusal] of elsewhere) expect(refusalIn(await guest.ask(path)), path).toBe(refusal);
    expect(refusalIn(await guest.ask('/api/v1/tokens', { json: { name: 'mine' } }))).toBe('403 not-allowed');
    const intoOther = { json: { type: 'join', commandId: v4() } };
    expect(refusalIn(await guest.ask(`/api/v1/sessions/${other.session}/commands`, intoOther))).toBe('404 not-found');

    const leadsSeat = at.whole.services.session.policy.seatOf(people.lead.user, at.session) ?? idOf<Seat>('none');
    const closedDoors: DocumentName[] = [
      { kind: 'record', session: other.session },
      { kind: 'table', session: other.session, item: other.item },
      { kind: 'seat', session: at.session, seat: leadsSeat },
      { kind: 'table', session: at.session, item: itemOf(at) },
      { kind: 'read', read: idOf<ReadId>(v4()) },
      { kind: 'protocol', protocol: at.own.protocol.protocol },
    ];
    for (const name of closedDoors) expect(await guest.open(name).turnedAway(), name.kind).toBe('not-allowed');
  });

  it('[GU5] guest link reuse: a used link lets nobody in, from no browser, and says so on a plain page', async () => {
    const at = await guestsOnWire();
    const { token, ask } = await at.guest('Ana Pereira');
    const { people } = at.whole.services.session.state(at.session) ?? { people: [] };
    const form = { name: 'Eve', invited: 'yes' };
    for (const address of ['127.0.0.1', '203.0.113.66']) {
      const where = { params: { token }, address };
      expect(await at.sent('load /join/[token]', {}, where)).toBe('410 guest-link-used');
      expect(await at.sent('action:default /join/[token]', form, where)).toBe('410 guest-link-used');
    }
    expect(at.whole.services.session.state(at.session)?.people).toEqual(people);
    expect((await ask(`/api/v1/sessions/${at.session}`)).status).toBe(200);
  });

  it('[GU3] the join page takes a name and the word of the one invited, and nothing is used up without', async () => {
    const at = await guestsOnWire();
    const { token } = await at.invite('observer');
    const send = (fields: Record<string, string>): Promise<string> =>
      at.sent('action:default /join/[token]', fields, { params: { token } });
    expect([await send({}), await send({ name: 'Ana' })]).toEqual(['400 bad-request', '400 bad-request']);
    for (const name of ['', ' ', 'A'.repeat(101), 'Ana\u202e', 'Ana\nPereira', '\u2067Ana'])
      expect(await send({ name, invited: 'yes' }), JSON.stringify(name)).toBe('400 bad-request');
    expect(await at.sent('load /join/[token]', {}, { params: { token } })).toBe('done');
    expect(await send({ name: 'Ana', invited: 'yes' })).toBe(`to /sessions/${at.session}`);
  });

  it('[GU10] who is sent out loses every open document at once; the others stay', async () => {
    const at = await guestsOnWire();
    const [guest, stays] = [await at.guest('Ana Pereira'), await at.guest('Ben Adeyemi')];
    await commandOf(at, guest, { type: 'join' });
    for (const who of ['lead', 'first', 'second'] as const) await at.send(who, ballot(at, 'no'));
    expect(at.whole.services.session.state(at.session)?.items.some((item) => item.phase === 'vote')).toBe(true);
    const desks = [
      guest.open({ kind: 'record', session: at.session }),
      guest.open({ kind: 'seat', session: at.session, seat: seatOf(at, guest) }),
    ];
    const record = stays.open({ kind: 'record', session: at.session });
    await Promise.all([...desks, record].map((desk) => desk.saved()));
    const { token } = at.people.lead;
    const path = `/api/v1/sessions/${at.session}/guests/${guest.id}`;
    expect((await at.ask(path, { token, method: 'DELETE' })).status).toBe(200);
    for (const desk of desks) expect(await desk.closed()).toMatch(/no-longer-allowed|sign-in-ended/);
    // Nobody else was missing: the question the guest left open closes and reveals.
    await record.sees(() => recordAt(record).floor.phase === 'reveal');
    expect(refusalIn(await guest.ask(`/api/v1/sessions/${at.session}`))).toBe('401 not-signed-in');
    expect(refusalIn(await guest.ask(`/api/v1/cases/${at.own.case}/images`))).toBe('401 not-signed-in');
    expect(await guest.open({ kind: 'record', session: at.session }).turnedAway()).toBe('not-signed-in');
    expect((await stays.ask(`/api/v1/sessions/${at.session}`)).status).toBe(200);
  });

  it('[GU9] when the session has closed the guest reads on, changes nothing, and brings nobody in', async () => {
    const at = await guestsOnWire();
    const open = await at.invite();
    const guest = await at.guest('Ana Pereira');
    const record = guest.open({ kind: 'record', session: at.session });
    await record.saved();
    await closed(at);
    await record.sees(() => recordAt(record).session.state === 'closed');
    expect((await guest.ask(`/api/v1/sessions/${at.session}`)).status).toBe(200);
    expect(refusalIn(await commandOf(at, guest, { type: 'join' }))).toBe('409 session-closed');
    expect(await at.sent('load /join/[token]', {}, { params: { token: open.token } })).toBe('410 guest-link-ended');

    onTestFinished(() => void vi.useRealTimers());
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + GUEST_GRACE_MS });
    expect(await record.closed()).toBe('sign-in-ended');
    for (const path of [`/api/v1/sessions/${at.session}`, `/api/v1/cases/${at.own.case}/images`])
      expect(refusalIn(await guest.ask(path)), path).toBe('401 not-signed-in');
    expect(await guest.open({ kind: 'record', session: at.session }).turnedAway()).toBe('not-signed-in');
  });
});
