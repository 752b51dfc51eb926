/**
 * What readers answered differently. The kind of a field says what kind of difference it is: another option is another class, another
 * step on a scale another rating; numbers and texts, and the fields of the case, are fields.
 */
import { canonicalJson } from '../kernel/canonical-json.ts';
import { exhaustive } from '../kernel/exhaustive.ts';
import type { ReadId } from '../kernel/id.ts';
import type { Field, FieldValue } from '../protocol/field.ts';
import type { ProtocolContent } from '../protocol/protocol.ts';
import type { SubmittedRead } from '../reading/read.ts';
import type { SeenLesion } from './seen-lesion.ts';

export interface AnswerDifference {
  /** `finding`, or the id of a field. */
  readonly about: string;
  readonly values: readonly { readonly read: ReadId; readonly value: FieldValue }[];
}

/** What a class difference is about when readers named different findings. */
export const FINDING = 'finding';

type Differences = Readonly<Record<'class' | 'rating' | 'field', readonly AnswerDifference[]>>;

/** A field left empty is no answer and contradicts nobody. */
export function lesionDifferences(seen: readonly SeenLesion[], { agreement, findings }: ProtocolContent): Differences {
  const fields = findings.flatMap((finding) => finding.fields);
  const named = { about: FINDING, values: seen.map(({ read, lesion }) => ({ read, value: lesion.finding })) };
  const asked = agreement.classFields.map((about) => ({
    about,
    values: seen.flatMap(({ read, lesion }) => valueIn(read, lesion.attributes[about])),
  }));
  const found = [named, ...asked].filter((one) => differ(one, agreement.tolerances?.[one.about] ?? 0));
  const ofKind = (kind: keyof Differences): AnswerDifference[] =>
    found.filter(({ about }) => kindOf(fields.find((field) => field.id === about)) === kind);
  return { class: ofKind('class'), rating: ofKind('rating'), field: ofKind('field') };
}

export function caseDifferences(reads: readonly SubmittedRead[], protocol: ProtocolContent): AnswerDifference[] {
  const { agreement } = protocol;
  return comparedCaseFields(protocol)
    .map((about) => ({ about, values: reads.flatMap(({ id, content }) => valueIn(id, content.answers[about])) }))
    .filter((one) => differ(one, agreement.tolerances?.[one.about] ?? 0));
}

/**
 * Fields of the case that a panel can vote on, whether or not anybody differs in them: numbers and texts have no list of answers.
 * In the order of the protocol.
 */
export function votedCaseFields(protocol: ProtocolContent): Field[] {
  const compared = comparedCaseFields(protocol);
  return protocol.caseFields.filter((field) => isClosed(field) && compared.includes(field.id));
}

/** Ids of those the plan names, or of all with a closed list of answers. */
const comparedCaseFields = ({ agreement, caseFields }: ProtocolContent): readonly string[] =>
  agreement.caseFields ?? caseFields.filter(isClosed).map((field) => field.id);

const valueIn = (read: ReadId, value: FieldValue | undefined): AnswerDifference['values'] =>
  value === undefined ? [] : [{ read, value }];

/** A finding has no field of its own name; a field no finding has any more is taken for a class, as it was before fields had kinds. */
function kindOf(field: Field | undefined): keyof Differences {
  switch (field?.kind) {
    case undefined:
    case 'yes-no':
    case 'choice':
    case 'choices':
      return 'class';
    case 'ordinal':
    case 'confidence':
      return 'rating';
    case 'number':
    case 'text':
      return 'field';
    default:
      return exhaustive(field);
  }
}

const isClosed = ({ kind }: Field): boolean => kind !== 'number' && kind !== 'text' && kind !== 'confidence';

/** Several chosen options are a set: the order of choosing is no difference. Numbers may lie as far apart as is tolerated. */
function differ({ values }: AnswerDifference, tolerance: number): boolean {
  const numbers = values.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
  if (numbers.length > 0 && numbers.length === values.length) {
    return Math.max(...numbers) - Math.min(...numbers) > tolerance + 1e-9;
  }
  const texts = values.map(({ value }) => canonicalJson(Array.isArray(value) ? value.toSorted() : value));
  return new Set(texts).size > 1;
}
