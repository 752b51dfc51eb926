/**
 * Three real reader studies. The areas of two are stated beside the data, computed there; the analysis of Van Dyke's is printed in
 * the manual of MRMCaov (Smith & Hillis 2020). VIPER's figures are not published in this form: its counts are, and are met.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Estimate } from '#domain/statistics/figure.ts';
import {
  compareStudy,
  decidedFrom,
  isCrossed,
  readerDifferences,
  readerResults,
  type ReaderStudy,
} from '#domain/statistics/reader-study/reader-study.ts';
import { readerStudyOf } from '#server/cli/agreement/reader-study.ts';
import { dataPath, missing } from './test-data.ts';

interface Summary {
  readonly rows: number;
  readonly readers: number;
  readonly cases: number;
  readonly empirical_auc?: Readonly<Record<string, number>>;
}

function load(name: string): { study: ReaderStudy; summary: Summary } {
  const [header = [], ...rows] = readFileSync(dataPath('multireader', `${name}.csv`), 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const study = readerStudyOf(header, rows);
  if (!study.ok) throw new Error(`row ${String(study.error.row)}: ${study.error.message}`);
  const all = JSON.parse(readFileSync(dataPath('multireader', 'summary.json'), 'utf8')) as Record<string, Summary>;
  const summary = all[name];
  if (!summary) throw new Error(`no summary of ${name}`);
  return { study: study.value, summary };
}

const near = (value: number, digits: number): unknown => expect.closeTo(value, digits);
const valueOf = ({ figure }: Estimate): number => (figure.state === 'defined' ? figure.value : NaN);

describe.skipIf(missing('multireader'))('reader studies', () => {
  for (const name of ['vandyke', 'franken']) {
    it(`[ST45] the areas of ${name} are those stated beside it`, () => {
      const { study, summary } = load(name);
      expect([study.reads.length, study.readers.length, study.diseased.length]).toEqual([
        summary.rows,
        summary.readers,
        summary.cases,
      ]);
      expect(isCrossed(study)).toBe(true);
      const stated = summary.empirical_auc ?? {};
      const found = readerResults(study);
      expect(found).toHaveLength(Object.keys(stated).length);
      for (const { reader, treatment, area } of found) {
        const key = `reader ${study.readers[reader] ?? ''} treatment ${study.treatments[treatment] ?? ''}`;
        expect(valueOf(area)).toBeCloseTo(stated[key] ?? NaN, 6);
      }
    });
  }

  it('[ST48] Van Dyke: areas by jackknife as printed', () => {
    const { comparison, means } = compareStudy(load('vandyke').study, 'area');
    if (comparison.state === 'undefined') throw new Error(comparison.because);
    const { error, sameReader, sameTreatment, neither } = comparison.covariances;
    [0.0008022883, 0.0003466137, 0.0003440748, 0.0002390284].forEach((printed, i) =>
      expect([error, sameReader, sameTreatment, neither][i]).toBeCloseTo(printed, 10),
    );
    expect(comparison.readersInGeneral).toMatchObject({
      f: near(4.456319, 5),
      df2: near(15.25967, 4),
      p: near(0.05166569, 7),
    });
    expect(comparison.theseReaders.chi2).toBeCloseTo(5.475953, 5);
    expect(means[1]?.interval).toMatchObject({
      lower: near(0.8941378, 6),
      upper: near(0.987537, 6),
    });
  });

  it('[ST48] Van Dyke: sensitivity of ratings from 3 upwards as printed', () => {
    const study = decidedFrom(load('vandyke').study, 3);
    const printed = [0.889, 0.778, 0.822, 0.933, 0.689, 0.978, 0.822, 0.911, 1, 0.889];
    readerResults(study).forEach(({ sensitivity }, i) =>
      expect(valueOf(sensitivity)).toBeCloseTo(printed[i] ?? NaN, 3),
    );
    const { comparison, means } = compareStudy(study, 'sensitivity');
    if (comparison.state === 'undefined') throw new Error(comparison.because);
    expect(comparison.covariances.error).toBeCloseTo(0.0023681257, 10);
    expect(comparison.covariances.neither).toBeCloseTo(0.0006604938, 10);
    expect(comparison.readersInGeneral.f).toBeCloseTo(6.689493, 5);
    expect(comparison.readersInGeneral.df2).toBeCloseTo(15.71732, 4);
    expect(comparison.readersInGeneral.p).toBeCloseTo(0.02008822, 7);
    expect(means.map((mean) => mean.interval)).toMatchObject([
      { lower: near(0.6961876, 6), upper: near(0.9482568, 6) },
      { lower: near(0.8328691, 6), upper: 1 },
    ]);
  });

  it('[ST47] Van Dyke: each reader’s difference, close to the printed one, which has it from the jackknife', () => {
    const printed = [
      [-0.02818035, -0.078183215, 0.021822507],
      [-0.04653784, -0.098088476, 0.005012792],
      [-0.0178744, -0.07904418, 0.043295388],
      [-0.02624799, -0.06013829, 0.007642316],
      [-0.10016103, -0.186512066, -0.013809995],
    ];
    readerDifferences(load('vandyke').study).forEach(({ comparison, cases }, reader) => {
      if (comparison.state === 'undefined' || comparison.interval.state === 'undefined') throw new Error('undefined');
      const [difference = NaN, lower = NaN, upper = NaN] = printed[reader] ?? [];
      expect(cases).toBe(114);
      expect(comparison.difference).toBeCloseTo(difference, 7);
      expect(comparison.interval.lower).toBeCloseTo(lower, 2.5);
      expect(comparison.interval.upper).toBeCloseTo(upper, 2.5);
    });
  });

  it('[ST51] VIPER: every figure exists although nobody read every case', () => {
    const { study, summary } = load('viper_screeningLowP');
    expect([study.reads.length, study.readers.length, study.diseased.length]).toEqual([
      summary.rows,
      summary.readers,
      summary.cases,
    ]);
    expect(isCrossed(study)).toBe(false);
    expect(study.reads.filter(({ positive }) => positive === true)).toHaveLength(2950);
    expect(study.reads.filter((read) => study.diseased[read.case])).toHaveLength(560);
    for (const result of readerResults(study)) {
      for (const estimate of [result.area, result.sensitivity, result.specificity]) {
        expect(estimate.interval.state === 'defined' || valueOf(estimate) === 1).toBe(true);
      }
    }
    for (const of of ['area', 'sensitivity', 'specificity'] as const) {
      expect(compareStudy(study, of).comparison.state).toBe('defined');
    }
  });
});
