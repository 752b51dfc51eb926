import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { panelProtocol, panelTemplate } from '#tests/factories/agenda.ts';
import type { Rule, SessionTemplate } from '../plan/session-template.ts';
import { count } from './counting.ts';
import { questionsOf, type Question } from './question.ts';

const protocol = panelProtocol();
const finding = protocol.findings[0];
const questions = finding ? questionsOf(finding, protocol.agreement.classFields) : [];
const questionAbout = (about: string): Question => {
  const question = questions.find((q) => q.about === about);
  if (!question) throw new Error(about);
  return question;
};
const existence = questionAbout('existence');

const by = (rule: Rule, denominator: SessionTemplate['denominator'] = 'cast'): SessionTemplate => ({
  ...panelTemplate,
  rule,
  denominator,
});
const standing = (answers: (string | null)[], template: SessionTemplate, eligible = answers.length): unknown =>
  count(answers, existence, { template, eligible }).standing;

const majority = by({ kind: 'majority' });
const passed = (answer: string) => ({ kind: 'passed', answer });
const tied = (...leaders: string[]) => ({ kind: 'tied', leaders });
const not = { kind: 'not-passed' };

describe('the rule', () => {
  it('[SN20] majority is more than half of the denominator', () => {
    expect(standing(['yes', 'yes', 'no'], majority)).toEqual(passed('yes'));
    expect(standing(['yes', 'yes', 'no', 'cannot-tell'], majority)).toEqual(not);
    expect(standing(['yes', 'yes', null, null], majority)).toEqual(passed('yes'));
    expect(standing(['yes', 'yes', null, null], by({ kind: 'majority' }, 'eligible'))).toEqual(not);
  });

  it('[SN21] a tie is what one more ballot could break', () => {
    expect(standing(['yes', 'no'], majority)).toEqual(tied('yes', 'no'));
    expect(standing(['yes', 'yes', 'no', 'no'], majority)).toEqual(tied('yes', 'no'));
    expect(standing(['no', 'yes', 'cannot-tell', null], by({ kind: 'majority' }, 'eligible'))).toEqual(not);
    expect(standing(['yes', 'yes', 'no', 'no'], by({ kind: 'k-of-n', k: 3 }))).toEqual(tied('yes', 'no'));
    expect(standing(['yes', 'yes', 'no', 'no'], by({ kind: 'k-of-n', k: 4 }))).toEqual(not);
  });

  it('[SN22] unanimous needs every ballot of the denominator, and one at least', () => {
    const unanimous = by({ kind: 'unanimous' });
    expect(standing(['no', 'no'], unanimous)).toEqual(passed('no'));
    expect(standing(['no', 'no', 'yes'], unanimous)).toEqual(not);
    expect(standing(['no', null], unanimous)).toEqual(passed('no'));
    expect(standing(['no', null], by({ kind: 'unanimous' }, 'eligible'))).toEqual(not);
    expect(standing([null, null], unanimous)).toEqual(not);
    expect(standing([], unanimous)).toEqual(not);
  });

  it('[SN23] two answers that both reach k are a tie, not a race', () => {
    expect(standing(['yes', 'no'], by({ kind: 'k-of-n', k: 1 }))).toEqual(tied('yes', 'no'));
  });

  it('[SN24] several ticks are one answer, whatever their order', () => {
    const margin = questionAbout('margin');
    const counted = count([['lobulated', 'spiculated'], ['lobulated', 'spiculated'], ['lobulated']], margin, {
      template: majority,
      eligible: 3,
    });
    expect(counted.standing).toEqual({ kind: 'passed', answer: ['lobulated', 'spiculated'] });
  });

  it('[SN25] does not depend on the order of the ballots, and counts every one once', () => {
    const answer = fc.constantFrom('yes', 'no', 'cannot-tell', null);
    const template = fc.constantFrom(majority, by({ kind: 'unanimous' }), by({ kind: 'k-of-n', k: 3 }, 'eligible'));
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 9 }), template, (answers, rule) => {
        const counted = count(answers, existence, { template: rule, eligible: answers.length });
        const reversed = count([...answers].reverse(), existence, { template: rule, eligible: answers.length });
        expect(reversed).toEqual(counted);
        const given = counted.tally.reduce((sum, entry) => sum + entry.count, 0);
        expect(given + counted.abstained).toBe(answers.length);
      }),
    );
  });
});
