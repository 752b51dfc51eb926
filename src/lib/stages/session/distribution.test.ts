import { describe, expect, it } from 'vitest';
import { distributionOf, groupsOf } from './distribution.ts';
import { ballotsOf, existence, malignancy, seats } from './room.fixture.ts';

describe('the ballots of a question', () => {
  it('stand on an axis when the answers are numbers, every anchor shown', () => {
    const shown = distributionOf(malignancy, ballotsOf([1, 5, 5, null]));
    expect(shown.layout).toBe('axis');
    expect(shown.columns.map((column) => [column.mark, column.seats.length])).toEqual([
      ['1', 1],
      ['3', 0],
      ['5', 2],
      ['–', 0],
    ]);
    expect(shown.abstained).toEqual([seats[3]]);
    expect(shown.summary).toBe('Range 1 to 5, n = 3');
  });

  it('stand in rows otherwise', () => {
    const shown = distributionOf(existence, ballotsOf(['yes', 'yes', 'no', 'yes']));
    expect(shown.layout).toBe('rows');
    expect(shown.columns.map((column) => [column.label, column.seats.length])).toEqual([
      ['Yes', 3],
      ['No', 1],
      ['Cannot tell', 0],
    ]);
    expect(shown.summary).toBe('4 ballots, 2 different answers');
  });

  it('count each combination where several answers go together', () => {
    const margins = { ...existence, about: 'margin', multiple: true };
    const shown = distributionOf(margins, ballotsOf([['yes', 'no'], ['yes', 'no'], ['no'], null]));
    expect(shown.columns.map((column) => [column.label, column.seats.length])).toEqual([
      ['Yes, No', 2],
      ['No', 1],
    ]);
  });

  it('say so when nobody answered', () => {
    expect(distributionOf(existence, ballotsOf([null, null])).summary).toBe('No ballot with an answer');
  });
});

describe('a settled question in one line', () => {
  const groups = (answers: Parameters<typeof ballotsOf>[0], passed: string): (readonly [unknown, number])[] =>
    groupsOf({
      question: existence,
      ballots: ballotsOf(answers),
      count: { tally: [], abstained: 0, of: 4, needed: 2, standing: { kind: 'passed', answer: passed } },
    }).map(({ answer, seats: of }) => [answer, of.length] as const);

  it('puts the answer that passed first, and abstentions last', () => {
    expect(groups(['no', null, 'yes', 'yes'], 'yes')).toEqual([
      ['yes', 2],
      ['no', 1],
      [null, 1],
    ]);
  });

  it('puts it first even where it was not alone at the top', () => {
    expect(groups(['no', 'no', 'yes', 'yes'], 'yes')[0]).toEqual(['yes', 2]);
  });
});
