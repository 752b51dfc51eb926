/**
 * A panel that goes through its agenda whatever happens to the server: it looks at the session, does the next thing, and looks
 * again. After a crash it finds itself where the ledger is.
 */
import { v4 } from 'uuid';
import { putComment } from '#documents/comment.ts';
import { JOINT, insertVertex, moveVertex } from '#documents/joint.ts';
import { putMark, removeMark } from '#documents/marks.ts';
import { marksRootOf } from '#documents/table.ts';
import type { FrameKey } from '#domain/geometry/frame.ts';
import type { ItemId, Seat } from '#domain/kernel/id.ts';
import type { Random } from '#domain/kernel/random.ts';
import type { Mark } from '#domain/reading/mark.ts';
import type { ItemPhase, RecordView, SeatView, Voting } from '#domain/session/view.ts';
import type { Books } from './books.ts';
import { after, type PersonAtWork, type PlannedEdit } from './person-at-work.ts';
import { MEMBERS, type Member, type PlannedSession } from './world.ts';

export interface PanelAtWork {
  readonly session: PlannedSession;
  readonly people: Readonly<Record<Member, PersonAtWork>>;
  readonly books: Books;
  readonly random: Random;
  readonly turn: () => Promise<void>;
  readonly frame: FrameKey;
  /** False when the storm is over. */
  readonly goesOn: () => boolean;
}

export interface Shown {
  readonly record: RecordView;
  readonly seat: SeatView;
}

const VOTERS = ['lead', 'first', 'second'] as const;
type Voter = (typeof VOTERS)[number];

/** Resolves when the session is closed or the storm is over. */
export async function workThrough(panel: PanelAtWork): Promise<void> {
  while (panel.goesOn()) {
    await panel.turn();
    const shown = await shownTo(panel.people.lead, panel.session);
    if (!shown) await after(50);
    else if (shown.record.session.state === 'closed') return;
    else await nextStep(panel, shown);
  }
}

export async function shownTo(person: PersonAtWork, { id }: PlannedSession): Promise<Shown | null> {
  const answer = await person.once(`/api/v1/sessions/${id}`, null);
  return answer?.status === 200 ? (answer.body as Shown) : null;
}

async function nextStep(panel: PanelAtWork, { record }: Shown): Promise<void> {
  const { item, phase, voting } = record.floor;
  if (record.session.state === 'lobby') {
    await Promise.all(MEMBERS.map((member) => command(panel, member, { type: 'join' })));
    await command(panel, 'lead', { type: 'open-session' });
  } else if (item === null || phase === null) await nextItem(panel, record);
  else if (voting) await vote(panel, item, voting);
  else if (phase === 'look') await command(panel, 'lead', { type: 'open-vote', item });
  else if (phase === 'decide')
    await command(panel, 'lead', { type: 'seal', item, cause: 'slip', reason: 'as discussed' });
  else await atTheTable(panel, { item, phase, rounds: record[`item:${item}`]?.revealed?.rounds.length ?? 0 });
}

async function nextItem(panel: PanelAtWork, { agenda }: RecordView): Promise<void> {
  const next = agenda.find(({ phase }) => phase === 'waiting');
  await command(panel, 'lead', next ? { type: 'open-item', item: next.item } : { type: 'close-session' });
}

/** Everybody whose ballot is missing votes; one in four changes their mind while the question is open. */
async function vote(panel: PanelAtWork, item: ItemId, { round, question }: Voting): Promise<void> {
  const { random } = panel;
  const answers = question.answers.map(({ value }) => value).filter((value) => value !== 'cannot-tell');
  const cast = async (voter: Voter): Promise<void> => {
    const one = answers[random.int(0, answers.length - 1)] ?? 'no';
    const answer = question.multiple ? [one] : one;
    await after(random.int(0, 15));
    await command(panel, voter, {
      type: 'cast-ballot',
      item,
      round,
      stage: question.stage,
      answer,
      reason: 'as I see it',
    });
  };
  const missing = await stillMissing(panel);
  await Promise.all(missing.map(cast));
  if (missing.length > 0 && random.int(0, 3) === 0) await cast('first');
}

async function stillMissing({ people, session }: PanelAtWork): Promise<Voter[]> {
  const chair = (await shownTo(people.lead, session))?.seat.chair;
  const missing = new Set<Seat>(chair?.missing);
  return VOTERS.filter((voter) => missing.has(session.seats[voter]));
}

interface OpenTable {
  readonly item: ItemId;
  readonly phase: ItemPhase;
  readonly rounds: number;
}

/** Marks, comments and the joint outline by all three at once, then the chair goes on; now and then in the middle of it. */
async function atTheTable(panel: PanelAtWork, { item, phase, rounds }: OpenTable): Promise<void> {
  const { random } = panel;
  const working = Promise.all(VOTERS.map((voter) => edit(panel, voter, item)));
  if (random.int(0, 4) > 0) await working;
  if (phase === 'reveal') await command(panel, 'lead', { type: 'discuss', item });
  else if (rounds < 2 && random.int(0, 2) === 0) await command(panel, 'lead', { type: 'open-revote', item });
  else await command(panel, 'lead', { type: 'decide', item });
  await working;
}

async function edit(panel: PanelAtWork, voter: Voter, item: ItemId): Promise<void> {
  const { random, people, session, goesOn } = panel;
  const document = people[voter].open({ kind: 'table', session: session.id, item });
  const seat = session.seats[voter];
  const own: Mark[] = [];
  for (let n = random.int(2, 6); n > 0 && goesOn(); n--) {
    await people[voter].write(document, tableEdits(panel, { seat, own }));
    await after(random.int(0, 10));
  }
}

/** One to three gestures that go over the wire together. */
function tableEdits(panel: PanelAtWork, mine: { seat: Seat; own: Mark[] }): PlannedEdit[] {
  const kinds = [newMark, movedMark, comment, vertex];
  return Array.from({ length: panel.random.int(1, 3) }, () => {
    const kind = kinds[panel.random.int(0, kinds.length - 1)] ?? newMark;
    return kind(panel, mine);
  }).filter((edit, i, all) => all.findIndex((other) => other.key === edit.key) === i);
}

type Gesture = (panel: PanelAtWork, mine: { seat: Seat; own: Mark[] }) => PlannedEdit;

const newMark: Gesture = ({ frame, random }, { seat, own }) => {
  const mark = drawing(frame, random.int(1, 500));
  own.push(mark);
  const root = marksRootOf(seat);
  return { root, key: mark.id, apply: (doc) => putMark(doc, root, mark) };
};

/** The first of one's own is moved, or taken away. */
const movedMark: Gesture = (panel, mine) => {
  const mark = mine.own.at(0);
  if (!mark) return newMark(panel, mine);
  const root = marksRootOf(mine.seat);
  if (panel.random.int(0, 3) === 0) {
    mine.own.shift();
    return { root, key: mark.id, apply: (doc) => removeMark(doc, root, mark.id) };
  }
  const moved = { ...mark, points: drawing(mark.frame, panel.random.int(1, 500)).points };
  return { root, key: mark.id, apply: (doc) => putMark(doc, root, moved) };
};

const comment: Gesture = (_panel, { seat }) => {
  const id = v4();
  const root = `c:${seat}`;
  return { root, key: id, apply: (doc) => putComment(doc, seat, { id, thread: id, text: `see ${id}` }) };
};

const vertex: Gesture = ({ frame, random }) => {
  const id = v4();
  const chance = (): number => random.unit();
  const place = { id, frame, position: [random.int(1, 500), 2] as [number, number], after: null, chance };
  return {
    root: JOINT,
    key: id,
    apply: (doc) => {
      insertVertex(doc, place);
      moveVertex(doc, id, [random.int(1, 500), 3]);
    },
  };
};

export function drawing(frame: FrameKey, x: number): Mark {
  const id = v4();
  const points: Mark['points'] = [
    [x, 1],
    [x + 40, 1],
    [x + 20, 40],
  ];
  return { id, lesion: id, frame, tool: 'freehand', points, finding: 'nodule', attributes: { texture: 'solid' } };
}

/** One command under an id of its own, until it has an answer. */
async function command(
  { people, session, books }: Pick<PanelAtWork, 'people' | 'session' | 'books'>,
  member: Member,
  wish: Readonly<Record<string, unknown>> & { readonly type: string },
): Promise<void> {
  const sent = { ...wish, commandId: v4() };
  const answer = await people[member].send(`/api/v1/sessions/${session.id}/commands`, sent);
  if (answer)
    books.commands.push({ session: session.id, member, seat: session.seats[member], command: sent, ...answer });
}
