/** The lead of the view: it ends with the presenter's connection, and with nothing else that looks like it. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { idOf, type UserId } from '#domain/kernel/id.ts';
import { openLine } from '#lib/collab/line.ts';
import { openDocument, type SharedDocument } from '#lib/collab/shared-document.svelte.ts';
import { RECORD, SESSION, serveCollab } from '#tests/factories/collab.ts';
import { ballot, openVote, sessionTable, type SessionTable } from '#tests/factories/session-table.ts';
import { testStore } from '#tests/factories/store.ts';

const AWAY_MS = 60;
const ann = idOf<UserId>('ann');
const ben = idOf<UserId>('ben');

type Asked = (user: UserId) => boolean;

/** A server that asks soon, and the next time it does. */
async function attended(): Promise<{ url: string; next: () => Promise<Asked> }> {
  const waiting: ((isThere: Asked) => void)[] = [];
  const server = await serveCollab(testStore().store, {
    absentAfterMs: AWAY_MS,
    attended(session, isThere) {
      expect(session).toBe(SESSION);
      for (const tell of waiting.splice(0)) tell(isThere);
    },
  });
  onTestFinished(() => server.close());
  return { url: server.url, next: () => new Promise((resolve) => waiting.push(resolve)) };
}

async function comeIn(url: string, who: string): Promise<{ record: SharedDocument; leave: () => void }> {
  const line = openLine({ url, token: who });
  const record = openDocument(RECORD, { line });
  onTestFinished(() => line.close());
  await record.settled();
  return { record, leave: () => line.close() };
}

describe('who is there', () => {
  test('[PR3] whoever closed the window is away after a while, and the others are there', async () => {
    const { url, next } = await attended();
    const first = next();
    const here = await comeIn(url, 'ann');
    await comeIn(url, 'ben');
    await first;
    const later = next();
    here.leave();
    const isThere = await later;
    expect(isThere(ann)).toBe(false);
    expect(isThere(ben)).toBe(true);
  });

  test('[PR3] a reload is no absence, nor is one of two windows', async () => {
    const { url, next } = await attended();
    const here = await comeIn(url, 'ann');
    await next();
    const later = next();
    here.leave();
    await comeIn(url, 'ann');
    expect((await later)(ann)).toBe(true);
  });

  test('[PR3] whoever does not come back to a server that was restarted is away', async () => {
    const { url, next } = await attended();
    const first = next();
    await comeIn(url, 'ben');
    expect((await first)(ann)).toBe(false);
  });
});

async function discussing(): Promise<SessionTable> {
  const at = await openVote(await sessionTable());
  const { lead, first, second } = at.panel.people;
  for (const person of [lead, first, second]) await at.send(person, ballot(at.item, 0, 'no'));
  await at.send(lead, { type: 'discuss', item: at.item });
  return at;
}

describe('the lead', () => {
  test('[PR4] ends when the presenter is away, and not when somebody else is', async () => {
    const at = await discussing();
    const { lead, first } = at.panel.people;
    await at.send(first, { type: 'present' });
    const presenter = at.sessions.policy.seatOf(first.user, at.id);
    at.sessions.attended(at.id, (user) => user !== lead.user);
    expect(at.sessions.state(at.id)?.presenter).toBe(presenter);
    at.sessions.attended(at.id, (user) => user !== first.user);
    expect(at.sessions.state(at.id)?.presenter).toBeNull();
    const events = at.test.ledger.read(`session:${at.id}`).filter(({ type }) => type === 'presenter-changed');
    expect(events.map(({ payload }) => payload)).toEqual([{ seat: presenter }, { seat: null }]);
    at.sessions.attended(at.id, () => false);
    expect(at.test.ledger.read(`session:${at.id}`).filter(({ type }) => type === 'presenter-changed')).toHaveLength(2);
  });

  test('[PR5] is handed over by the chair, and by nobody else', async () => {
    const at = await discussing();
    const { lead, first, second } = at.panel.people;
    const seat = at.sessions.policy.seatOf(second.user, at.id);
    if (!seat) throw new Error('no seat');
    await at.send(first, { type: 'present' });
    expect(await at.attempt(second, { type: 'present' })).toMatchObject({ ok: false });
    await at.send(lead, { type: 'present', seat });
    expect(at.sessions.state(at.id)?.presenter).toBe(seat);
    expect(await at.attempt(first, { type: 'present' })).toMatchObject({ ok: false });
  });
});
