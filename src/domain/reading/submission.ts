/** What stands between a draft and a submission: every problem is found at once and named, so that a reader can jump to it. */
import type { FrameKey } from '../geometry/frame.ts';
import { askedValues, isAsked } from '../protocol/condition.ts';
import { fits, type Field, type FieldValues } from '../protocol/field.ts';
import type { Finding, ProtocolContent } from '../protocol/protocol.ts';
import { lesionsOf, type Lesion, type ReadContent } from './mark.ts';

export type Problem =
  | { readonly kind: 'missing'; readonly field: string; readonly lesion?: string; readonly text: string }
  | { readonly kind: 'invalid'; readonly field?: string; readonly lesion?: string; readonly text: string };

export interface SubmissionRules {
  readonly protocol: ProtocolContent;
  /** Whether the frame belongs to the case that is read. */
  readonly hasFrame: (key: FrameKey) => boolean;
}

/** All problems of a draft, in the order a reader meets them: the case's fields, then lesion by lesion. */
export function problemsOf(content: ReadContent, { protocol, hasFrame }: SubmissionRules): Problem[] {
  const answers = problemsOfValues(protocol.caseFields, content.answers, undefined);
  const lesions = lesionsOf(content).flatMap((lesion, i) => problemsOfLesion(lesion, i + 1, protocol, hasFrame));
  return [...answers, ...lesions];
}

/** The content without answers to fields that are not asked: somebody answered, and then changed what they hang on. */
export function askedContent(content: ReadContent, protocol: ProtocolContent): ReadContent {
  const fieldsOf = (finding: string) => protocol.findings.find(({ id }) => id === finding)?.fields ?? [];
  return {
    answers: askedValues(protocol.caseFields, content.answers),
    marks: content.marks.map((mark) => ({ ...mark, attributes: askedValues(fieldsOf(mark.finding), mark.attributes) })),
  };
}

function problemsOfLesion(
  lesion: Lesion,
  number: number,
  protocol: ProtocolContent,
  hasFrame: SubmissionRules['hasFrame'],
): Problem[] {
  const finding = protocol.findings.find((f) => f.id === lesion.finding);
  if (!finding) return [invalid(lesion.id, `Mark ${String(number)} names a finding that is not in the protocol.`)];
  return [
    ...lesion.marks.flatMap((mark) =>
      hasFrame(mark.frame) ? [] : [invalid(lesion.id, `Mark ${String(number)} lies on an image of another case.`)],
    ),
    ...toolProblems(lesion, number, finding),
    ...problemsOfValues(finding.fields, lesion.attributes, lesion.id),
  ];
}

function toolProblems(lesion: Lesion, number: number, finding: Finding): Problem[] {
  const foreign = lesion.marks.filter((mark) => !finding.tools.includes(mark.tool));
  return foreign.length === 0
    ? []
    : [
        invalid(
          lesion.id,
          `Mark ${String(number)} was drawn with a tool the protocol does not allow for “${finding.name}”.`,
        ),
      ];
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

const invalid = (lesion: string, text: string): Problem => ({ kind: 'invalid', lesion, text });
