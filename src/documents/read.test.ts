import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Mark } from '#domain/reading/mark.ts';
import { marksOf, putMark, removeMark } from './marks.ts';
import { ANSWERS, MARKS, answersOf, putAnswer, readContentOf } from './read.ts';

const id = '018f6d2e-0000-7000-8000-000000000001';
const mark: Mark = {
  id,
  lesion: id,
  frame: { sop: '1.2.3', frame: 92 },
  tool: 'length',
  points: [
    [1.00049, 2],
    [3, 4],
  ],
  finding: 'nodule',
  attributes: { solidity: 'solid' },
};

test('[DOC5] a draft holds marks to 1/1000 px and answers, and is read back as content', () => {
  const doc = new Y.Doc();
  putMark(doc, MARKS, mark);
  putAnswer(doc, 'quality', 'good');
  const expected = {
    ...mark,
    points: [
      [1, 2],
      [3, 4],
    ],
  };
  expect(readContentOf(doc)).toEqual({ ok: true, value: { marks: [expected], answers: { quality: 'good' } } });
});

test('[DOC5] writing what is already there writes nothing', () => {
  const doc = new Y.Doc();
  putMark(doc, MARKS, mark);
  putAnswer(doc, 'quality', 'good');
  const before = Y.encodeStateAsUpdate(doc);
  putMark(doc, MARKS, mark);
  putAnswer(doc, 'quality', 'good');
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
});

test('[DOC5] a change touches only the fields that differ, so two windows keep both changes', () => {
  const one = new Y.Doc();
  putMark(one, MARKS, mark);
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
  putMark(one, MARKS, {
    ...mark,
    points: [
      [9, 9],
      [3, 4],
    ],
  });
  putMark(other, MARKS, { ...mark, attributes: { solidity: 'ground-glass' } });
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other));
  expect(marksOf(one)).toEqual([
    {
      ...mark,
      points: [
        [9, 9],
        [3, 4],
      ],
      attributes: { solidity: 'ground-glass' },
    },
  ]);
});

test('[DOC5] what was removed is gone', () => {
  const doc = new Y.Doc();
  putMark(doc, MARKS, mark);
  putAnswer(doc, 'quality', 'good');
  removeMark(doc, MARKS, id);
  putAnswer(doc, 'quality', undefined);
  expect(marksOf(doc)).toEqual([]);
  expect(answersOf(doc)).toEqual({});
});

test('[DOC6] readers of a document skip what does not fit; a submission refuses it', () => {
  const doc = new Y.Doc();
  doc.getMap(MARKS).set('nonsense', 'x');
  doc.getMap(ANSWERS).set('quality', null);
  expect(marksOf(doc)).toEqual([]);
  expect(answersOf(doc)).toEqual({});
  expect(readContentOf(doc)).toMatchObject({ ok: false, error: { code: 'invalid-read' } });
});

test('[DOC6] a fragment that an undo left behind is neither shown nor submitted', () => {
  const doc = new Y.Doc();
  putMark(doc, MARKS, mark);
  doc.getMap<Y.Map<unknown>>(MARKS).get(id)?.delete('tool');
  expect(marksOf(doc)).toEqual([]);
  expect(readContentOf(doc)).toEqual({ ok: true, value: { marks: [], answers: {} } });
});
