import { describe, expect, it } from 'vitest';
import { GUEST_GRACE_MS } from '#domain/access/guest.ts';
import { idOf, type SessionId } from '#domain/kernel/id.ts';
import { refusal } from '#domain/kernel/refusal.ts';
import { err } from '#domain/kernel/result.ts';
import { callerFrom, codeOf, eventTypes, valueOf, withCookie } from '#tests/factories/access.ts';
import { plannedItem } from '#tests/factories/agenda.ts';
import { guestTable, type GuestTable } from '#tests/factories/guest-table.ts';
import { openVote } from '#tests/factories/session-table.ts';

const HOUR = 60 * 60_000;
const WISH = { role: 'observer', label: 'Dr Pereira', hours: 72 } as const;
const CALLER = callerFrom('203.0.113.9');

const people = ({ test }: GuestTable): number =>
  (test.store.connection.prepare('SELECT count(*) AS n FROM users').get() as { n: number }).n;

async function close(at: GuestTable): Promise<void> {
  await openVote(at);
  await at.send(at.panel.people.lead, { type: 'park', item: at.item });
  await at.send(at.panel.people.lead, { type: 'close-session' });
}

/** Another session of the same project, chaired by somebody who does not lead it. */
async function chairedByFirst(at: GuestTable): Promise<SessionId> {
  const { lead, first, second } = at.panel.people;
  const scheduled = await at.sessions.schedule(lead, {
    ...{ project: at.panel.project, title: 'Another', protocol: at.panel.protocol },
    people: [
      { user: first.user, role: 'chair' },
      { user: second.user, role: 'panellist' },
    ],
    items: [plannedItem(at.panel.case)],
  });
  return valueOf(scheduled).session;
}

describe('a guest link', () => {
  it('[GU1] is made by a lead of the project or the chair, for a session that is not closed, and by nobody else', async () => {
    const at = await guestTable();
    const { lead, first, second, observer, outsider } = at.panel.people;
    const other = await chairedByFirst(at);
    expect(codeOf(await at.guests.invite(lead, at.id, WISH))).toBe('ok');
    expect([
      codeOf(await at.guests.invite(lead, other, WISH)),
      codeOf(await at.guests.invite(first, other, WISH)),
    ]).toEqual(['ok', 'ok']);
    const { actor: guest } = await at.guest();
    for (const actor of [first, second, observer, outsider, guest]) {
      expect(codeOf(await at.guests.invite(actor, at.id, WISH))).toBe('not-found');
      expect(codeOf(await at.guests.guestsOf(actor, at.id))).toBe('not-found');
    }
    expect(codeOf(await at.guests.invite(lead, idOf('nowhere'), WISH))).toBe('not-found');
    await close(at);
    expect(codeOf(await at.guests.invite(lead, at.id, WISH))).toBe('session-closed');
  });

  it('[GU2] is shown once, stored as a hash, and listed without its secret; the ledger names neither it nor who is meant', async () => {
    const at = await guestTable();
    const { lead } = at.panel.people;
    const { id, token } = valueOf(await at.guests.invite(lead, at.id, WISH));
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(at.test.store.connection.serialize().includes(token)).toBe(false);
    const listed = valueOf(await at.guests.guestsOf(lead, at.id));
    expect(listed).toEqual([
      {
        ...{ id, label: 'Dr Pereira', role: 'observer', invitedBy: 'Mary Okafor', state: 'invited' },
        expiresAt: at.test.now() + 72 * HOUR,
      },
    ]);
    const seat = valueOf(await at.enter(token));
    expect(valueOf(await at.guests.guestsOf(lead, at.id))).toMatchObject([{ id, state: 'in' }]);
    expect(seat.session).toBe(at.id);
    expect(JSON.stringify(at.test.ledger.read(`guest:${id}`))).not.toMatch(/Pereira/);
    expect(eventTypes(at.test, `guest:${id}`)).toEqual(['guest-invited', 'guest-entered']);
  });

  it('[GU3] says what it is for to whoever opens it, which uses nothing up', async () => {
    const at = await guestTable();
    const token = await at.link();
    const before = at.test.ledger.head().seq;
    for (let n = 0; n < 5; n++)
      expect(valueOf(await at.guests.seeLink(token, CALLER))).toEqual({
        ...{ title: 'Lung panel', identity: 'named', invitedBy: 'Mary Okafor', label: 'Dr Pereira' },
        ...{ role: 'panellist', expiresAt: at.test.now() + 72 * HOUR },
      });
    expect(at.test.ledger.head().seq).toBe(before);
    expect(codeOf(await at.enter(token))).toBe('ok');
  });

  it('[GU4] lets one person in: of those who enter at the same time one is in', async () => {
    const at = await guestTable();
    const token = await at.link();
    const before = people(at);
    const answers = await Promise.all(['Ana', 'Ben', 'Eve'].map((name) => at.enter(token, name)));
    expect(answers.map(codeOf).toSorted()).toEqual(['guest-link-used', 'guest-link-used', 'ok']);
    expect(people(at)).toBe(before + 1);
    expect(at.sessions.state(at.id)?.people.filter((person) => person.guest)).toMatchObject([{ name: 'Ana' }]);
  });

  it('[GU5] is refused when it was used, which is told in the ledger, but not without end', async () => {
    const at = await guestTable();
    const { id, token } = valueOf(await at.guests.invite(at.panel.people.lead, at.id, WISH));
    const { cookie } = valueOf(await at.enter(token));
    const own = { caller: { headers: withCookie(cookie), address: '203.0.113.9' }, actor: null };
    expect(codeOf(await at.guests.enter(token, { name: 'Ana Pereira' }, own))).toBe('guest-link-used');
    expect(codeOf(await at.enter(token, 'Eve', '203.0.113.66'))).toBe('guest-link-used');
    for (let n = 0; n < 10; n++) expect(codeOf(await at.guests.seeLink(token, CALLER))).toBe('guest-link-used');
    const tried = (): number =>
      eventTypes(at.test, `guest:${id}`).filter((type) => type === 'guest-link-tried-again').length;
    expect(tried()).toBe(3);
    at.test.advance(HOUR + 1);
    await at.guests.seeLink(token, CALLER);
    expect(tried()).toBe(4);
    expect(await at.access.whoIs(withCookie(cookie))).toMatchObject({ name: 'Ana Pereira' });
  });

  it('[GU6] ends after its time, with its session and when it is withdrawn; an unknown one looks the same', async () => {
    const at = await guestTable();
    const { lead } = at.panel.people;
    const [short, long, withdrawn] = [await at.link({ hours: 1 }), await at.link(), await at.link()];
    const third = valueOf(await at.guests.guestsOf(lead, at.id)).at(2);
    expect(codeOf(await at.guests.withdraw(lead, at.id, idOf(third?.id ?? '')))).toBe('ok');
    expect(codeOf(await at.guests.withdraw(lead, at.id, idOf(third?.id ?? '')))).toBe('not-found');
    const seen = async (token: string): Promise<string[]> => [
      codeOf(await at.guests.seeLink(token, CALLER)),
      codeOf(await at.enter(token)),
    ];
    for (const token of [withdrawn, 'A'.repeat(43), '', '%00'])
      expect(await seen(token)).toEqual(['guest-link-ended', 'guest-link-ended']);
    at.test.advance(HOUR);
    expect(await seen(short)).toEqual(['guest-link-ended', 'guest-link-ended']);
    await close(at);
    expect(await seen(long)).toEqual(['guest-link-ended', 'guest-link-ended']);
    const states = valueOf(await at.guests.guestsOf(lead, at.id)).map(({ state }) => state);
    expect(states).toEqual(['ended', 'ended', 'withdrawn']);
  });

  it('[GU7] is not guessed: wrong ones are slowed down per address', async () => {
    const at = await guestTable();
    const token = await at.link();
    const guesses = [];
    for (let n = 0; n < 61; n++) guesses.push(codeOf(await at.enter(`guess-${String(n)}`)));
    expect(guesses.filter((code) => code === 'rate-limited')).toHaveLength(1);
    expect(codeOf(await at.guests.seeLink(token, CALLER))).toBe('rate-limited');
    expect(codeOf(await at.enter(token, 'Ana', '203.0.113.10'))).toBe('ok');
    at.test.advance(15 * 60_000);
    expect(codeOf(await at.enter(token))).toBe('guest-link-used');
  });

  it('[GU11] makes the person, the seat and the events together or not at all', async () => {
    const at = await guestTable({ seat: () => err(refusal('session-closed')) });
    const token = await at.link();
    const before = [people(at), at.test.ledger.head().seq];
    await expect(at.enter(token)).rejects.toThrow('could not be seated');
    expect([people(at), at.test.ledger.head().seq]).toEqual(before);
    expect(codeOf(await at.guests.seeLink(token, CALLER))).toBe('ok');
  });

  it('[GU19] is not used up by somebody who is signed in', async () => {
    const at = await guestTable();
    const token = await at.link();
    const { actor: guest } = await at.guest();
    for (const actor of [at.panel.people.lead, guest]) {
      const answer = await at.guests.enter(token, { name: 'Mary' }, { caller: CALLER, actor });
      expect(codeOf(answer)).toBe('already-signed-in');
    }
    expect(codeOf(await at.enter(token))).toBe('ok');
  });
});

describe('a guest', () => {
  it('[GU8] has neither password nor role, and takes part in the one session alone', async () => {
    const at = await guestTable();
    const other = await chairedByFirst(at);
    const { actor } = await at.guest();
    expect(actor).toMatchObject({ name: 'Ana Pereira', administrator: false, guestOf: at.id });
    expect(actor.roles.size).toBe(0);
    expect(codeOf(await at.access.signIn({ email: actor.email, password: '' }, CALLER))).toBe('bad-credentials');
    expect(codeOf(await at.attempt(actor, { type: 'join' }))).toBe('ok');
    expect(codeOf(await at.sessions.view(actor, at.id))).toBe('ok');
    expect(at.sessions.protocol(actor, at.id)?.title).toBe('Nodules');
    for (const session of [other, idOf<SessionId>('nowhere')])
      expect(codeOf(await at.sessions.view(actor, session))).toBe('not-found');
    expect(at.sessions.protocol(actor, other)).toBeNull();
    expect(await at.sessions.mine(actor)).toEqual([]);
    expect(await at.access.projectsOf(actor)).toEqual([]);
    expect(at.access.operator.people().map(({ id }) => id)).not.toContain(actor.user);
  });

  it('[GU18] does not become a member of anything', async () => {
    const at = await guestTable();
    const { actor } = await at.guest();
    const { lead } = at.panel.people;
    const { project } = at.panel;
    const { token } = valueOf(await at.access.invite(lead, project, { role: 'lead', days: 1 }));
    expect(codeOf(await at.access.acceptInvitation(actor, token))).toBe('not-allowed');
    expect(codeOf(await at.access.giveRole(lead, { project, user: actor.user, role: 'lead' }))).toBe('not-found');
    expect(codeOf(await at.access.seeInvitation(token))).toBe('ok');
    expect(codeOf(await at.access.createProject(actor, { name: 'Mine' }))).toBe('not-allowed');
  });

  it('[GU9] stays for a grace after the close, to read what was settled, and is nobody afterwards', async () => {
    const at = await guestTable();
    const { actor, entered } = await at.guest();
    const headers = withCookie(entered.cookie);
    expect(entered.cookie.maxAge).toBeGreaterThan(12 * 60 * 60);
    await close(at);
    const closedAt = at.sessions.state(at.id)?.closedAt ?? 0;
    expect((await at.access.recognise(headers))?.until).toBe(closedAt + GUEST_GRACE_MS);
    expect(codeOf(await at.sessions.view(actor, at.id))).toBe('ok');
    expect(codeOf(await at.attempt(actor, { type: 'join' }))).toBe('session-closed');
    at.test.advance(closedAt + GUEST_GRACE_MS - at.test.now());
    expect(await at.access.whoIs(headers)).toBeNull();
    const [closing] = at.test.ledger.read(`session:${at.id}`).slice(-1);
    expect(at.guests.whoseStayEnds(closing ? [closing] : [])).toEqual([actor.user]);
  });

  it('[GU10] who is sent out is nobody at once, and what they did stays in the record', async () => {
    const at = await guestTable();
    const { actor, entered } = await at.guest();
    const { lead, first } = at.panel.people;
    await openVote(at);
    await at.send(actor, { type: 'join' });
    const [line] = valueOf(await at.guests.guestsOf(lead, at.id));
    const id = idOf<Parameters<GuestTable['guests']['withdraw']>[2]>(line?.id ?? '');
    expect(codeOf(await at.guests.withdraw(first, at.id, id))).toBe('not-found');
    expect(codeOf(await at.guests.withdraw(lead, await chairedByFirst(at), id))).toBe('not-found');
    expect(codeOf(await at.guests.withdraw(lead, at.id, id))).toBe('ok');
    expect(await at.whoIs(entered)).toBeNull();
    expect(codeOf(await at.sessions.view(actor, at.id))).toBe('not-found');
    expect(codeOf(await at.attempt(actor, { type: 'join' }))).toBe('not-found');
    expect(at.sessions.policy.seatOf(actor.user, at.id)).toBeNull();
    expect(at.test.ledger.read(`session:${at.id}`).at(-1)).toMatchObject({ type: 'guest-sent-out', actor: lead.user });
    expect(valueOf(await at.guests.guestsOf(lead, at.id))).toMatchObject([{ state: 'withdrawn' }]);
  });

  it('[GU10] is sent out of the summary as well', async () => {
    const at = await guestTable();
    const { entered } = await at.guest();
    const { lead } = at.panel.people;
    await close(at);
    const events = at.test.ledger.read(`session:${at.id}`).length;
    const [line] = valueOf(await at.guests.guestsOf(lead, at.id));
    expect(codeOf(await at.guests.withdraw(lead, at.id, idOf(line?.id ?? '')))).toBe('ok');
    expect(await at.whoIs(entered)).toBeNull();
    expect(at.test.ledger.read(`session:${at.id}`)).toHaveLength(events);
  });
});
