/**
 * A whole session in the store without waiting for it: a real session driven by a clock of its own, with rows in the journal
 * as people at their tables would have left them.
 */
import * as Y from 'yjs';
import { putComment } from '#documents/comment.ts';
import { jointOf, moveVertex, replaceOutline } from '#documents/joint.ts';
import { marksOf, putMark } from '#documents/marks.ts';
import { textOf, type DocumentName } from '#documents/names.ts';
import { applyDifference, differenceOf, isEmpty, type View } from '#documents/projection.ts';
import { rootOf } from '#documents/entries.ts';
import { marksRootOf } from '#documents/table.ts';
import type { Actor } from '#domain/access/actor.ts';
import { idOf, type CommandId, type ItemId, type Seat, type SessionId } from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import { seeded, type Random } from '#domain/kernel/random.ts';
import type { SessionCommand } from '#domain/session/command.ts';
import { createSessions, type Sessions } from '#server/session/sessions.ts';
import type { Room } from '#server/session/room.ts';
import type { Store } from '#server/store/database.ts';
import { createLedger, type Ledger } from '#server/store/ledger.ts';
import { v7 } from 'uuid';
import { valueOf } from './access.ts';
import type { Asked } from './pure-room.ts';

export interface Studio {
  readonly sessions: Sessions;
  readonly ledger: Ledger;
  readonly now: () => Instant;
  readonly wait: (ms: number) => void;
  /** One edit of one person, as a row of the journal. */
  readonly edit: (by: Actor, name: DocumentName, change: (doc: Y.Doc) => void) => void;
  /** All documents as they stand. */
  readonly documents: ReadonlyMap<string, Y.Doc>;
}

/** Sessions over a store, whose documents go straight into the journal at the time of the studio's own clock. */
export function studio(store: Store, startsAt: number): Studio {
  let clock = startsAt;
  const now = (): Instant => instantOf(clock);
  const documents = new Map<string, Y.Doc>();
  const insert = store.connection.prepare('INSERT INTO journal (document, user, at, data) VALUES (?, ?, ?, ?)');
  const rows = store.connection.prepare<[string], { data: Uint8Array }>('SELECT data FROM journal WHERE document = ?');
  const head = store.connection.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM journal');

  function open(name: DocumentName): Y.Doc {
    const text = textOf(name);
    const doc = documents.get(text) ?? new Y.Doc();
    if (!documents.has(text)) for (const { data } of rows.all(text)) Y.applyUpdate(doc, data);
    documents.set(text, doc);
    return doc;
  }
  function write(name: DocumentName, user: string, change: (doc: Y.Doc) => void): void {
    const doc = open(name);
    const listen = (data: Uint8Array): void => void insert.run(textOf(name), user, clock, data);
    doc.on('update', listen);
    doc.transact(() => change(doc));
    doc.off('update', listen);
  }

  const room: Room = {
    publish(name, root, view: View) {
      write(name, 'server', (doc) => {
        const difference = differenceOf(doc, root, view);
        if (!isEmpty(difference)) applyDifference(doc, root, difference);
      });
      return Promise.resolve();
    },
    withLock: async (_name, run) => await run(),
    readDocument(name) {
      const doc = open(name);
      const roots = [...doc.share.keys()].map((root) => [root, rootOf(doc, root).toJSON()] as const);
      const filled = roots.filter(([, json]) => Object.keys(json).length > 0);
      return { roots: Object.fromEntries(filled), journalSeq: head.get()?.seq ?? 0 };
    },
    reconsider: () => Promise.resolve(),
    presentingEnded: () => undefined,
  };
  const ledger = createLedger({ store, now, journalSeq: () => head.get()?.seq ?? 0 });
  const sessions = createSessions({
    store,
    ledger,
    now,
    room,
    showingFailed: (_id, cause) => {
      throw cause;
    },
  });
  const clients = new Map<string, number>();
  return {
    sessions,
    ledger,
    now,
    wait: (ms) => void (clock += ms),
    documents,
    edit(by, name, change) {
      const key = `${by.user} ${textOf(name)}`;
      const client = clients.get(key) ?? clients.size + 1000;
      clients.set(key, client);
      open(name).clientID = client;
      write(name, by.user, change);
    },
  };
}

export interface HourPlan {
  readonly session: SessionId;
  /** The chair first; everybody has a vote. */
  readonly people: readonly Actor[];
  /** Edits on the table of each item; they and the steps of the panel fill `length`. */
  readonly edits: number;
  /** In milliseconds. */
  readonly length: number;
  readonly seed?: number;
}

interface Panel {
  readonly at: Studio;
  readonly session: SessionId;
  readonly chair: Actor;
  readonly people: readonly Actor[];
  readonly random: Random;
}

/** The panel settles every item of the agenda in two rounds with a long discussion between, and closes. */
export async function playSession(at: Studio, plan: HourPlan): Promise<void> {
  const { session, people, length } = plan;
  const [chair] = people;
  const items = at.sessions.state(session)?.items.map(({ content }) => content.id) ?? [];
  if (!chair) throw new Error('a panel needs a chair');
  const panel = { at, session, chair, people, random: seeded(plan.seed ?? 7) };
  for (const person of people) await send(panel, person, { type: 'join' });
  await send(panel, chair, { type: 'open-session' });
  const share = length / items.length;
  for (const item of items) await settle(panel, item, { edits: plan.edits, length: share });
  await send(panel, chair, { type: 'close-session' });
}

async function send({ at, session }: Panel, by: Actor, asked: Asked): Promise<void> {
  at.wait(1200);
  const command = { ...asked, commandId: idOf<CommandId>(v7()) } as SessionCommand;
  valueOf(await at.sessions.command(by, session, command));
}

async function settle(panel: Panel, item: ItemId, { edits, length }: { edits: number; length: number }): Promise<void> {
  const { at, chair } = panel;
  const began = at.now();
  await send(panel, chair, { type: 'open-item', item });
  at.wait(length * 0.05);
  await vote(panel, item, 1);
  await send(panel, chair, { type: 'discuss', item });
  const pause = Math.max(1, (length * 0.85 - (at.now() - began)) / edits);
  for (let i = 0; i < edits; i++) {
    discuss(panel, item, i);
    at.wait(Math.round(pause));
  }
  await vote(panel, item, 2);
  await send(panel, chair, { type: 'decide', item });
  await send(panel, chair, { type: 'seal', item, castingVotes: {}, reason: 'as discussed', cause: 'misread' });
  at.wait(Math.max(0, began + length - at.now()));
}

async function vote(panel: Panel, item: ItemId, round: number): Promise<void> {
  await send(panel, panel.chair, { type: round === 1 ? 'open-vote' : 'open-revote', item });
  for (;;) {
    const view = valueOf(await panel.at.sessions.view(panel.chair, panel.session));
    const question = view.record.floor.voting?.question;
    if (!question) return;
    for (const [i, person] of panel.people.entries()) {
      panel.at.wait(panel.random.int(500, 6000));
      const value = question.answers[round === 1 && i % 3 === 2 ? 1 : 0]?.value ?? 'yes';
      const answer = question.multiple ? [String(value)] : value;
      const ballot = { type: 'cast-ballot', item, round, stage: question.stage, reason: 'as I see it' } as const;
      await send(panel, person, { ...ballot, answer });
    }
  }
}

/** Mostly pulls at the joint outline, some marks that are moved, now and then a comment. */
function discuss(panel: Panel, item: ItemId, nth: number): void {
  const { at, session, people, random } = panel;
  const by = people[random.int(0, people.length - 1)] ?? panel.chair;
  const seat = at.sessions.policy.seatOf(by.user, session) ?? idOf<Seat>('');
  const target = at.sessions.state(session)?.items.find(({ content }) => content.id === item)?.content.target;
  if (!target?.box) throw new Error('the item has no target');
  const { box, frame } = target;
  const chance = (): number => random.unit();
  const near = (): [number, number] => [box.x + random.unit() * box.width, box.y + random.unit() * box.height];
  const dice = nth === 0 ? 0 : random.int(1, 1000);
  at.edit(by, { kind: 'table', session, item }, (doc) => {
    if (dice === 0) {
      const vertices = Array.from({ length: 16 }, (_, i) => ({
        id: v7(),
        position: around(box, (2 * Math.PI * i) / 16),
      }));
      replaceOutline(doc, frame, { vertices, chance });
    } else if (dice <= 10) {
      const id = v7();
      putComment(doc, seat, {
        id,
        thread: id,
        text: `The margin is sharp here (${String(nth)}).`,
        frame,
        point: near(),
      });
    } else if (dice <= 15) {
      const id = v7();
      const points = [near(), near()];
      putMark(doc, marksRootOf(seat), {
        id,
        lesion: id,
        frame,
        tool: 'length',
        points,
        finding: 'nodule',
        attributes: {},
      });
    } else {
      const own = dice <= 240 ? marksOf(doc, marksRootOf(seat)).at(-1) : undefined;
      const outline = [...jointOf(doc).values()][0] ?? [];
      const corner = outline[random.int(0, outline.length - 1)];
      if (own) putMark(doc, marksRootOf(seat), { ...own, points: [near(), near()] });
      else if (corner) moveVertex(doc, corner.id, near());
    }
  });
}

const around = (box: { x: number; y: number; width: number; height: number }, angle: number): [number, number] => [
  box.x + box.width / 2 + (Math.cos(angle) * box.width) / 4,
  box.y + box.height / 2 + (Math.sin(angle) * box.height) / 4,
];
