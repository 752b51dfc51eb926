import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differencesBetween, wordsBetween } from './difference.ts';

const text = (words: ReturnType<typeof wordsBetween>, without: 'added' | 'removed'): string =>
  words
    .filter(({ kind }) => kind !== without)
    .map((word) => word.text)
    .join('');

test('[PT16] what differs is named part by part, with the words that went and came', () => {
  const before = [
    { id: 'question', about: 'Question', text: 'A nodule of 3 mm?' },
    { id: 'a', about: 'Clause 1.1', text: 'Old.' },
    { id: 'b', about: 'Clause 1.2', text: 'Kept.' },
  ];
  const after = [
    { id: 'question', about: 'Question', text: 'A nodule of 6 mm?' },
    { id: 'b', about: 'Clause 1.1', text: 'Kept.' },
    { id: 'c', about: 'Clause 1.2', text: 'New.' },
  ];
  expect(differencesBetween(before, before)).toEqual([]);
  expect(differencesBetween(before, after).map(({ about, kind }) => `${kind} ${about}`)).toEqual([
    'changed Question',
    'added Clause 1.2',
    'removed Clause 1.1',
  ]);
  expect(differencesBetween(before, after)[0]?.words).toContainEqual({ kind: 'removed', text: '3 ' });
});

test('[PT16] where hardly a word stayed, the one text is gone and the other has come; what only grew is marked as such', () => {
  const difference = (before: string, after: string) =>
    differencesBetween([{ id: 'a', about: 'A', text: before }], [{ id: 'a', about: 'A', text: after }])[0]?.words.map(
      ({ kind }) => kind,
    );
  expect(difference('People settle every one of them.', 'What most of them say counts.')).toEqual(['removed', 'added']);
  expect(difference('Kept as it is. ', `Kept as it is. ${'And more. '.repeat(9)}`)).toEqual(['same', 'added']);
});

test('[PT16] the words give both texts back', () => {
  const sentence = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(sentence, sentence, (before, after) => {
      const words = wordsBetween(before, after);
      expect([text(words, 'added'), text(words, 'removed')]).toEqual([before, after]);
    }),
  );
});
