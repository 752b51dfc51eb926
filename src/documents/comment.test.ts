import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { idOf, type Seat } from '#domain/kernel/id.ts';
import { commentsOf, putComment, removeComment, threadsOf } from './comment.ts';
import { seatsOn } from './table.ts';

const id = (n: number): string => `018f6d2e-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [ann, ben] = [idOf<Seat>(id(101)), idOf<Seat>(id(102))];

test('[DOC7] comments of several seats read as threads, and the root says who wrote', () => {
  const doc = new Y.Doc();
  putComment(doc, ann, {
    id: id(1),
    thread: id(1),
    text: 'Spiculated?',
    frame: { sop: '1.2', frame: 3 },
    point: [4, 5],
  });
  putComment(doc, ben, { id: id(3), thread: id(3), text: 'Another matter.' });
  putComment(doc, ben, { id: id(2), thread: id(1), text: 'I would say so.', clause: '4.2' });
  expect(threadsOf(doc, [ann, ben]).map((t) => t.map((c) => [c.seat, c.text]))).toEqual([
    [
      [ann, 'Spiculated?'],
      [ben, 'I would say so.'],
    ],
    [[ben, 'Another matter.']],
  ]);
  expect(seatsOn(doc).sort()).toEqual([ann, ben]);
  removeComment(doc, ben, id(2));
  expect(commentsOf(doc, ben)).toHaveLength(1);
});
