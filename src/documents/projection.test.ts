import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { applyDifference, differenceOf, isEmpty, projectionOf } from './projection.ts';
import { RECORD } from './record.ts';

function publish(doc: Y.Doc, view: Record<string, unknown>): void {
  const difference = differenceOf(doc, RECORD, view);
  doc.transact(() => {
    applyDifference(doc, RECORD, difference);
  });
}

test('[DOC8] a projection is written by difference: nothing for an equal view, only the changed keys otherwise', () => {
  const doc = new Y.Doc();
  expect(projectionOf(doc, RECORD)).toBeNull();
  publish(doc, { phase: 'vote', cast: { n: 1, of: 3 }, gone: undefined });
  expect(projectionOf(doc, RECORD)).toEqual({ phase: 'vote', cast: { n: 1, of: 3 } });
  expect(isEmpty(differenceOf(doc, RECORD, { cast: { of: 3, n: 1 }, phase: 'vote' }))).toBe(true);
  expect(differenceOf(doc, RECORD, { phase: 'reveal' })).toEqual({
    set: new Map([['phase', 'reveal']]),
    remove: ['cast'],
  });
});
