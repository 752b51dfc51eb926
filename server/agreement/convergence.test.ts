import { expect, it } from 'vitest';
import { idOf, type CaseId } from '#domain/kernel/id.ts';
import { convergenceOf } from './convergence.ts';

const one = idOf<CaseId>('1');
const moved = (...answers: [boolean, boolean][]) => ({
  case: one,
  question: 'Nodule: is there one?',
  answers: answers.map(([before, after]) => ({ before, after })),
});

it('[AP5] what a discussion changed is counted on the same people and the same questions', () => {
  const [row, ...others] = convergenceOf([
    moved([true, true], [false, true]),
    moved([true, true], [true, true]),
    // One person alone agrees with nobody.
    moved([true, false]),
  ]);
  expect(others).toEqual([]);
  expect(row).toMatchObject({ question: 'Nodule: is there one?', items: 2, answers: 4, changed: 1 });
  expect(row?.before.figure).toEqual({ state: 'defined', value: 0.5 });
  expect(row?.after.figure).toEqual({ state: 'defined', value: 1 });
});

it('[AP5] without a question that was answered twice there is no convergence', () => {
  expect(convergenceOf([])).toEqual([]);
});
