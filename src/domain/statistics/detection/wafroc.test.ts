import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placements } from '../reader-study/auc.ts';
import { bootstrapped } from '../intervals/bootstrap.ts';
import { figureText, type Figure } from '../figure.ts';
import { frocCurve, sensitivityAt } from './froc.ts';
import { figureLeftOut } from '../intervals/jackknife.ts';
import { lesionDetection } from './lesion-detection.ts';
import { scoredCase, type ScoredCase } from './scored-marks.ts';
import { wafroc } from './wafroc.ts';

const valueOf = (figure: Figure): number => {
  if (figure.state === 'undefined') throw new Error(figureText(figure));
  return figure.value;
};
const because = (figure: Figure): string => (figure.state === 'undefined' ? figure.because : 'defined');

const ill = (
  confidences: readonly number[],
  falseMarks: readonly number[] = [],
  weights?: readonly number[],
): ScoredCase => ({
  lesions: confidences.map((confidence, i) => ({ confidence, weight: weights?.[i] ?? 1 / confidences.length })),
  falseMarks,
  repeats: 0,
});
const normal = (...falseMarks: number[]): ScoredCase => ({ lesions: [], falseMarks, repeats: 0 });

describe('marks against a reference', () => {
  it('[ST55] find the nearest lesion within its radius, once; the surest counts', () => {
    const scored = scoredCase(
      {
        lesions: [{ at: [0, 0, 0], weight: 3 }, { at: [8, 0, 0], weight: 1 }, { at: [50, 0, 0] }],
        marks: [
          { at: [5, 0, 0], confidence: 2 },
          { at: [9, 0, 0], confidence: 4 },
          { at: [-1, 0, 0], confidence: 1 },
          { at: [0, 30, 0], confidence: 5 },
        ],
      },
      6,
    );
    expect(scored.lesions).toEqual([
      { confidence: 1, weight: 0.6 },
      { confidence: 4, weight: 0.2 },
      { confidence: -Infinity, weight: 0.2 },
    ]);
    expect([scored.falseMarks, scored.repeats]).toEqual([[5], 1]);
    const narrow = scoredCase(
      { lesions: [{ at: [0, 0, 0], acceptanceRadius: 2 }], marks: [{ at: [0, 0, 3], confidence: 1 }] },
      6,
    );
    expect(narrow.falseMarks).toEqual([1]);
  });

  const CASES = [ill([4, -Infinity], [1]), ill([2]), normal(3), normal()];

  it('[ST56] have precision, recall, F1 and false marks per case, above any bar', () => {
    const { precision, recall, f1, falseMarks } = lesionDetection(CASES);
    expect([precision, recall, f1, falseMarks].map(valueOf)).toEqual([2 / 4, 2 / 3, 4 / 7, 2 / 4]);
    expect(valueOf(lesionDetection(CASES, { threshold: 4 }).precision)).toBe(1);
    const drawn = lesionDetection(CASES, { times: Float64Array.of(2, 0, 1, 0) });
    expect([drawn.recall, drawn.falseMarks].map(valueOf)).toEqual([2 / 4, 3 / 3]);
    const nothing = lesionDetection([normal()]);
    expect([nothing.precision, nothing.recall, nothing.f1].map(because)).toEqual([
      'no-marks',
      'no-lesions',
      'no-marks',
    ]);
    expect(because(lesionDetection([]).falseMarks)).toBe('no-items');
  });

  it('[ST57] make a FROC curve that climbs as the bar is lowered', () => {
    expect(frocCurve(CASES)).toEqual([
      { threshold: 4, falseMarksPerCase: 0, sensitivity: 1 / 3 },
      { threshold: 3, falseMarksPerCase: 0.25, sensitivity: 1 / 3 },
      { threshold: 2, falseMarksPerCase: 0.25, sensitivity: 2 / 3 },
      { threshold: 1, falseMarksPerCase: 0.5, sensitivity: 2 / 3 },
    ]);
    expect([0, 0.3, 9].map((rate) => valueOf(sensitivityAt(CASES, rate)))).toEqual([1 / 3, 2 / 3, 2 / 3]);
    expect(valueOf(sensitivityAt([ill([-Infinity])], 1))).toBe(0);
    expect([because(sensitivityAt([normal(1)], 1)), frocCurve([normal(1)])]).toEqual(['no-lesions', []]);
  });
});

describe('the weighted AFROC area', () => {
  it('[ST58] is counted by hand: unmarked is −∞ and level with a case without false marks', () => {
    // False positives 3 and −∞. Lesions 4 (beats both), −∞ (level with one of two), 2 (beats one).
    const cases = [ill([4, -Infinity], [9]), ill([2]), normal(3, 1), normal()];
    expect(valueOf(wafroc(cases))).toBeCloseTo(((1 + 0.25) / 2 + 0.5) / 2, 12);
    expect(valueOf(wafroc(cases, { lesionsAlike: true }))).toBeCloseTo((1 + 0.25 + 0.5) / 3, 12);
    // The false mark 9 of the diseased case joins: false positives 9, −∞, 3, −∞.
    expect(valueOf(wafroc(cases, { falseMarksOf: 'all-cases' }))).toBeCloseTo(((3 / 4 + 1 / 4) / 2 + 1 / 2) / 2, 12);
  });

  it('[ST58] is undefined without normal cases, as classic JAFROC is, and without lesions', () => {
    const cases = [ill([4], [1]), ill([2], [3])];
    expect(because(wafroc(cases))).toBe('no-normal-cases');
    expect(valueOf(wafroc(cases, { falseMarksOf: 'all-cases' }))).toBe(0.75);
    expect(because(wafroc([normal(1)]))).toBe('no-lesions');
    expect(because(wafroc([]))).toBe('no-lesions');
  });

  const confidence = fc.oneof(fc.constant(-Infinity), fc.integer({ min: 0, max: 4 }));
  const falseMarks = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 });
  const patients = fc.tuple(
    fc.array(fc.tuple(fc.array(confidence, { minLength: 1, maxLength: 3 }), falseMarks), {
      minLength: 1,
      maxLength: 8,
    }),
    fc.array(falseMarks, { minLength: 1, maxLength: 8 }),
  );

  it('[ST59] is the AFROC area for one lesion a case and equal weights, and the ROC area of the surest marks then', () => {
    fc.assert(
      fc.property(patients, ([diseased, healthy]) => {
        const cases = [
          ...diseased.map(([[first = 0], marks]) => ill([first], marks)),
          ...healthy.map((m) => normal(...m)),
        ];
        const area = valueOf(wafroc(cases));
        expect(area).toBe(valueOf(wafroc(cases, { lesionsAlike: true })));
        const roc = placements({
          diseased: Float64Array.from(diseased, ([[first = 0]]) => first),
          healthy: Float64Array.from(healthy, (marks) => Math.max(-Infinity, ...marks)),
        });
        expect(area).toBeCloseTo(roc.state === 'defined' ? roc.area : NaN, 12);
      }),
    );
  });

  it('[ST59] follows the order of confidences alone, lies between 0 and 1, and counts a case as often as it is drawn', () => {
    fc.assert(
      fc.property(patients, ([diseased, healthy]) => {
        const make = (stretch: (c: number) => number): ScoredCase[] => [
          ...diseased.map(([lesions, marks]) => ill(lesions.map(stretch), marks.map(stretch))),
          ...healthy.map((marks) => normal(...marks.map(stretch))),
        ];
        const here = make((c) => c);
        const area = valueOf(wafroc(here));
        expect(area >= 0 && area <= 1).toBe(true);
        expect(valueOf(wafroc(make((c) => (c === -Infinity ? c : Math.exp(c)))))).toBeCloseTo(area, 12);
        const [first = normal(), ...rest] = here;
        const times = Float64Array.of(2, ...rest.map(() => 1));
        expect(valueOf(wafroc(here, { times }))).toBeCloseTo(valueOf(wafroc([first, ...here])), 12);
      }),
    );
  });

  /** A small study: diseased cases with one to three lesions, normal ones with up to two false marks. */
  const STUDY = [
    ...[[4], [3, -Infinity], [5, 2, 1], [1], [-Infinity], [4, 4]].map((lesions, i) => ill(lesions, i % 2 ? [1] : [])),
    ...[[], [2], [], [3, 1], [], [1]].map((marks) => normal(...marks)),
  ];

  it('[ST49][ST58] can be left out and compared over readers as any area can', () => {
    const left = figureLeftOut(STUDY.length, (times) => wafroc(STUDY, { times }));
    if ('state' in left) throw new Error(left.because);
    expect(left[0]).toBeCloseTo(valueOf(wafroc(STUDY.slice(1))), 12);
    expect(left[11]).toBeCloseTo(valueOf(wafroc(STUDY.slice(0, 11))), 12);
    const alone = figureLeftOut(2, (times) => wafroc([ill([1]), normal()], { times }));
    expect(alone).toEqual({ state: 'undefined', because: 'no-lesions' });
  });

  it('[ST58] has an interval from resampled patients', () => {
    const { figure, interval } = bootstrapped({
      units: STUDY.length,
      statistic: (times) => wafroc(STUDY, times ? { times } : {}),
      seed: 3,
      resamples: 500,
    });
    if (interval.state === 'undefined') throw new Error(interval.because);
    expect(interval.lower).toBeLessThan(valueOf(figure));
    expect(interval.upper).toBeGreaterThan(valueOf(figure));
  });
});
