import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { LOCAL } from '#documents/entries.ts';
import { insertVertex, jointOf, moveVertex, removeVertex } from '#documents/joint.ts';
import { putMark, removeMark } from '#documents/marks.ts';
import { putComment } from '#documents/comment.ts';
import { putNote } from '#documents/table.ts';
import { shapeOf, validateRoot } from '#documents/shapes.ts';
import { TABLE, seatOf, uuid } from '#tests/factories/collab.ts';
import { inspect } from './inspection.ts';
import { CATCH_UP } from './limits.ts';

/** What one person may do on the table: an action on their own marks and comments, or on what belongs to all. */
type Act = (doc: Y.Doc, by: { person: 'ann' | 'ben'; n: number; undo: Y.UndoManager }) => void;

const frame = { sop: '1.2.3', frame: 1 };
const ACTS: readonly Act[] = [
  (doc, { person, n }) =>
    putMark(doc, `a:${seatOf(person)}`, {
      id: uuid(n % 5),
      lesion: uuid(n % 5),
      frame,
      tool: 'length',
      points: [
        [n, 0],
        [0, n],
      ],
      finding: 'nodule',
      attributes: n % 2 === 0 ? { solidity: 'solid' } : {},
    }),
  (doc, { person, n }) => removeMark(doc, `a:${seatOf(person)}`, uuid(n % 5)),
  (doc, { person, n }) =>
    putComment(doc, seatOf(person), {
      id: uuid(n % 4),
      thread: uuid(0),
      text: `remark ${String(n)}`,
      ...(n % 2 ? { frame } : {}),
    }),
  (doc, { n }) => {
    const vertices = jointOf(doc).get('1.2.3/1') ?? [];
    if (!vertices.some((vertex) => vertex.id === uuid(n))) {
      const after = vertices[n % (vertices.length + 1)]?.id ?? null;
      insertVertex(doc, { id: uuid(n), frame, position: [n, n], after, chance: () => (n % 97) / 97 });
    }
  },
  (doc, { n }) => moveVertex(doc, [...(jointOf(doc).get('1.2.3/1') ?? [])][n % 7]?.id ?? '', [n, 1]),
  (doc, { n }) => removeVertex(doc, [...(jointOf(doc).get('1.2.3/1') ?? [])][n % 7]?.id ?? ''),
  (doc, { n }) => putNote(doc, 'summary', n % 3 === 0 ? undefined : `note ${String(n)}`),
  (_doc, { undo }) => undo.undo(),
  (_doc, { undo }) => undo.redo(),
  (_doc, { undo }) => undo.stopCapturing(),
];

/** A window: a document of one person; edits wait in it until it delivers them, as an update or as a catch-up. */
class Desk {
  readonly doc = new Y.Doc();
  readonly person: 'ann' | 'ben';
  readonly undo: Y.UndoManager;
  waiting: Uint8Array[] = [];

  constructor(person: 'ann' | 'ben') {
    this.person = person;
    const roots = [`a:${seatOf(person)}`, 'joint'].map((root) => this.doc.getMap(root));
    this.undo = new Y.UndoManager(roots, { trackedOrigins: new Set([LOCAL]) });
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server') this.waiting.push(update);
    });
  }
}

const step = fc.record({
  desk: fc.nat(2),
  act: fc.nat(ACTS.length - 1),
  n: fc.nat(60),
  then: fc.constantFrom('wait', 'deliver', 'catch up', 'hear'),
});

test('[GT11] honest edits are never refused, whatever their order, offline times, undo, and number of windows', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), (steps) => {
      const server = new Y.Doc();
      const desks = [new Desk('ann'), new Desk('ann'), new Desk('ben')];

      const accept = (update: Uint8Array): void => {
        const inspected = inspect({ doc: server, shapeOf: (root) => shapeOf(TABLE, root), limit: CATCH_UP }, update);
        expect(inspected).toMatchObject({ ok: true });
        if (!inspected.ok) return;
        for (const [root, value] of inspected.value.roots) expect(validateRoot(TABLE, root, value)).toBeNull();
        Y.applyUpdate(server, update);
        expect(server.store.pendingStructs).toBeNull();
      };
      for (const { desk: index, act, n, then } of steps) {
        const desk = desks[index % desks.length];
        if (!desk) continue;
        ACTS[act]?.(desk.doc, { person: desk.person, n, undo: desk.undo });
        if (then === 'wait') continue;
        if (then === 'catch up') accept(Y.encodeStateAsUpdate(desk.doc, Y.encodeStateVector(server)));
        else desk.waiting.forEach(accept);
        desk.waiting = [];
        if (then === 'hear')
          Y.applyUpdate(desk.doc, Y.encodeStateAsUpdate(server, Y.encodeStateVector(desk.doc)), 'server');
      }
      for (const root of server.share.keys())
        expect(validateRoot(TABLE, root, server.getMap(root).toJSON())).toBeNull();
    }),
    { numRuns: 300 },
  );
});

test('[GT12] what the document has already is not new, deletions repeated by a client that comes back included', () => {
  const doc = new Y.Doc();
  putNote(doc, 'summary', 'one');
  putNote(doc, 'summary', 'two');
  putNote(doc, 'other', 'three');
  putNote(doc, 'other', undefined);
  const subject = { doc, shapeOf: (root: string) => shapeOf(TABLE, root), limit: CATCH_UP };
  expect(inspect(subject, Y.encodeStateAsUpdate(doc))).toMatchObject({ ok: true, value: { novel: false } });
});

test('[GT12] an edit of something that was deleted meanwhile is accepted and shows nowhere', () => {
  const here = new Y.Doc();
  insertVertex(here, { id: uuid(1), frame, position: [0, 0], after: null, chance: () => 0.5 });
  const server = new Y.Doc();
  Y.applyUpdate(server, Y.encodeStateAsUpdate(here));
  moveVertex(here, uuid(1), [5, 5]);
  removeVertex(server, uuid(1));
  const late = Y.encodeStateAsUpdate(here, Y.encodeStateVector(server));
  const inspected = inspect({ doc: server, shapeOf: (root) => shapeOf(TABLE, root), limit: CATCH_UP }, late);
  expect(inspected).toMatchObject({ ok: true, value: { novel: true } });
  Y.applyUpdate(server, late);
  expect(jointOf(server).size).toBe(0);
});
