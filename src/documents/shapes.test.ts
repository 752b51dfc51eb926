import { describe, expect, test } from 'vitest';
import { idOf } from '#domain/kernel/id.ts';
import type { DocumentName } from './names.ts';
import { shapeOf, validateRoot } from './shapes.ts';

const id = '018f6d2e-0000-7000-8000-000000000001';
const read: DocumentName = { kind: 'read', read: idOf(id) };
const table: DocumentName = { kind: 'table', session: idOf(id), item: idOf(id) };
const record: DocumentName = { kind: 'record', session: idOf(id) };
const mark = {
  lesion: id,
  frame: { sop: '1.2', frame: 1 },
  tool: 'probe',
  points: [[1, 2]],
  finding: 'nodule',
  attributes: {},
};

describe('[DOC6] every value in a document passes the schema of its root', () => {
  test.each([
    [read, 'marks', { [id]: mark }],
    [
      read,
      'marks',
      {
        [id]: {
          ...mark,
          tool: 'box',
          points: [
            [1, 2],
            [3, 4],
          ],
        },
      },
    ],
    [read, 'marks', { [id]: { ...mark, tool: 'whole-image', points: [] } }],
    [read, 'answers', { quality: 'good' }],
    [table, `a:${id}`, { [id]: mark }],
    [table, `c:${id}`, { [id]: { thread: id, text: 'Look here.' } }],
    [table, 'joint', { [id]: { frame: mark.frame, position: [1, 2], order: 'V' } }],
    [table, 'notes', { summary: 'Discussed twice.' }],
    [record, 'record', { anything: [1] }],
    [read, 'marks', { [id]: { tool: 'probe' } }],
  ] as const)('%j takes %s', (name, root, value) => {
    expect(validateRoot(name, root, value)).toBeNull();
  });

  test.each([
    ['a foreign root', read, `a:${id}`, { [id]: mark }],
    ['a root without a seat', table, 'a:me', { [id]: mark }],
    ['a read root on the table', table, 'marks', { [id]: mark }],
    ['a mark whose key is no id', read, 'marks', { x: mark }],
    ['a mark of an unknown tool', read, 'marks', { [id]: { ...mark, tool: 'laser' } }],
    ['an image as a whole with a place', read, 'marks', { [id]: { ...mark, tool: 'whole-image' } }],
    ['a box with one corner', read, 'marks', { [id]: { ...mark, tool: 'box' } }],
    ['a mark at no place', read, 'marks', { [id]: { ...mark, points: [[Number.NaN, 2]] } }],
    [
      'a mark with too many points',
      read,
      'marks',
      {
        [id]: {
          ...mark,
          points: [
            [1, 2],
            [3, 4],
          ],
        },
      },
    ],
    ['a mark with a stray field', read, 'marks', { [id]: { ...mark, cachedStats: {} } }],
    [
      'an attribute with a novel as its value',
      read,
      'marks',
      { [id]: { ...mark, attributes: { a: 'x'.repeat(20_000) } } },
    ],
    ['a comment of no words', table, `c:${id}`, { [id]: { thread: id, text: '' } }],
    ['an answer of null', read, 'answers', { quality: null }],
    ['a vertex of impossible order', table, 'joint', { [id]: { frame: mark.frame, position: [1, 2], order: 'V0' } }],
  ] as const)('%s is refused', (_, name, root, value) => {
    expect(validateRoot(name, root, value)).not.toBeNull();
  });

  test('roots that are not listed do not exist', () => {
    expect(shapeOf(table, 'votes')).toBeNull();
    expect(shapeOf(record, 'notes')).toBeNull();
  });
});
