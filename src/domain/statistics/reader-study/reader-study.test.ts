import { describe, expect, it } from 'vitest';
import type { Estimate } from '../figure.ts';
import {
  compareStudy,
  decidedFrom,
  isCrossed,
  readerDifferences,
  readerResults,
  type ReaderStudy,
} from './reader-study.ts';

/** Two readers, two treatments, three diseased cases before three healthy ones. */
function studyOf(scores: readonly (readonly (readonly (number | null)[])[])[]): ReaderStudy {
  return {
    treatments: scores.map((_, treatment) => `treatment ${String(treatment)}`),
    readers: (scores[0] ?? []).map((_, reader) => `reader ${String(reader)}`),
    diseased: [true, true, true, false, false, false],
    reads: scores.flatMap((readers, treatment) =>
      readers.flatMap((cases, reader) =>
        cases.flatMap((score, place) =>
          score === null ? [] : [{ treatment, reader, case: place, score, positive: null }],
        ),
      ),
    ),
  };
}

const STUDY = studyOf([
  [
    [5, 4, 3, 3, 2, 1],
    [5, 2, 4, 1, 2, 3],
  ],
  [
    [5, 5, 4, 3, 3, 1],
    [4, 3, 5, 1, 4, 2],
  ],
]);
const valueOf = ({ figure }: Estimate): number => (figure.state === 'defined' ? figure.value : NaN);
const because = ({ figure }: Estimate): string => (figure.state === 'undefined' ? figure.because : 'defined');

describe('a reader study', () => {
  it('[ST50] gives each reader his own area under each treatment', () => {
    expect(readerResults(STUDY).map(({ treatment, reader, area }) => [treatment, reader, valueOf(area)])).toEqual([
      [0, 0, expect.closeTo(8.5 / 9, 12)],
      [0, 1, expect.closeTo(7.5 / 9, 12)],
      [1, 0, 1],
      [1, 1, expect.closeTo(7.5 / 9, 12)],
    ]);
    const { means, comparison } = compareStudy(STUDY, 'area');
    expect(means.map(valueOf)).toEqual([expect.closeTo(8 / 9, 12), expect.closeTo(8.25 / 9, 12)]);
    expect(comparison.state).toBe('defined');
  });

  it('[ST51] has no sensitivity until somebody says where a positive rating begins', () => {
    expect(readerResults(STUDY).map(({ sensitivity }) => because(sensitivity))).toEqual(
      new Array<string>(4).fill('no-decisions'),
    );
    expect(compareStudy(STUDY, 'sensitivity').comparison).toEqual({ state: 'undefined', because: 'no-decisions' });
    const decided = decidedFrom(STUDY, 4);
    expect(readerResults(decided).map(({ sensitivity }) => valueOf(sensitivity))).toEqual(
      [2, 2, 3, 2].map((count): unknown => expect.closeTo(count / 3, 12)),
    );
    expect(readerResults(decided).map(({ specificity }) => valueOf(specificity))).toEqual([1, 1, 1, 2 / 3]);
    expect(compareStudy(decided, 'sensitivity').means.map(valueOf)).toEqual([2 / 3, expect.closeTo(5 / 6, 12)]);
  });

  it('[ST51] says when not everybody read every case, and still compares', () => {
    expect(isCrossed(STUDY)).toBe(true);
    const gap = studyOf([
      [
        [5, 4, 3, 3, 2, 1],
        [null, 2, 4, 1, 2, 3],
      ],
      [
        [5, 5, 2, 3, 3, 1],
        [4, 3, 5, 1, 4, 2],
      ],
    ]);
    expect(isCrossed(gap)).toBe(false);
    expect(compareStudy(gap, 'area').comparison.state).toBe('defined');
  });

  it('[ST47] compares the treatments of one reader over the cases he read under both', () => {
    const shuffled = { ...STUDY, reads: STUDY.reads.toReversed() };
    for (const study of [STUDY, shuffled]) {
      const [first, second] = readerDifferences(study);
      if (!first || first.comparison.state === 'undefined') throw new Error('no comparison');
      expect(first).toMatchObject({ reader: 0, first: 0, second: 1, cases: 6 });
      expect(first.comparison.difference).toBeCloseTo(8.5 / 9 - 1, 12);
      if (!second || second.comparison.state === 'undefined') throw new Error('no comparison');
      expect(second.comparison.difference).toBeCloseTo(0, 12);
    }
    const gap = { ...STUDY, reads: STUDY.reads.filter((read) => read.treatment === 0 || read.case !== 5) };
    expect(readerDifferences(gap).map(({ cases }) => cases)).toEqual([5, 5]);
  });

  it('[ST2] has no comparison where one reader has no figure', () => {
    const blind = studyOf([
      [
        [5, 4, 3, 3, 2, 1],
        [null, null, null, 1, 2, 3],
      ],
      [
        [5, 5, 2, 3, 3, 1],
        [4, 3, 5, 1, 4, 2],
      ],
    ]);
    expect(compareStudy(blind, 'area').comparison).toEqual({ state: 'undefined', because: 'no-diseased' });
    expect(compareStudy(decidedFrom(blind, 3), 'sensitivity').comparison).toMatchObject({ because: 'no-diseased' });
    expect(compareStudy(blind, 'area').means.map(because)).toEqual(['no-diseased', 'no-diseased']);
  });
});
