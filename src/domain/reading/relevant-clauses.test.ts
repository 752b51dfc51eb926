import { expect, test } from 'vitest';
import type { Field } from '../protocol/field.ts';
import type { Clause, Finding } from '../protocol/protocol.ts';
import { clausesMatching, relevantClauses } from './relevant-clauses.ts';

const clause = (number: string, text: string): Clause => ({
  id: `c-${number.replace('.', '-')}`,
  number,
  kind: 'rule',
  text,
});
const clauses = [
  clause('1.1', 'Mark every nodule once.'),
  clause('2.1', 'A nodule with a solid part of any size is part-solid.'),
  clause('2.2', 'Calcification of a nodule is stated only when it is seen in the mediastinal window.'),
  clause('4.2', 'Effusions are measured at their deepest place.'),
];
const finding = (name: string, definition: string): Finding => ({
  id: 'f',
  name,
  definition,
  tools: ['probe'],
  fields: [],
});
const numbers = (found: readonly Clause[]): string[] => found.map(({ number }) => number);

test('[RW5] the clauses that a finding or field cites or names come first, and none is lost', () => {
  const effusion = relevantClauses({ clauses }, { finding: finding('Pleural effusion', 'Fluid.') });
  expect([numbers(effusion.finding), numbers(effusion.others)]).toEqual([['4.2'], ['1.1', '2.1', '2.2']]);
  const cited = relevantClauses(
    { clauses },
    { finding: finding('Opacity', 'Anything dense; see 2.1. At least 4.2 mm.') },
  );
  expect(numbers(cited.finding)).toEqual(['2.1']);
  const field: Field = {
    id: 't',
    label: 'Texture',
    required: true,
    kind: 'choice',
    options: [
      { value: 'a', label: 'Part-solid' },
      { value: 'b', label: 'Calcified' },
    ],
  };
  expect(numbers(relevantClauses({ clauses }, { field }).field)).toEqual(['2.1']);
});

test('[RW5] a word that most clauses use singles out none', () => {
  const found = relevantClauses({ clauses }, { finding: finding('Nodule', 'Round.') });
  expect([found.finding, numbers(found.others)]).toEqual([[], ['1.1', '2.1', '2.2', '4.2']]);
});

test('[RW5] the search takes words in any order and beginnings of numbers', () => {
  expect(numbers(clausesMatching(clauses, 'size SOLID'))).toEqual(['2.1']);
  expect(numbers(clausesMatching(clauses, '2'))).toEqual(['2.1', '2.2']);
  expect(clausesMatching(clauses, '')).toHaveLength(4);
});
