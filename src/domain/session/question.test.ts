import { describe, expect, it } from 'vitest';
import { panelProtocol } from '#tests/factories/agenda.ts';
import { answerText, answerTo, questionsOf, type Question } from './question.ts';

const protocol = panelProtocol();
const questions = protocol.findings.flatMap((finding) => questionsOf(finding, protocol.agreement.classFields));
const about = (id: string): Question => {
  const question = questions.find((q) => q.about === id);
  if (!question) throw new Error(id);
  return question;
};

describe('the questions on an item', () => {
  it('[SN10] existence comes first, then the class fields with a closed list of answers', () => {
    expect(questions.map((q) => [q.stage, q.about])).toEqual([
      [0, 'existence'],
      [1, 'texture'],
      [2, 'margin'],
    ]);
  });

  it('[PT18] a field without a closed list of answers is no question, confidence neither', () => {
    const [nodule] = protocol.findings;
    const sure = { id: 'sure', label: 'How sure?', required: true, kind: 'confidence' } as const;
    const asked = nodule ? questionsOf({ ...nodule, fields: [...nodule.fields, sure] }, ['sure', 'texture']) : [];
    expect(asked.map((q) => [q.stage, q.about])).toEqual([
      [0, 'existence'],
      [1, 'texture'],
    ]);
  });

  it('[SN11] every question can be answered with "cannot tell"', () => {
    for (const question of questions) expect(answerTo(question, 'cannot-tell')).toBe('cannot-tell');
  });

  it('[SN12] takes only the possible answers, in one canonical form', () => {
    expect(answerTo(about('existence'), 'maybe')).toBeUndefined();
    expect(answerTo(about('texture'), ['solid'])).toBeUndefined();
    expect(answerTo(about('texture'), 'solid')).toBe('solid');
    expect(answerTo(about('margin'), ['spiculated', 'lobulated'])).toEqual(['lobulated', 'spiculated']);
    expect(answerTo(about('margin'), ['spiculated', 'cannot-tell'])).toBeUndefined();
    expect(answerTo(about('margin'), [])).toBeUndefined();
    expect(answerTo(about('margin'), 'lobulated')).toBeUndefined();
  });

  it('says answers in the words of the protocol', () => {
    expect(answerText(about('margin'), ['lobulated', 'spiculated'])).toBe('Lobulated, Spiculated');
    expect(answerText(about('existence'), 'cannot-tell')).toBe('Cannot tell');
  });
});
