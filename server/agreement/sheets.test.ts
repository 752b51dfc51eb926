import { describe, expect, it } from 'vitest';
import { lesionGroups } from '#domain/agreement/lesion-group.ts';
import { idOf, type CaseId } from '#domain/kernel/id.ts';
import type { SubmittedRead } from '#domain/reading/read.ts';
import {
  circle,
  comparedProtocol as protocol,
  stack,
  submitted as read,
  uuid,
} from '#tests/factories/compared-reads.ts';
import { jobNamed, sheetsOfCases } from '#tests/factories/sheeted-cases.ts';
import { headline, sheetFigures } from './sheet-figures.ts';

const compared = (reads: readonly SubmittedRead[], at: number) => ({
  case: idOf<CaseId>(uuid(at + 1)),
  reads,
  groups: lesionGroups(reads, protocol, stack),
});
const spot = circle({ x: 50, y: 50, d: 20 });
const both = [read(1, [spot]), read(2, [circle({ x: 50, y: 50, d: 20 })])];
const oneOfTwo = [read(1, [spot]), read(2, [])];
const neither = [read(1, []), read(2, [])];

describe('sheets', () => {
  it('[AG6] give κ for cases and positive agreement, never κ, for lesions', () => {
    const sheets = sheetsOfCases([both, oneOfTwo, neither, neither].map(compared), protocol);
    const present = sheetFigures(jobNamed(sheets, 'present:nodule')).coefficients;
    const estimate = (id: string) => present.find((one) => one.id === id)?.estimate;
    expect(estimate('percent-agreement')).toMatchObject({ figure: { value: 0.75 }, n: 4 });
    expect(estimate('fleiss-kappa')?.figure).toMatchObject({
      value: expect.closeTo((0.75 - 34 / 64) / (30 / 64)) as number,
    });
    const marks = sheetFigures(jobNamed(sheets, 'marks:nodule')).coefficients;
    expect(marks).toMatchObject([{ id: 'positive-agreement', estimate: { figure: { value: 2 / 3 } } }]);
    expect(headline(jobNamed(sheets, 'marks:scar'))?.estimate.figure).toMatchObject({ because: 'no-marks' });
    const quality = sheetFigures(jobNamed(sheets, 'field:quality')).coefficients;
    expect(quality.find(({ id }) => id === 'fleiss-kappa')?.estimate.figure).toMatchObject({ because: 'one-category' });
  });

  it('[AG6] say that one case is too few', () => {
    const sheets = sheetsOfCases([oneOfTwo].map(compared), protocol);
    for (const id of ['field:quality', 'present:nodule', 'present:scar']) {
      const figures = sheetFigures(jobNamed(sheets, id)).coefficients;
      expect(figures.find((one) => one.id === 'fleiss-kappa')?.estimate.figure).toMatchObject({ because: 'one-item' });
    }
    expect(headline(jobNamed(sheets, 'marks:nodule'))?.estimate).toMatchObject({
      figure: { value: 0 },
      interval: { because: 'one-case' },
    });
  });

  it('[AG7] have no figures per reader where the slots are interchangeable', () => {
    const pairs = (reads: SubmittedRead[][]) =>
      sheetFigures(jobNamed(sheetsOfCases(reads.map(compared), protocol), 'marks:nodule')).pairs;
    expect(pairs([both, oneOfTwo])).toMatchObject([{ estimate: { figure: { value: 2 / 3 }, n: 2 } }]);
    const slots = both.map((one): SubmittedRead => ({ ...one, raters: 'interchangeable' }));
    expect(pairs([slots])).toEqual([]);
  });
});
