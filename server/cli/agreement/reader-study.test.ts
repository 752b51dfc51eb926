import { describe, expect, it } from 'vitest';
import { UsageError } from '../command.ts';
import { optionsFrom } from './options.ts';
import { readerStudyReport } from './reader-study-report.ts';
import { isReaderStudy, readerStudyOf, type StudyProblem } from './reader-study.ts';

const HEADER = ['reader', 'treatment', 'case', 'truth', 'rating'];
const ROWS = `
a film 1 1 5
a film 2 1 3
a film 3 0 3
a film 4 0 1
b film 1 1 4
b film 2 1 2
b film 3 0 1
b film 4 0 2
`
  .trim()
  .split('\n')
  .map((line) => line.split(' '));

const saying = (words: RegExp): unknown => expect.stringMatching(words);

function problemOf(row: string): StudyProblem {
  const study = readerStudyOf(HEADER, [...ROWS, row.split(',')]);
  if (study.ok) throw new Error('was read');
  return study.error;
}

describe('a table of a reader study', () => {
  it('[ST52] is known by its header, with columns in any order', () => {
    expect(isReaderStudy(HEADER.toReversed())).toBe(true);
    expect(isReaderStudy('caseID,readerID,modality,recall,score,cancer365,cancer455,caseType365'.split(','))).toBe(
      true,
    );
    expect(isReaderStudy(['item', 'rater', 'value'])).toBe(false);
  });

  it('[ST52] names the row and the column that cannot be read', () => {
    expect(problemOf('a,film,5,2,1')).toMatchObject({ code: 'bad-value', row: 10, column: 'truth' });
    expect(problemOf('a,film,5,1,high')).toMatchObject({ code: 'bad-value', row: 10, column: 'rating' });
    expect(problemOf('a,film,5,1,Infinity')).toMatchObject({ code: 'bad-value', column: 'rating' });
    expect(problemOf(',film,5,1,1')).toMatchObject({ code: 'bad-value', column: 'reader' });
    expect(problemOf('a,digital,1,0,1')).toMatchObject({ code: 'truth-twice', column: 'truth' });
    expect(problemOf('a,film,1,1,1')).toMatchObject({ code: 'rater-twice', column: 'case' });
    expect(readerStudyOf(HEADER, [])).toMatchObject({ ok: false, error: { code: 'empty' } });
  });

  it('[ST52] takes an empty rating as missing and a recall as the decision', () => {
    const study = readerStudyOf(
      ['caseID', 'readerID', 'modality', 'recall', 'score', 'cancer365'],
      [
        ['1', 'r', 'FFDM', '1', '150', '1'],
        ['2', 'r', 'FFDM', '2', '', '0'],
      ],
    );
    if (!study.ok) throw new Error(study.error.message);
    expect(study.value.reads.map(({ score, positive }) => [score, positive])).toEqual([
      [150, true],
      [null, false],
    ]);
  });

  it('[ST53] is answered by an entry per reader and figure, undefined ones with their reason', () => {
    const study = readerStudyOf(HEADER, ROWS);
    if (!study.ok) throw new Error(study.error.message);
    const { object, text } = readerStudyReport(study.value, optionsFrom(['study.csv']));
    expect(object).toMatchObject({ items: 4, diseased: 2, raters: 2, treatments: ['film'], crossed: true });
    expect(object).toMatchObject({
      coefficients: [
        { id: 'empirical-auc', rater: 'a', treatment: 'film', value: 0.875, n: 4 },
        { id: 'empirical-auc', rater: 'b', treatment: 'film', value: 0.875, n: 4 },
        { id: 'mean-empirical-auc', treatment: 'film', value: 0.875, n: 2 },
        { id: 'obuchowski-rockette', of: 'empirical-auc', undefined: saying(/one way of reading/) },
        { id: 'sensitivity', undefined: saying(/where a positive one begins/) },
        { id: 'specificity', reason: 'no-decisions' },
      ],
    });
    expect(text).toMatch(/^4 cases \(2 diseased\), 2 readers, treatments film/);
    expect(JSON.parse(JSON.stringify(object))).toEqual(object);
  });

  it('[ST53] has sensitivities where somebody says from which rating on a read is positive, and refuses what says nothing', () => {
    const study = readerStudyOf(HEADER, ROWS);
    if (!study.ok) throw new Error(study.error.message);
    const { object } = readerStudyReport(study.value, optionsFrom(['study.csv', '--positive-from', '3']));
    expect(object).toMatchObject({
      coefficients: expect.arrayContaining(
        [
          { id: 'sensitivity', rater: 'a', treatment: 'film', value: 1, n: 2 },
          { id: 'specificity', rater: 'a', treatment: 'film', value: 0.5, n: 2 },
        ].map((entry): unknown => expect.objectContaining(entry)),
      ) as unknown,
    });
    const bootstrap = optionsFrom(['study.csv', '--bootstrap', '200']);
    expect(() => readerStudyReport(study.value, bootstrap)).toThrow(UsageError);
    expect(() => optionsFrom(['study.csv', '--positive-from', 'high'])).toThrow(UsageError);
  });
});
