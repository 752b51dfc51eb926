import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { shifted, spliceOf, changeText } from './texts.ts';
import { insertEntry } from './protocol-content.ts';
import { CLAUSES } from './protocol-draft.ts';

const id = '018f6d2e-0000-7000-8000-000000000001';
const place = { root: CLAUSES, id, field: 'text' };
const said = (doc: Y.Doc): string => {
  const entry = doc.getMap<Y.Map<Y.Text>>(CLAUSES).get(id);
  return entry?.get('text')?.toJSON() ?? '';
};
const sync = (...docs: Y.Doc[]): void => {
  for (const from of docs) for (const to of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from));
};

function two(text: string): [Y.Doc, Y.Doc] {
  const docs: [Y.Doc, Y.Doc] = [new Y.Doc(), new Y.Doc()];
  insertEntry(docs[0], CLAUSES, { id, text });
  sync(...docs);
  return docs;
}

test('[PT9] two people who write in one sentence at once both keep what they wrote', () => {
  const [ann, ben] = two('Mark a nodule.');
  changeText(ann, place, 'Mark every nodule.');
  changeText(ben, place, 'Mark a nodule of 3 mm or more.');
  sync(ann, ben);
  expect([said(ann), said(ben)]).toEqual(Array(2).fill('Mark every nodule of 3 mm or more.'));
});

test('[PT9] typing changes nothing but what was typed, whatever the letters', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '🫁', 'é', ' '), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const [ann, ben] = two(before);
      changeText(ann, place, after);
      sync(ann, ben);
      expect(said(ben)).toBe(after);
    }),
  );
});

test('[PT9] the place somebody writes at stays between the same letters', () => {
  expect(shifted(4, spliceOf('abcdef', 'xabcdef'))).toBe(5);
  expect(shifted(4, spliceOf('abcdef', 'abcdefx'))).toBe(4);
  expect(shifted(4, spliceOf('abcdef', 'af'))).toBe(1);
});
