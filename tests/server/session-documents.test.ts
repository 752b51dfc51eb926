/** Sessions on the real gate: what the documents show is what the views say, and a command never waits for itself. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { recordView } from '#domain/session/projection.ts';
import { JOINT } from '#documents/joint.ts';
import { RECORD } from '#documents/record.ts';
import { rootOf } from '#documents/entries.ts';
import { SEAT } from '#documents/seat.ts';
import { createCollab } from '#server/collab/collab.ts';
import { createJournal } from '#server/store/journal.ts';
import { ballot, openVote, sessionTableOn, type SessionTable } from '#tests/factories/session-table.ts';
import { testStore } from '#tests/factories/store.ts';

async function realTable(): Promise<SessionTable<ReturnType<typeof createCollab>>> {
  const test = testStore();
  const collab = createCollab({
    journal: createJournal(test.store.connection, test.now),
    now: test.now,
    log: { info: () => undefined, error: () => undefined },
    ports: {
      whoIs: () => Promise.resolve(null),
      opened: () => Promise.resolve(),
      redeemTicket: () => null,
      mayOpen: () => null,
      mayWriteRoot: () => false,
      seatOf: () => null,
      validate: () => null,
      presence: () => null,
      mayPresent: () => false,
      attended: () => undefined,
    },
  });
  onTestFinished(() => collab.close());
  return openVote(await sessionTableOn(test, collab));
}

describe('a session and its documents', () => {
  it('[SE10] the record and the seats are shown by difference and equal their views', async () => {
    const at = await realTable();
    const { lead, first, second } = at.panel.people;
    for (const person of [lead, first, second]) await at.send(person, ballot(at.item, 0, 'no'));
    const state = at.sessions.state(at.id);
    const record = at.room.readDocument({ kind: 'record', session: at.id }).roots[RECORD];
    expect(record).toEqual(state && JSON.parse(JSON.stringify(recordView(state))));
    const view = await at.sessions.view(first, at.id);
    const seat = at.sessions.policy.seatOf(first.user, at.id);
    const own = seat && at.room.readDocument({ kind: 'seat', session: at.id, seat }).roots[SEAT];
    expect(own).toEqual(view.ok && JSON.parse(JSON.stringify(view.value.seat)));
  });

  it('[SE11] the seal takes the joint outline as it is durable, with its place in the journal', async () => {
    const at = await realTable();
    const { lead, first, second } = at.panel.people;
    for (const person of [lead, first, second]) await at.send(person, ballot(at.item, 0, 'no'));
    const table = { kind: 'table', session: at.id, item: at.item } as const;
    await at.room.edit(table, (doc) => void rootOf(doc, JOINT).set('v1', 'here'));
    await at.send(lead, { type: 'decide', item: at.item });
    await at.send(lead, { type: 'seal', item: at.item, castingVotes: {}, cause: 'slip' });
    const outline = at.sessions.state(at.id)?.items[0]?.outcome?.outline;
    expect(outline).toEqual({ json: '{"v1":"here"}', journal: at.room.readDocument(table).journalSeq });
  });
});
