/** What stands between a draft and a submission: every problem is found at once and named, so that a reader can jump to it. */
import { askedValues, isAsked } from '../protocol/condition.ts';
import { fits, type Field, type FieldValues } from '../protocol/field.ts';
import type { Finding, ProtocolContent } from '../protocol/protocol.ts';
import { repetitionsOf, type SeriesOf } from './granularity.ts';
import { lesionsOf, type Lesion, type Mark, type ReadContent } from './mark.ts';

/** `mark`: the one drawing of the lesion it is about, where it is about one. */
export type Problem =
  | { readonly kind: 'missing'; readonly field: string; readonly lesion?: string; readonly text: string }
  | {
      readonly kind: 'invalid';
      readonly field?: string;
      readonly lesion?: string;
      readonly mark?: string;
      readonly text: string;
    };

export interface SubmissionRules {
  readonly protocol: ProtocolContent;
  readonly seriesOf: SeriesOf;
}

/** All problems of a draft, in the order a reader meets them: the case's fields, then lesion by lesion. */
export function problemsOf(content: ReadContent, rules: SubmissionRules): Problem[] {
  const answers = problemsOfValues(rules.protocol.caseFields, content.answers, undefined);
  const lesions = lesionsOf(content);
  const repeated = problemsOfUnits(lesions, rules);
  const others = lesions.flatMap((lesion, i) => [
    ...problemsOfLesion(lesion, i + 1, rules),
    ...repeated.filter((problem) => problem.lesion === lesion.id),
  ]);
  return [...answers, ...others];
}

/** The content without answers to fields that are not asked: somebody answered, and then changed what they hang on. */
export function askedContent(content: ReadContent, protocol: ProtocolContent): ReadContent {
  const fieldsOf = (finding: string) => protocol.findings.find(({ id }) => id === finding)?.fields ?? [];
  return {
    answers: askedValues(protocol.caseFields, content.answers),
    marks: content.marks.map((mark) => ({ ...mark, attributes: askedValues(fieldsOf(mark.finding), mark.attributes) })),
  };
}

function problemsOfUnits(lesions: readonly Lesion[], { protocol, seriesOf }: SubmissionRules): Problem[] {
  const number = ({ id }: Lesion): string => String(lesions.findIndex((one) => one.id === id) + 1);
  return repetitionsOf(lesions, protocol.findings, seriesOf).map(({ lesion, mark, of, unit }) => {
    const name = protocol.findings.find(({ id }) => id === lesion.finding)?.name ?? '';
    const text = `“${name}” stands for ${unit}: finding ${number(lesion)} says again what finding ${number(of)} says.`;
    return invalid(lesion.id, text, mark);
  });
}

function problemsOfLesion(lesion: Lesion, number: number, { protocol, seriesOf }: SubmissionRules): Problem[] {
  const finding = protocol.findings.find((f) => f.id === lesion.finding);
  if (!finding) return [invalid(lesion.id, `Mark ${String(number)} names a finding that is not in the protocol.`)];
  return [
    ...lesion.marks.flatMap((mark) =>
      seriesOf(mark.frame) === undefined
        ? [invalid(lesion.id, `Mark ${String(number)} lies on an image of another case.`, mark)]
        : [],
    ),
    ...toolProblems(lesion, number, finding),
    ...problemsOfValues(finding.fields, lesion.attributes, lesion.id),
  ];
}

function toolProblems(lesion: Lesion, number: number, finding: Finding): Problem[] {
  const foreign = lesion.marks.find((mark) => !finding.tools.includes(mark.tool));
  const text = `Mark ${String(number)} was drawn with a tool the protocol does not allow for “${finding.name}”.`;
  return foreign ? [invalid(lesion.id, text, foreign)] : [];
}

function problemsOfValues(fields: readonly Field[], values: FieldValues, lesion: string | undefined): Problem[] {
  const where = lesion === undefined ? {} : { lesion };
  const unknown = Object.keys(values).filter((id) => !fields.some((f) => f.id === id));
  return [
    ...fields.flatMap((field): Problem[] => {
      if (!isAsked(field, fields, values)) return [];
      const value = values[field.id];
      if (value === undefined || value === '') {
        return field.required
          ? [{ kind: 'missing', field: field.id, ...where, text: `“${field.label}” is required.` }]
          : [];
      }
      return fits(field, value)
        ? []
        : [
            {
              kind: 'invalid',
              field: field.id,
              ...where,
              text: `“${field.label}” has a value the protocol does not know.`,
            },
          ];
    }),
    ...unknown.map((id): Problem => ({
      kind: 'invalid',
      field: id,
      ...where,
      text: `“${id}” is not a field of the protocol.`,
    })),
  ];
}

const invalid = (lesion: string, text: string, mark?: Mark): Problem => ({
  kind: 'invalid',
  lesion,
  ...(mark && { mark: mark.id }),
  text,
});
