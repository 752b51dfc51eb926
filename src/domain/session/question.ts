/**
 * What a panel is asked about one item, in stages: first whether the finding exists, then, only if it does, one question per
 * class field of the protocol. About a case as a whole it is asked every field of the case that readers are compared in, not only
 * those in which they differ: what is asked tells nothing. Every question has a closed list of answers, so ballots can be counted.
 */
import * as v from 'valibot';
import { votedCaseFields } from '../agreement/answer-difference.ts';
import { exhaustive } from '../kernel/exhaustive.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { FieldValueSchema, valueText, type Field, type FieldValue } from '../protocol/field.ts';
import type { Finding, ProtocolContent } from '../protocol/protocol.ts';

/** "I looked, and it cannot be told": an answer like the others, not an abstention. */
export const CANNOT_TELL = 'cannot-tell';
export const EXISTENCE = 'existence';

const AnswerOptionSchema = v.object({ value: FieldValueSchema, label: v.string() });

export const QuestionSchema = v.object({
  /** 0 is the first; about a finding that is existence. */
  stage: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** `existence`, or the id of the field of the finding or of the case. */
  about: v.string(),
  text: v.string(),
  answers: v.array(AnswerOptionSchema),
  /** Several of the answers may be chosen together; the ballot's answer is then their array, in the order of `answers`. */
  multiple: v.boolean(),
});
export type Question = v.InferOutput<typeof QuestionSchema>;

/** The stages for one finding. Fields without a closed list of answers (numbers, texts, confidence) are not voted on. */
export function questionsOf(finding: Finding, classFields: readonly string[]): Question[] {
  const fields = finding.fields.filter((f) => classFields.includes(f.id) && closedValues(f).length > 0);
  return [existenceOf(finding), ...fields.map((field, index) => fieldQuestion(field, index + 1))];
}

/** The stages for a case as a whole; none where no field of it is compared that has a closed list of answers. */
export const caseQuestionsOf = (protocol: ProtocolContent): Question[] =>
  votedCaseFields(protocol)
    .filter((field) => closedValues(field).length > 0)
    .map(fieldQuestion);

/** The answer in its one canonical form, or undefined when it is not one of the possible answers. */
export function answerTo(question: Question, answer: FieldValue): FieldValue | undefined {
  if (!question.multiple || answer === CANNOT_TELL) {
    return Array.isArray(answer) ? undefined : question.answers.find((o) => o.value === answer)?.value;
  }
  if (!Array.isArray(answer)) return undefined;
  const possible = question.answers.map((o) => o.value).filter((value) => typeof value === 'string');
  const known = answer.every((entry) => entry !== CANNOT_TELL && possible.includes(entry));
  return known && answer.length > 0 ? possible.filter((value) => answer.includes(value)) : undefined;
}

export const sameAnswer = (a: FieldValue, b: FieldValue): boolean => canonicalJson(a) === canonicalJson(b);

/** How an answer reads in the room and in the minutes. */
export function answerText(question: Question, answer: FieldValue): string {
  const values = Array.isArray(answer) ? answer : [answer];
  return values.map((entry) => question.answers.find((o) => o.value === entry)?.label ?? String(entry)).join(', ');
}

function existenceOf(finding: Finding): Question {
  return {
    stage: 0,
    about: EXISTENCE,
    text: `Is there a finding “${finding.name}” here?`,
    answers: [{ value: 'yes', label: 'Yes' }, { value: 'no', label: 'No' }, cannotTell],
    multiple: false,
  };
}

const cannotTell = { value: CANNOT_TELL, label: 'Cannot tell' };

function fieldQuestion(field: Field, stage: number): Question {
  const answers = closedValues(field).map((value) => ({ value, label: valueText(field, value) }));
  const offered = answers.some((option) => option.value === CANNOT_TELL) ? answers : [...answers, cannotTell];
  return { stage, about: field.id, text: field.label, answers: offered, multiple: field.kind === 'choices' };
}

function closedValues(field: Field): FieldValue[] {
  switch (field.kind) {
    case 'yes-no':
      return [true, false];
    case 'choice':
    case 'choices':
      return field.options.map((o) => o.value);
    case 'ordinal':
      return field.anchors.map((a) => a.value);
    case 'number':
    case 'confidence':
    case 'text':
      return [];
    default:
      return exhaustive(field);
  }
}
