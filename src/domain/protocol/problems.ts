/**
 * What stands between a draft and a published version: everything that is missing or contradicts itself, found at once, each
 * with its place, a stable code and a sentence.
 */
import * as v from 'valibot';
import { isComplete } from '../geometry/shape.ts';
import { isKnownScheme, isValueOfScheme } from './code.ts';
import { circularFields } from './condition.ts';
import { fits, type Field } from './field.ts';
import { planProblems } from './plan-problems.ts';
import { problem, PROTOCOL_PROBLEMS, type ProtocolProblem } from './problem.ts';
import { ProtocolContentSchema, type Finding, type ProtocolContent } from './protocol.ts';

/** The content when nothing is wrong with it, else all problems in the order of the content. */
export function checkedProtocol(content: unknown): ProtocolContent | readonly ProtocolProblem[] {
  const parsed = v.safeParse(ProtocolContentSchema, content);
  const form = (parsed.issues ?? []).map(formProblem);
  // Where only texts are missing or numbers out of bounds the parts are there, and their rules can be asked, too.
  const rules = parsed.typed ? ruleProblems(parsed.output) : [];
  return parsed.success && rules.length === 0 ? parsed.output : [...form, ...rules];
}

export const isProblems = (
  checked: ProtocolContent | readonly ProtocolProblem[],
): checked is readonly ProtocolProblem[] => Array.isArray(checked);

function formProblem(issue: v.BaseIssue<unknown>): ProtocolProblem {
  return { code: 'form', path: v.getDotPath(issue) ?? '', message: saidOf(issue) };
}

/** A rule of the form itself has its own sentence. */
function saidOf({ type, message, received }: v.BaseIssue<unknown>): string {
  switch (type) {
    case 'min_length':
      return received === '0' ? 'This is empty.' : 'This needs more.';
    case 'max_length':
      return 'This is too long.';
    case 'number':
    case 'integer':
      return 'This is not a whole number or not a number at all.';
    case 'min_value':
    case 'max_value':
      return 'This is outside of what is possible.';
    case 'check':
    case 'partial_check':
      return message;
    default:
      return PROTOCOL_PROBLEMS.form;
  }
}

function ruleProblems(content: ProtocolContent): ProtocolProblem[] {
  const { findings, caseFields, clauses, examples = [], agreement } = content;
  const shown = new Set(findings.map(({ id }) => id));
  return [
    ...repeated(findings, 'id').map((i) => problem('duplicate-finding', `findings.${i}.id`)),
    ...findings.flatMap((finding, i) => findingProblems(finding, `findings.${String(i)}`)),
    ...fieldsProblems(caseFields, 'caseFields'),
    ...repeated(clauses, 'id').map((i) => problem('duplicate-clause', `clauses.${i}.id`)),
    ...repeated(clauses, 'number').map((i) => problem('duplicate-number', `clauses.${i}.number`)),
    ...repeated(examples, 'id').map((i) => problem('duplicate-example', `examples.${i}.id`)),
    ...examples.flatMap(({ finding }, i) =>
      finding === undefined || shown.has(finding) ? [] : [problem('unknown-finding', `examples.${String(i)}.finding`)],
    ),
    ...examples.flatMap(({ mark }, i) =>
      mark && !isComplete(mark) ? [problem('mark-incomplete', `examples.${String(i)}.mark`)] : [],
    ),
    ...planProblems(agreement, content),
  ];
}

function findingProblems({ code, fields }: Finding, path: string): ProtocolProblem[] {
  const coded = code && !isKnownScheme(code.scheme) ? [problem('unknown-scheme', `${path}.code.scheme`)] : [];
  const valued = code && !isValueOfScheme(code) ? [problem('unknown-code', `${path}.code.value`)] : [];
  return [...coded, ...valued, ...fieldsProblems(fields, `${path}.fields`)];
}

function fieldsProblems(fields: readonly Field[], path: string): ProtocolProblem[] {
  const circular = new Set(circularFields(fields));
  return [
    ...repeated(fields, 'id').map((i) => problem('duplicate-field', `${path}.${i}.id`)),
    ...fields.flatMap((field, i) => {
      const at = `${path}.${String(i)}`;
      const round = circular.has(field) ? [problem('cyclic-condition', `${at}.when`)] : [];
      return [...answerProblems(field, at), ...round, ...conditionProblems(field, fields, `${at}.when`)];
    }),
  ];
}

function answerProblems(field: Field, path: string): ProtocolProblem[] {
  switch (field.kind) {
    case 'choice':
    case 'choices':
      return repeated(field.options, 'value').map((i) => problem('duplicate-answer', `${path}.options.${i}`));
    case 'ordinal':
      return repeated(field.anchors, 'value').map((i) => problem('duplicate-answer', `${path}.anchors.${i}`));
    case 'number':
      return field.minimum > field.maximum ? [problem('range-swapped', path)] : [];
    default:
      return [];
  }
}

function conditionProblems({ when }: Field, fields: readonly Field[], path: string): ProtocolProblem[] {
  if (!when) return [];
  const other = fields.find(({ id }) => id === when.field);
  if (!other) return [problem('unknown-field', `${path}.field`)];
  return when.is.flatMap((value, i) =>
    fits(other, other.kind === 'choices' ? [String(value)] : value)
      ? []
      : [problem('value-outside-scale', `${path}.is.${String(i)}`)],
  );
}

/** Places of the things whose value an earlier one has already. */
function repeated<K extends string, T extends Readonly<Record<K, unknown>>>(things: readonly T[], key: K): string[] {
  const seen = new Set<unknown>();
  return things.flatMap((thing, i) => {
    if (seen.has(thing[key])) return [String(i)];
    seen.add(thing[key]);
    return [];
  });
}
