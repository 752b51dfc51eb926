/** What can be wrong with a protocol: a closed vocabulary of codes, each with its place and a sentence for people. */
import { SCHEMES } from './code.ts';

/** Codes are stable; the sentence is for people. `form`: something is missing, too long, or of the wrong type. */
export const PROTOCOL_PROBLEMS = {
  form: 'This does not have the form expected here.',
  'duplicate-finding': 'Two findings have the same id.',
  'duplicate-field': 'Two fields of one list have the same id.',
  'duplicate-answer': 'Two answers of one field have the same value.',
  'duplicate-clause': 'Two clauses have the same id.',
  'duplicate-number': 'Two clauses have the same number.',
  'duplicate-example': 'Two examples have the same id.',
  'unknown-scheme': `This is no scheme of codes that is known here (${Object.keys(SCHEMES).join(', ')}; private ones begin with 99).`,
  'unknown-code': 'This scheme has no such code: its values look different.',
  'range-swapped': 'The smallest value is larger than the largest.',
  'unknown-field': 'The condition asks for a field that is not in the same list.',
  'cyclic-condition': 'The condition leads back to the field itself, so that it would never be asked.',
  'value-outside-scale': 'This waits for an answer that its field does not have.',
  'unknown-class-field': 'A disagreement in class is looked for in a field that no finding has.',
  'unknown-case-field': 'Readers are compared in a field that is not asked about the case.',
  'unknown-plan-field': 'This rests on a field that the protocol does not have.',
  'unknown-plan-finding': 'This rests on a finding that the protocol does not have.',
  'unknown-clause': 'This cites a clause that the protocol does not have.',
  'no-numbers': 'This compares numbers, and the answers to the field are none.',
  'no-closed-answers': 'This figure needs answers from a closed list, and the field has none.',
  'unknown-finding': 'The example shows a finding that the protocol does not have.',
  'mark-incomplete': 'The mark does not have the points of its kind.',
  'example-case-missing': 'There is no such case in this project, or its images still wait for a look.',
  'example-frame-missing': 'The case has no such image.',
  'example-case-judged':
    'This case still has to be judged blind: somebody reads it, or it is before a panel. An example is seen by everybody.',
} as const;
export type ProtocolProblemCode = keyof typeof PROTOCOL_PROBLEMS;

export interface ProtocolProblem {
  readonly code: ProtocolProblemCode;
  /** Where, from the root of the content: `findings.0.fields.2`. */
  readonly path: string;
  readonly message: string;
}

export const problem = (code: ProtocolProblemCode, path: string): ProtocolProblem => ({
  code,
  path,
  message: PROTOCOL_PROBLEMS[code],
});
