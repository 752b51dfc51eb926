import { expect, it } from 'vitest';
import { convergenceOf } from './convergence.ts';

const moved = (...answers: [boolean, boolean][]) => movedOf('1', ...answers);
const movedOf = (patient: string, ...answers: [boolean, boolean][]) => ({
  patient,
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

it('[AP4] items of one patient are drawn together: many lesions of few patients say less', () => {
  const agreed = [true, true] as [boolean, boolean];
  const items = (patientOf: (at: number) => string) =>
    Array.from({ length: 24 }, (_, at) => movedOf(patientOf(at), agreed, [at % 4 > 0, true]));
  const width = (patientOf: (at: number) => string): number => {
    const interval = convergenceOf(items(patientOf))[0]?.before.interval;
    if (interval?.state !== 'defined') throw new Error('no interval');
    return interval.upper - interval.lower;
  };
  // Whole patients agree or do not in the second case, as their lesions are alike.
  expect(width((at) => String(at % 4))).toBeGreaterThan(1.5 * width(String));
  expect(convergenceOf(items(() => 'one'))[0]?.before.interval).toEqual({ state: 'undefined', because: 'one-case' });
});

it('[AP5] without a question that was answered twice there is no convergence', () => {
  expect(convergenceOf([])).toEqual([]);
});
