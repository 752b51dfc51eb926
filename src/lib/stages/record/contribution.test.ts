import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { putComment, removeComment } from '#documents/comment.ts';
import { moveVertex, replaceOutline } from '#documents/joint.ts';
import { putMark } from '#documents/marks.ts';
import { marksRootOf } from '#documents/table.ts';
import { idOf, type ItemId, type Seat } from '#domain/kernel/id.ts';
import { Contributions } from './contribution.ts';
import { watchTable } from './table-changes.ts';

const uuid = (n: number): string => `018f6d2e-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [ann, ben] = [idOf<Seat>(uuid(101)), idOf<Seat>(uuid(102))];
const item = idOf<ItemId>(uuid(1));
const frame = { sop: '1.2', frame: 3 };
const line: [number, number][] = [
  [1, 2],
  [3, 4],
];
const measured = { id: uuid(11), lesion: uuid(11), frame, tool: 'length', finding: 'nodule', attributes: {} } as const;

const first = { label: 'Panellist 1', initials: 'P1', place: 0 };
const second = { label: 'Panellist 2', initials: 'P2', place: 1 };

function table() {
  const doc = new Y.Doc();
  const changes = watchTable(doc, [ann, ben]);
  const contributions = new Contributions();
  return {
    contributions,
    edit(seat: Seat, ms: number, change: (doc: Y.Doc) => void) {
      doc.transact(() => change(doc));
      contributions.add({ item, seat, author: seat === ann ? first : second, ms }, changes());
    },
  };
}

describe('contributions', () => {
  it('[RP8] tell who did what to which thing on which image, under the name of that moment', () => {
    const at = table();
    at.edit(ann, 1000, (doc) => putComment(doc, ann, { id: uuid(12), thread: uuid(12), text: 'Look here.', frame }));
    at.edit(ben, 2000, (doc) => putMark(doc, marksRootOf(ben), { ...measured, points: line }));
    at.edit(ann, 60_000, (doc) => removeComment(doc, ann, uuid(12)));
    expect(at.contributions.all()).toMatchObject([
      { seat: ann, author: first, kind: 'comment', how: 'added', text: 'Look here.', frame, ms: 1000 },
      { seat: ben, author: second, kind: 'mark', how: 'added', frame, ms: 2000 },
      { seat: ann, kind: 'comment', how: 'removed', ms: 60_000 },
    ]);
  });

  it('[RP8] join what one person does to one thing without a pause, and nothing else', () => {
    const at = table();
    const vertices = line.map((position, i) => ({ id: uuid(20 + i), position }));
    at.edit(ann, 0, (doc) => replaceOutline(doc, frame, { vertices, chance: () => 0.5 }));
    at.edit(ben, 500, (doc) => putMark(doc, marksRootOf(ben), { ...measured, points: line }));
    at.edit(ann, 1000, (doc) => moveVertex(doc, uuid(20), [5, 5]));
    at.edit(ben, 1500, (doc) => moveVertex(doc, uuid(21), [6, 6]));
    at.edit(ann, 2000, (doc) => moveVertex(doc, uuid(20), [7, 7]));
    at.edit(ann, 30_000, (doc) => moveVertex(doc, uuid(20), [8, 8]));
    expect(at.contributions.all().map(({ seat, kind, changes, from, ms }) => [seat, kind, changes, from, ms])).toEqual([
      [ben, 'mark', 1, 500, 500],
      [ben, 'outline', 1, 1500, 1500],
      [ann, 'outline', 3, 0, 2000],
      [ann, 'outline', 1, 30_000, 30_000],
    ]);
  });
});
