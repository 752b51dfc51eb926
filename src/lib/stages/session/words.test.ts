import { expect, it } from 'vitest';
import {
  answerMark,
  bareLabel,
  clockText,
  countText,
  differenceText,
  questionName,
  ruleText,
  subjectText,
  unlockText,
} from './words.ts';
import { existence, itemAt, malignancy, revealed, template } from './room.fixture.ts';

it('the rule is said with its numbers', () => {
  expect(ruleText(template, 4)).toBe('passes with 3 of 4');
  expect(ruleText({ ...template, rule: { kind: 'majority' } }, 4)).toBe('passes with 3 of 4');
  expect(ruleText({ ...template, rule: { kind: 'majority' } }, 5)).toBe('passes with 3 of 5');
  expect(ruleText({ ...template, rule: { kind: 'unanimous' } }, 5)).toBe('passes when all agree');
});

it('the rule of reveal is said on the ballot', () => {
  expect(unlockText(template)).toContain('before all are in');
  expect(unlockText({ ...template, unlock: { kind: 'quorum', ballots: 3 } })).toContain('at least 3 in');
});

it('a clock never runs backwards', () => {
  expect(clockText(108.9)).toBe('01:48');
  expect(clockText(-4)).toBe('00:00');
});

it('anchors carry their own number, other answers their place, "cannot tell" none', () => {
  expect(malignancy.answers.map((_, index) => answerMark(malignancy, index))).toEqual(['1', '3', '5', '–']);
  expect(answerMark(existence, 1)).toBe('2');
  expect(bareLabel('3 Indeterminate', '3')).toBe('Indeterminate');
  expect(bareLabel('Yes', '1')).toBe('Yes');
});

it('what a count came to', () => {
  const [first, second] = revealed.rounds[0]?.stages ?? [];
  expect(first && countText(first.question, first.count)).toBe('Yes, 4 of 4');
  expect(second && countText(second.question, second.count)).toBe('Nothing reached 3 of 4');
});

it('[SE28] an item is called by its case, or by the case as a whole, and existence by the finding', () => {
  const item = itemAt('look');
  expect(subjectText(item)).toBe('Case 14');
  expect(subjectText({ ...item, finding: null })).toBe('Case 14 as a whole');
  expect(questionName(existence, item)).toBe('Nodule');
  expect(questionName(malignancy, item)).toBe('Malignancy');
  expect(questionName(malignancy, { finding: null })).toBe('Malignancy');
});

it('[SE26] what the earlier reads differ in is said by kind about a finding, and by field about a case', () => {
  const labelOf = (field: string): string => field.toUpperCase();
  expect(differenceText({ ...revealed, kinds: ['existence', 'extent'] }, labelOf)).toBe(
    'differ in whether it is there and how large it is',
  );
  expect(differenceText({ ...revealed, kinds: ['field'], fields: ['quality', 'complete'] }, labelOf)).toBe(
    'differ in QUALITY and COMPLETE',
  );
  expect(differenceText({ ...revealed, kinds: [] }, labelOf)).toBe('agree');
});
