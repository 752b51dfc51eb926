/** Honest work on a table: what people do there with the real editing functions, in windows that deliver when they like. */
import * as Y from 'yjs';
import { putComment } from '#documents/comment.ts';
import { LOCAL } from '#documents/entries.ts';
import { insertVertex, jointOf, moveVertex, removeVertex } from '#documents/joint.ts';
import { putMark, removeMark } from '#documents/marks.ts';
import { putNote } from '#documents/table.ts';
import { seatOf, uuid } from './collab.ts';

export type Person = 'ann' | 'ben';

/** What one person may do on the table: an action on their own marks and comments, or on what belongs to all. */
type Act = (doc: Y.Doc, by: { person: Person; n: number; undo: Y.UndoManager }) => void;

const frame = { sop: '1.2.3', frame: 1 };
export const ACTS: readonly Act[] = [
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

/** A window: a document of one person; edits wait in it until it delivers them, as updates or as a catch-up. */
export class Window {
  readonly doc = new Y.Doc();
  readonly person: Person;
  readonly undo: Y.UndoManager;
  waiting: Uint8Array[] = [];

  constructor(person: Person) {
    this.person = person;
    const roots = [`a:${seatOf(person)}`, 'joint'].map((root) => this.doc.getMap(root));
    this.undo = new Y.UndoManager(roots, { trackedOrigins: new Set([LOCAL]) });
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server') this.waiting.push(update);
    });
  }

  act(act: number, n: number): void {
    ACTS[act % ACTS.length]?.(this.doc, { person: this.person, n, undo: this.undo });
  }

  hear(server: Y.Doc): void {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(server, Y.encodeStateVector(this.doc)), 'server');
  }
}
