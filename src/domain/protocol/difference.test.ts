import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writtenProtocol } from '#tests/factories/written-protocol.ts';
import { differencesOf, wordsBetween } from './difference.ts';

const text = (words: ReturnType<typeof wordsBetween>, without: 'added' | 'removed'): string =>
  words
    .filter(({ kind }) => kind !== without)
    .map((word) => word.text)
    .join('');

test('[PT16] what differs between two versions is named thing by thing, with the words that went and came', () => {
  expect(differencesOf(writtenProtocol, writtenProtocol)).toEqual([]);
  const [first, ...others] = writtenProtocol.clauses;
  if (!first) throw new Error('there is no clause');
  const after = {
    ...writtenProtocol,
    question: writtenProtocol.question.replace('3 mm', '6 mm'),
    clauses: [...others, { ...first, id: 'new', number: '9.1', text: 'New.' }],
  };
  expect(differencesOf(writtenProtocol, after).map(({ about, kind }) => `${kind} ${about}`)).toEqual([
    'changed question',
    'added clauses new',
    'removed clauses window',
  ]);
  expect(differencesOf(writtenProtocol, after)[0]?.words).toContainEqual({ kind: 'removed', text: '3 ' });
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
