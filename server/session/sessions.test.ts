import { describe, expect, it, onTestFinished } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { idOf } from '#domain/kernel/id.ts';
import { itemOf, readsOf } from '#domain/session/view.ts';
import { verifyLedger } from '#server/store/verification.ts';
import { plannedItem } from '#tests/factories/agenda.ts';
import {
  ballot,
  memoryRoom,
  numbered,
  openVote,
  sessionTable,
  type SessionTable,
} from '#tests/factories/session-table.ts';
import { createSessions } from './sessions.ts';

const voting = async (options: { readonly canary?: string } = {}): Promise<SessionTable> =>
  openVote(await sessionTable(options));

describe('a session on the server', () => {
  it('[SE1] settles an item from the lobby to the sealed outcome', async () => {
    const at = await voting();
    const { lead, first, second } = at.panel.people;
    for (const person of [lead, first]) await at.send(person, ballot(at.item, 0, 'yes'));
    await at.send(second, ballot(at.item, 0, 'no'));
    for (const person of [lead, first]) await at.send(person, ballot(at.item, 1, 'solid'));
    await at.send(second, { type: 'abstain', item: at.item, round: 1, stage: 1 });
    for (const person of [lead, first, second]) await at.send(person, ballot(at.item, 2, 'cannot-tell'));
    await at.send(lead, { type: 'discuss', item: at.item });
    at.room.joint['v1'] = { position: [1, 2] };
    await at.send(lead, { type: 'decide', item: at.item });
    await at.send(lead, { type: 'seal', item: at.item, castingVotes: {}, cause: 'missed', reason: 'Seen by two.' });
    const view = await at.sessions.view(first, at.id);
    const outcome = view.ok ? itemOf(view.value.record, at.item)?.outcome : null;
    expect(outcome?.verdicts.map((v) => v.result)).toEqual([
      { kind: 'settled', answer: 'yes', by: 'rule' },
      { kind: 'settled', answer: 'solid', by: 'rule' },
      { kind: 'settled', answer: 'cannot-tell', by: 'rule' },
    ]);
    expect(outcome?.verdicts[0]?.dissents.map((d) => d.reason)).toEqual(['because-no']);
    expect(outcome?.outline).toEqual({ json: '{"v1":{"position":[1,2]}}' });
    expect(verifyLedger(at.test.store).intact).toBe(true);
  });

  it('[SE2] holds nothing of ballots, reasons, kinds and reads in what it shows and logs before the reveal', async () => {
    const at = await voting({ canary: 'canary-read' });
    const { lead, first, second } = at.panel.people;
    await at.send(first, ballot(at.item, 0, 'yes'));
    await at.send(second, ballot(at.item, 0, 'no'));
    const seatOfSecond = at.sessions.policy.seatOf(second.user, at.id);
    const forOthers = at.room.wire.filter((line) => !line.startsWith(`seat:${at.id}:${String(seatOfSecond)} `));
    expect(forOthers.join('\n')).not.toMatch(/because-no|canary-read|extent|1\.2\.3\.4|5\.125/);
    expect(JSON.stringify(await at.sessions.view(lead, at.id))).not.toMatch(/because|canary-read|extent|5\.125/);
    const logged = at.test.ledger.read(`session:${at.id}`).filter((event) => event.type === 'ballot-cast');
    expect(JSON.stringify(logged)).not.toMatch(/because|"yes"|"no"/);
    expect(logged).toHaveLength(2);
  });

  it('[SE3] reveals ballots and aliased reads together, with the last ballot', async () => {
    const at = await voting({ canary: 'solid' });
    const { lead, first, second } = at.panel.people;
    for (const person of [lead, first, second]) await at.send(person, ballot(at.item, 0, 'no'));
    const view = await at.sessions.view(first, at.id);
    const record = view.ok ? view.value.record : null;
    expect(record && itemOf(record, at.item)?.phase).toBe('reveal');
    expect(record && itemOf(record, at.item)?.revealed?.rounds[0]?.stages[0]?.ballots).toHaveLength(3);
    expect((record && readsOf(record, at.item))?.map((read) => read.letter)).toEqual(['A', 'B']);
    expect(JSON.stringify(record)).not.toContain('nonce');
  });

  it('[SE4] gives a repeated command its first answer and no second event', async () => {
    const at = await voting();
    const { first } = at.panel.people;
    const command = numbered(ballot(at.item, 0, 'yes'));
    const before = at.test.ledger.read(`session:${at.id}`).length;
    const answers = [
      await at.sessions.command(first, at.id, command),
      await at.sessions.command(first, at.id, command),
    ];
    expect(answers.map((answer) => answer.ok)).toEqual([true, true]);
    expect(at.test.ledger.read(`session:${at.id}`)).toHaveLength(before + 1);
  });

  it('[SE5] does not exist for people without a seat, and knows no strangers at its documents', async () => {
    const at = await voting();
    const { outsider, first, observer } = at.panel.people;
    const refused = await at.attempt(outsider, { type: 'join' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(await at.sessions.view(outsider, at.id)).toMatchObject({ ok: false, error: { code: 'not-found' } });
    const { policy } = at.sessions;
    const seat = policy.seatOf(first.user, at.id) ?? idOf('none');
    const own = { kind: 'seat', session: at.id, seat } as const;
    expect(policy.mayOpen(first, own)).toBe('read');
    expect(policy.mayOpen(observer, own)).toBeNull();
    expect(policy.mayOpen(outsider, { kind: 'record', session: at.id })).toBeNull();
  });

  it('[SE6] opens the table with the reveal, lets seats write their own roots, rests in a re-vote, freezes when sealed', async () => {
    const at = await voting();
    const { lead, first, second, observer } = at.panel.people;
    const { policy } = at.sessions;
    const name = { kind: 'table', session: at.id, item: at.item } as const;
    const own = `a:${String(policy.seatOf(first.user, at.id))}`;
    const writable = (): boolean[] =>
      [own, 'joint', 'notes'].map((root) => policy.mayWriteRoot(first.user, name, root));
    expect(policy.mayOpen(first, name)).toBeNull();
    for (const person of [lead, first, second]) await at.send(person, ballot(at.item, 0, 'no'));
    expect([policy.mayOpen(first, name), policy.mayOpen(observer, name)]).toEqual(['write', 'read']);
    expect(writable()).toEqual([true, true, true]);
    expect(policy.mayWriteRoot(second.user, name, own)).toBe(false);
    expect(policy.mayWriteRoot(observer.user, name, 'joint')).toBe(false);
    await at.send(lead, { type: 'open-revote', item: at.item });
    expect(writable()).toEqual([false, false, false]);
    expect(policy.presence(first.user, name)).toBeNull();
    for (const person of [lead, first, second]) await at.send(person, ballot(at.item, 0, 'no', 2));
    await at.send(lead, { type: 'decide', item: at.item });
    expect(writable()).toEqual([true, true, true]);
    await at.send(lead, { type: 'seal', item: at.item, castingVotes: {}, cause: 'slip' });
    expect(writable()).toEqual([false, false, false]);
    expect(policy.mayOpen(first, name)).toBe('write');
  });

  it('[SE7] shows the same after a restart as before', async () => {
    const at = await voting();
    const { first } = at.panel.people;
    await at.send(first, ballot(at.item, 0, 'yes'));
    const before = JSON.stringify(await at.sessions.view(first, at.id));
    const room = memoryRoom();
    const again = createSessions({ ...at.test, room, showingFailed: () => undefined });
    onTestFinished(() => again.close());
    await again.start();
    expect(JSON.stringify(await again.view(first, at.id))).toBe(before);
    expect(room.wire.filter((line) => line.startsWith('record:'))).toHaveLength(1);
    expect(room.wire.filter((line) => line.startsWith('seat:'))).toHaveLength(4);
  });

  it('[SE8] refuses a ballot box that was tampered with, and appends nothing', async () => {
    const at = await voting();
    const { lead, first } = at.panel.people;
    await at.send(first, ballot(at.item, 0, 'yes'));
    at.test.store.connection.prepare(`UPDATE ballots SET answer = '"no"'`).run();
    const before = at.test.ledger.head().seq;
    await expect(at.attempt(lead, ballot(at.item, 0, 'yes'))).rejects.toThrow('does not open its commitment');
    expect(at.test.ledger.head().seq).toBe(before);
  });

  it('[SE9] refuses to schedule without the right, for strangers, and without items', async () => {
    const at = await sessionTable();
    const { lead, first } = at.panel.people;
    const draft = {
      project: at.panel.project,
      title: 'Another',
      protocol: at.panel.protocol,
      people: [{ user: lead.user, role: 'chair' as const }],
      items: [plannedItem(at.panel.case)],
    };
    const codes = async (actor: Actor, changed: object): Promise<unknown> => {
      const answer = await at.sessions.schedule(actor, { ...draft, ...changed });
      return answer.ok ? 'ok' : answer.error.code;
    };
    expect(await codes(first, {})).toBe('not-allowed');
    expect(await codes(lead, { items: [] })).toBe('no-disagreements');
    expect(await codes(lead, { people: [{ user: idOf('stranger'), role: 'chair' }] })).toBe('bad-request');
    expect(await codes(lead, { people: [] })).toBe('bad-request');
    expect(await codes(lead, {})).toBe('ok');
  });
});
