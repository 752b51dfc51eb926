import { describe, expect, it } from 'vitest';
import type { QueueEntry, QueueStatus } from '#contract/disagreements.ts';
import { idOf } from '#domain/kernel/id.ts';
import { imagesAddress } from './images-address.ts';
import {
  canBeChosen,
  casesOf,
  EVERYTHING,
  filtered,
  findingsOf,
  pairKey,
  pairsOf,
  WHOLE_CASE,
} from './queue-filter.ts';
import {
  chosenText,
  costReason,
  costText,
  inText,
  placeText,
  respectText,
  saidAlike,
  statusDetail,
} from './queue-words.ts';

const entry = (id: string, more: Partial<QueueEntry> = {}): QueueEntry => ({
  ...{ id, case: idOf('c1'), alias: 'Case 1', kind: 'existence', about: '', measure: '' },
  lesion: { finding: 'Nodule', number: 1, place: null },
  votedOn: true,
  ...{ statements: [], pairs: [['1', '3']], cost: { value: 1, changes: 1, ofKind: 0, ofScale: 0 } },
  status: { state: 'open' },
  ...more,
});

const agenda: QueueStatus = { state: 'on-agenda', session: idOf('s'), title: 'Panel' };
const entries = [
  entry('a'),
  entry('b', { kind: 'class', about: 'Texture', pairs: [['2', '3']], status: agenda }),
  entry('c', { case: idOf('c2'), alias: 'Case 12', lesion: null, kind: 'field', about: 'Quality' }),
  entry('d', { case: idOf('c3'), alias: 'Case 2', lesion: { finding: 'Scar', number: 2, place: null } }),
];
const ids = (filter: Partial<typeof EVERYTHING>): string[] =>
  filtered(entries, { ...EVERYTHING, ...filter }).map(({ id }) => id);

describe('the queue on screen', () => {
  it('[DQ14] is narrowed by status, kind, finding, pair of readers and case, and by all of them together', () => {
    expect(ids({})).toEqual(['a', 'b', 'c', 'd']);
    expect(ids({ state: 'on-agenda' })).toEqual(['b']);
    expect(ids({ kind: 'existence' })).toEqual(['a', 'd']);
    expect(ids({ finding: 'Nodule' })).toEqual(['a', 'b']);
    expect(ids({ finding: WHOLE_CASE })).toEqual(['c']);
    expect(ids({ pair: pairKey(['3', '2']) })).toEqual(['b']);
    expect(ids({ cases: ['c2', 'c3'] })).toEqual(['c', 'd']);
    expect(ids({ kind: 'existence', finding: 'Scar', pair: pairKey(['1', '3']), state: 'open' })).toEqual(['d']);
  });

  it('[DQ14] offers what there is to choose from, cases in the order of their numbers', () => {
    expect(findingsOf(entries)).toEqual(['Nodule', 'Scar', WHOLE_CASE]);
    expect(casesOf(entries).map(({ alias }) => alias)).toEqual(['Case 1', 'Case 2', 'Case 12']);
    expect(pairsOf({ readers: ['1', '2', '3'] }).map(pairKey)).toEqual(['1 2', '1 3', '2 3']);
    expect(pairsOf({ readers: [] })).toEqual([]);
  });

  it('[DQ7][DQ17] lets choose what is open or was settled, and a panel can vote on', () => {
    const rule = { clause: '4.2', answers: ['Solid, said by 2 of 3'] };
    expect(entries.map(canBeChosen)).toEqual([true, false, true, true]);
    expect(canBeChosen(entry('n', { lesion: null, votedOn: false }))).toBe(false);
    expect(canBeChosen(entry('e', { status: { ...agenda, state: 'settled' } }))).toBe(true);
    expect(canBeChosen(entry('f', { status: { state: 'by-rule', at: 1, ...rule } }))).toBe(false);
    expect(canBeChosen(entry('g', { status: { state: 'rule-applies', ...rule } }))).toBe(false);
  });

  it('[DQ1] says what a disagreement costs and why, and what became of it', () => {
    expect(costText(7 / 6)).toBe('1.17');
    expect(costText(0)).toBe('0');
    expect(costReason({ value: 1, changes: 1, ofKind: 0, ofScale: 0 })).toBe('management would change for every pair');
    expect(costReason({ value: 1.37, changes: 2 / 3, ofKind: 0.5, ofScale: 0.2 })).toBe(
      'management would change for 67 % of pairs, 0.5 for its kind, 0.2 for steps on the scale',
    );
    expect(costReason({ value: 0, changes: 0, ofKind: 0, ofScale: 0 })).toBe('management stays the same');
    const rule = { clause: '4.2', answers: ['Solid, said by 2 of 3'] };
    expect(statusDetail({ state: 'by-rule', at: 1, ...rule })).toBe('rule 4.2, not discussed: Solid, said by 2 of 3');
    expect(statusDetail({ state: 'rule-applies', ...rule })).toContain('not recorded yet');
    expect(statusDetail(agenda)).toBe('“Panel”');
    expect(statusDetail({ state: 'open' })).toBe('');
  });

  it('[DQ1] leads to the images, at the lesion where there is one', () => {
    const place = { frame: { sop: '1.2.3', frame: 7 }, x: 12, y: 34 };
    const address = '/projects/p/cases/c1?from=disagreements';
    expect(imagesAddress('p', entry('a', { lesion: null }))).toBe(address);
    expect(imagesAddress('p', entry('a', { lesion: { finding: 'Nodule', number: 1, place } }))).toBe(
      `${address}&sop=1.2.3&frame=7&x=12&y=34`,
    );
  });

  it('[DQ1] puts readers who say the same together', () => {
    const said = [
      { reader: '10', text: 'Solid', managed: 'Follow-up' },
      { reader: '2', text: 'Part-solid', managed: null },
      { reader: '1', text: 'Solid', managed: 'Follow-up' },
    ];
    expect(saidAlike(said).map(({ readers, text }) => [readers, text])).toEqual([
      [['1', '10'], 'Solid'],
      [['2'], 'Part-solid'],
    ]);
    expect(entries.map(respectText)).toEqual(['Existence', 'Class: Texture', 'Field: Quality', 'Existence']);
    expect(entries.map(placeText)).toEqual([
      'Case 1, lesion 1',
      'Case 1, lesion 1',
      'Case 12 as a whole',
      'Case 2, lesion 2',
    ]);
    expect(chosenText([...entries.slice(0, 2), ...entries.slice(3)])).toBe('3 disagreements in 2 lesions of 2 cases');
    expect(entries.map(inText)).toEqual(['existence', 'class', 'Quality', 'existence']);
    expect(chosenText(entries.slice(2, 3))).toBe('1 disagreement about 1 case as a whole');
    expect(chosenText(entries)).toBe('4 disagreements in 2 lesions of 2 cases, and about 1 case as a whole');
  });
});
