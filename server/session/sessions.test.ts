import { v4 } from 'uuid';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { idOf, type CommandId, type ItemId, type SessionId } from '#domain/kernel/id.ts';
import type { SessionCommand } from '#domain/session/command.ts';
import { itemOf, readsOf } from '#domain/session/view.ts';
import { textOf, type DocumentName } from '#documents/names.ts';
import { verifyLedger } from '#server/store/verification.ts';
import { panelTemplate, plannedItem } from '#tests/factories/agenda.ts';
import { panel, type Panel } from '#tests/factories/panel.ts';
import { testStore, type TestStore } from '#tests/factories/store.ts';
import type { Room } from './room.ts';
import { createSessions, type Sessions } from './sessions.ts';

/** Documents as a map; what was published is kept in order, as bytes on a wire would be. */
function memoryRoom(): Room & { readonly wire: string[]; readonly joint: Record<string, unknown> } {
  const wire: string[] = [];
  const joint: Record<string, unknown> = {};
  return {
    wire,
    joint,
    publish: (name: DocumentName, _root, view) => {
      wire.push(`${textOf(name)} ${JSON.stringify(view)}`);
      return Promise.resolve();
    },
    withLock: async (_name, run) => await run(),
    readDocument: () => ({ roots: Object.keys(joint).length > 0 ? { joint } : {}, journalSeq: 41 }),
    reconsider: () => Promise.resolve(),
    presentingEnded: () => undefined,
  };
}

interface Table {
  readonly test: TestStore;
  readonly sessions: Sessions;
  readonly room: ReturnType<typeof memoryRoom>;
  readonly panel: Panel;
  readonly id: SessionId;
  readonly item: ItemId;
  /** @throws when the command is refused. */
  readonly send: (actor: Actor, command: Sendable) => Promise<void>;
  readonly attempt: (actor: Actor, command: Sendable) => ReturnType<Sessions['command']>;
}

/** A command without its id. */
type Sendable = SessionCommand extends infer C ? (C extends SessionCommand ? Omit<C, 'commandId'> : never) : never;

const numbered = (command: Sendable): SessionCommand => ({ ...command, commandId: idOf<CommandId>(v4()) });

async function table({ canary = 'solid', template = panelTemplate } = {}): Promise<Table> {
  const test = testStore();
  const own = panel(test.store, test.now(), template);
  const room = memoryRoom();
  const sessions = createSessions({
    ...test,
    room,
    showingFailed: (_id, cause) => {
      throw cause;
    },
  });
  onTestFinished(() => sessions.close());
  const { lead, first, second, observer } = own.people;
  const scheduled = await sessions.schedule(lead, {
    project: own.project,
    title: 'Lung panel',
    protocol: own.protocol,
    people: [
      { user: lead.user, role: 'chair' },
      { user: first.user, role: 'panellist' },
      { user: second.user, role: 'panellist' },
      { user: observer.user, role: 'observer' },
    ],
    items: [plannedItem(own.case, { canary })],
  });
  if (!scheduled.ok) throw new Error(scheduled.error.code);
  const id = scheduled.value.session;
  const item = sessions.state(id)?.items[0]?.content.id ?? idOf<ItemId>('none');
  const attempt = (actor: Actor, command: Sendable): ReturnType<Sessions['command']> => {
    test.advance(2000);
    return sessions.command(actor, id, numbered(command));
  };
  const send = async (actor: Actor, command: Sendable): Promise<void> => {
    const answer = await attempt(actor, command);
    if (!answer.ok) throw new Error(`${command.type}: ${answer.error.code}`);
  };
  return { test, sessions, room, panel: own, id, item, send, attempt };
}

/** Everybody has joined and the first vote is open. */
async function voting(options: Parameters<typeof table>[0] = {}): Promise<Table> {
  const at = await table(options);
  const { lead, first, second, observer } = at.panel.people;
  for (const person of [lead, first, second, observer]) await at.send(person, { type: 'join' });
  await at.send(lead, { type: 'open-session' });
  await at.send(lead, { type: 'open-item', item: at.item });
  await at.send(lead, { type: 'open-vote', item: at.item });
  return at;
}

const ballot = (item: ItemId, stage: number, answer: string, round = 1): Sendable => ({
  type: 'cast-ballot',
  item,
  round,
  stage,
  answer,
  reason: `because-${answer}`,
});

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
    expect(outcome?.outline).toEqual({ json: '{"v1":{"position":[1,2]}}', journal: 41 });
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
    expect(policy.mayOpen(first.user, own)).toBe('read');
    expect(policy.mayOpen(observer.user, own)).toBeNull();
    expect(policy.mayOpen(outsider.user, { kind: 'record', session: at.id })).toBeNull();
  });

  it('[SE6] opens the table with the reveal, lets seats write their own roots, rests in a re-vote, freezes when sealed', async () => {
    const at = await voting();
    const { lead, first, second, observer } = at.panel.people;
    const { policy } = at.sessions;
    const name = { kind: 'table', session: at.id, item: at.item } as const;
    const own = `a:${String(policy.seatOf(first.user, at.id))}`;
    const writable = (): boolean[] =>
      [own, 'joint', 'notes'].map((root) => policy.mayWriteRoot(first.user, name, root));
    expect(policy.mayOpen(first.user, name)).toBeNull();
    for (const person of [lead, first, second]) await at.send(person, ballot(at.item, 0, 'no'));
    expect([policy.mayOpen(first.user, name), policy.mayOpen(observer.user, name)]).toEqual(['write', 'read']);
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
    expect(policy.mayOpen(first.user, name)).toBe('write');
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
    const at = await table();
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
