import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { insertVertex, jointOf, moveVertex, removeVertex } from '#documents/joint.ts';
import { putNote } from '#documents/table.ts';
import { shapeOf } from '#documents/shapes.ts';
import { TABLE, uuid } from '#tests/factories/collab.ts';
import { inspect } from './inspection.ts';
import { CATCH_UP } from '#server/collab/limits.ts';

const frame = { sop: '1.2.3', frame: 1 };

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
