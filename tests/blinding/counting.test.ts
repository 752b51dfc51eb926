/** How many ballots are in is told at most once a second, by whichever door somebody asks. */
import { expect, it } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import type { SessionView } from '#server/session/sessions.ts';
import { valueOf } from '#tests/factories/access.ts';
import { ballot, numbered, openVote, sessionTable, type SessionTable } from '#tests/factories/session-table.ts';

const viewOf = async (at: SessionTable, who: Actor): Promise<SessionView> =>
  valueOf(await at.sessions.view(who, at.id));

/** Votes without letting the clock go on. */
async function castNow(at: SessionTable, who: Actor, answer: string): Promise<void> {
  valueOf(await at.sessions.command(who, at.id, numbered(ballot(at.item, 0, answer))));
}

it('[BL4] whoever asks again and again does not learn earlier than the others that a ballot came in', async () => {
  const at = await openVote(await sessionTable());
  const { lead, first, observer } = at.panel.people;
  await castNow(at, first, 'yes');
  for (const who of [lead, observer]) expect((await viewOf(at, who)).record.floor.voting?.cast).toBe(0);
  const own = await viewOf(at, first);
  expect([own.record.floor.voting?.cast, own.seat.item?.ballots.map(({ answer }) => answer)]).toEqual([0, ['yes']]);
});

it('[BL4] the chair does not learn from an own ballot, cast again and again, who voted just now', async () => {
  const at = await openVote(await sessionTable());
  const { lead, first } = at.panel.people;
  const before = (await viewOf(at, lead)).seat.chair?.missing;
  await castNow(at, first, 'yes');
  await castNow(at, lead, 'no');
  expect((await viewOf(at, lead)).seat.chair?.missing).toEqual(before);
  const seat = at.sessions.policy.seatOf(lead.user, at.id);
  const published = at.room.wire.filter((line) => line.startsWith(`seat:${at.id}:${String(seat)}`)).at(-1) ?? '';
  const view = JSON.parse(published.slice(published.indexOf('{'))) as SessionView['seat'];
  expect(view.chair?.missing).toEqual(before);
  expect(view.item?.ballots).toHaveLength(1);
});
