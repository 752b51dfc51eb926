/** Undo on a table that three people share: whose work an undo touches, what it restores, and that the gate takes it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { commentsOf, putComment, removeComment } from '#documents/comment.ts';
import { insertVertex, jointOf, moveVertex, outlineOn, removeVertex, replaceOutline } from '#documents/joint.ts';
import { marksOf, putMark, removeMark } from '#documents/marks.ts';
import { putAnswer, answersOf, ANSWERS } from '#documents/read.ts';
import { shapeOf, validateRoot } from '#documents/shapes.ts';
import { marksRootOf } from '#documents/table.ts';
import { OwnSteps } from '#lib/collab/own-steps.ts';
import { stepRootsOf } from '#lib/stages/session/table.svelte.ts';
import { inspect } from '#server/collab/gate/inspection.ts';
import { CATCH_UP } from '#server/collab/limits.ts';
import { TABLE, mark, seatOf, uuid } from '#tests/factories/collab.ts';

const frame = { sop: '1.2.3', frame: 1 };
const PEOPLE = ['ann', 'ben', 'cleo'] as const;
type Who = (typeof PEOPLE)[number];

interface Desk {
  readonly who: Who;
  readonly doc: Y.Doc;
  readonly steps: OwnSteps;
}

const deskOf = (who: Who, doc = new Y.Doc()): Desk => ({
  who,
  doc,
  steps: new OwnSteps(doc, stepRootsOf(seatOf(who))),
});

/** Everybody hears everything. */
function exchange(...desks: readonly Desk[]): void {
  for (const from of desks)
    for (const to of desks)
      Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)), 'server');
}

const vertex = (doc: Y.Doc, id: string) => outlineOn(doc, frame).find((one) => one.id === id);

const place = (n: number, after: string | null = null) => ({
  ...{ id: uuid(n), frame, after },
  ...{ position: [n, n] as [number, number], chance: () => 0.5 },
});

describe('an undo', () => {
  test('[UN1] takes back the own step and leaves alone what others did since', () => {
    const [ann, ben] = [deskOf('ann'), deskOf('ben')];
    insertVertex(ann.doc, place(1));
    exchange(ann, ben);
    moveVertex(ann.doc, uuid(1), [10, 10]);
    insertVertex(ben.doc, place(2, uuid(1)));
    putMark(ben.doc, marksRootOf(seatOf('ben')), mark(7));
    exchange(ann, ben);
    expect(ann.steps.undo()).toBe('done');
    expect(vertex(ann.doc, uuid(1))?.position).toEqual([1, 1]);
    exchange(ann, ben);
    expect(outlineOn(ben.doc, frame)).toHaveLength(2);
    expect(marksOf(ben.doc, marksRootOf(seatOf('ben')))).toHaveLength(1);
  });

  test('[UN2] of a corner that somebody moved later does nothing, says so, and is forgotten', () => {
    const [ann, ben] = [deskOf('ann'), deskOf('ben')];
    insertVertex(ann.doc, place(1));
    exchange(ann, ben);
    moveVertex(ben.doc, uuid(1), [20, 20]);
    exchange(ann, ben);
    expect(ann.steps.undo()).toBe('overtaken');
    expect(vertex(ann.doc, uuid(1))?.position).toEqual([20, 20]);
    expect(ann.steps.undo()).toBe('nothing');
    expect(ann.steps.redo()).toBe('nothing');
  });

  test('[UN2] of a whole outline waits for nobody: one corner that somebody moved keeps all of it', () => {
    const [ann, ben] = [deskOf('ann'), deskOf('ben')];
    const corners = [1, 2, 3].map((n) => ({ id: uuid(n), position: [n, n] as [number, number] }));
    replaceOutline(ann.doc, frame, { vertices: corners, chance: () => 0.5 });
    exchange(ann, ben);
    moveVertex(ben.doc, uuid(2), [9, 9]);
    exchange(ann, ben);
    expect(ann.steps.undo()).toBe('overtaken');
    expect(outlineOn(ann.doc, frame)).toHaveLength(3);
  });

  test('[UN3] is one gesture, and a redo brings it back until something new is done', () => {
    const { doc, steps } = deskOf('ann');
    const root = marksRootOf(seatOf('ann'));
    putMark(doc, root, mark(1));
    putMark(doc, root, mark(1, 50));
    putComment(doc, seatOf('ann'), { id: uuid(3), thread: uuid(3), text: 'here' });
    removeComment(doc, seatOf('ann'), uuid(3));
    steps.undo();
    expect(commentsOf(doc, seatOf('ann'))).toMatchObject([{ text: 'here' }]);
    steps.undo();
    steps.undo();
    expect(marksOf(doc, root)[0]?.points).toEqual([[1, 2]]);
    steps.redo();
    expect(marksOf(doc, root)[0]?.points).toEqual([[50, 2]]);
    putMark(doc, root, mark(2));
    expect(steps.canRedo).toBe(false);
    expect(steps.canUndo).toBe(true);
  });

  test('[UN3] of typing takes back the field, not the letter', () => {
    const doc = new Y.Doc();
    const steps = new OwnSteps(doc, [ANSWERS]);
    for (const text of ['c', 'cl', 'clear']) steps.labelled('note', () => putAnswer(doc, 'note', text));
    steps.labelled('other', () => putAnswer(doc, 'other', 'x'));
    steps.undo();
    expect(answersOf(doc)).toEqual({ note: 'clear' });
    steps.undo();
    expect(answersOf(doc)).toEqual({});
  });

  test('[UN4] goes on in another copy of the document, with what that copy has', () => {
    const [ann, server] = [deskOf('ann'), deskOf('ben')];
    const root = marksRootOf(seatOf('ann'));
    putMark(ann.doc, root, mark(1));
    exchange(ann, server);
    putMark(ann.doc, root, mark(1, 70));
    exchange(ann, server);
    putMark(ann.doc, root, mark(2));
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(server.doc), 'server');
    ann.steps.follow(copy);
    expect(ann.steps.undo()).toBe('done');
    expect(marksOf(copy, root)).toMatchObject([{ id: uuid(1), points: [[1, 2]] }]);
    expect(ann.steps.redo()).toBe('done');
    expect(marksOf(copy, root)).toMatchObject([{ id: uuid(1), points: [[70, 2]] }]);
  });

  test('[UN5] is over when the phase is', () => {
    const { doc, steps } = deskOf('ann');
    putMark(doc, marksRootOf(seatOf('ann')), mark(1));
    steps.clear();
    expect(steps.undo()).toBe('nothing');
  });
});

/** Every position is used once, so that it tells who put a corner there. */
type Act = (desk: Desk, n: number) => void;
const some = (doc: Y.Doc, n: number): string => {
  const outline = outlineOn(doc, frame);
  return outline[n % Math.max(1, outline.length)]?.id ?? '';
};
const ACTS: readonly Act[] = [
  ({ doc, who }, n) => putMark(doc, marksRootOf(seatOf(who)), mark(n % 5, n)),
  ({ doc, who }, n) => removeMark(doc, marksRootOf(seatOf(who)), uuid(n % 5)),
  ({ doc, who }, n) => putComment(doc, seatOf(who), { id: uuid(n % 4), thread: uuid(0), text: `remark ${String(n)}` }),
  ({ doc }, n) => insertVertex(doc, { ...place(n), id: uuid(n) }),
  ({ doc }, n) => moveVertex(doc, some(doc, n), [n, n]),
  ({ doc }, n) => removeVertex(doc, some(doc, n)),
  ({ doc }, n) => {
    const vertices = [0.1, 0.2, 0.3].map((d, i) => ({
      id: uuid(10_000 + n * 10 + i),
      position: [n + d, n] as [number, number],
    }));
    replaceOutline(doc, frame, { vertices, chance: () => 0.5 });
  },
];

/** The corners of the table by id, with the person who put each where it is. */
function corners(doc: Y.Doc, authors: ReadonlyMap<string, Who>): Map<string, { at: string; by: Who | undefined }> {
  const all = [...jointOf(doc).values()].flat();
  return new Map(all.map(({ id, position }) => [id, { at: position.join(), by: authors.get(position.join()) }]));
}

const ownRoots = ({ doc, who }: Desk): unknown => stepRootsOf(seatOf(who)).map((root) => doc.getMap(root).toJSON());

const othersRoots = ({ doc, who }: Desk): unknown =>
  PEOPLE.filter((other) => other !== who).map((other) =>
    [`a:${seatOf(other)}`, `c:${seatOf(other)}`].map((root) => doc.getMap(root).toJSON()),
  );

/** A whole table: three desks, the server's copy behind the gate, and what is known of who put corners where. */
class Panel {
  readonly server = new Y.Doc();
  readonly desks = PEOPLE.map((who) => deskOf(who));
  readonly authors = new Map<string, Who>();

  act(desk: Desk, act: Act, n: number): void {
    const before = corners(desk.doc, this.authors);
    act(desk, n);
    for (const [id, { at }] of corners(desk.doc, this.authors))
      if (before.get(id)?.at !== at && !this.authors.has(at)) this.authors.set(at, desk.who);
  }

  undo(desk: Desk): void {
    const { doc, steps, who } = desk;
    const [own, others, joint] = [ownRoots(desk), othersRoots(desk), corners(doc, this.authors)];
    const result = steps.undo();
    expect(othersRoots(desk)).toEqual(others);
    const after = corners(doc, this.authors);
    for (const [id, corner] of joint) if (corner.by !== who) expect(after.get(id)).toEqual(corner);
    if (result !== 'done') return expect(ownRoots(desk)).toEqual(own);
    expect(steps.redo()).toBe('done');
    expect(ownRoots(desk)).toEqual(own);
    steps.undo();
  }

  deliver({ doc }: Desk): void {
    const update = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(this.server));
    const inspected = inspect({ doc: this.server, shapeOf: (root) => shapeOf(TABLE, root), limit: CATCH_UP }, update);
    expect(inspected).toMatchObject({ ok: true });
    if (inspected.ok)
      for (const [root, value] of inspected.value.roots) expect(validateRoot(TABLE, root, value)).toBeNull();
    Y.applyUpdate(this.server, update);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.server, Y.encodeStateVector(doc)), 'server');
  }
}

const move = fc.record({
  desk: fc.nat(2),
  act: fc.nat(ACTS.length + 3),
  /** Until then a desk is offline. */
  delivers: fc.boolean(),
});

test('[UN6] whatever three people do, on- and offline: an undo touches nothing of others, a redo restores, the gate takes all', () => {
  fc.assert(
    fc.property(fc.array(move, { minLength: 20, maxLength: 100 }), (moves) => {
      const panel = new Panel();
      for (const [n, { desk: index, act, delivers }] of moves.entries()) {
        const desk = panel.desks[index];
        if (!desk) continue;
        const edit = ACTS[act];
        if (edit) panel.act(desk, edit, n + 1);
        else if (act === ACTS.length) desk.steps.redo();
        else panel.undo(desk);
        if (delivers) panel.deliver(desk);
      }
      for (const desk of [...panel.desks, ...panel.desks]) panel.deliver(desk);
      const [first, ...rest] = panel.desks.map(({ doc }) => jointOf(doc));
      for (const other of rest) expect(other).toEqual(first);
    }),
    { numRuns: 200 },
  );
});
