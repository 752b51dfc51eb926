/** What the answers to a field are compared as: categories without or with an order, numbers, or nothing at all. */
import type { Scale, Sheet } from '#contract/agreement-figures.ts';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import { valueText, type Field, type FieldValue } from '#domain/protocol/field.ts';

export type AnswerScale = Pick<Sheet, 'scale' | 'measure' | 'categories' | 'scores'> & {
  readonly placeOf: (value: FieldValue | undefined) => number | null;
};

/** What the answers of a field are compared as; undefined for text, which has no categories to agree on. */
export function scaleOf(field: Field, given: readonly (FieldValue | undefined)[]): AnswerScale | undefined {
  switch (field.kind) {
    case 'text':
      return undefined;
    case 'number':
      return { ...numbers, measure: field.unit };
    case 'confidence':
      return { ...numbers, measure: '%' };
    case 'yes-no':
      return categories(
        'categories',
        [false, true].map((value) => [value, valueText(field, value)]),
      );
    case 'choice':
      return categories(
        'categories',
        field.options.map(({ value, label }) => [value, label]),
      );
    case 'ordinal': {
      const anchors = field.anchors.toSorted((a, b) => a.value - b.value);
      const known = categories(
        'ordered',
        anchors.map(({ value }) => [value, valueText(field, value)]),
      );
      return { ...known, scores: anchors.map(({ value }) => value) };
    }
    case 'choices':
      return setsOf(field, given);
  }
}

export const numbers: AnswerScale = {
  scale: 'numbers',
  measure: '',
  categories: [],
  scores: [],
  placeOf: (value) => (typeof value === 'number' ? value : null),
};

export function categories(scale: Scale, known: readonly (readonly [FieldValue, string])[]): AnswerScale {
  const places = new Map(known.map(([value], place) => [value, place]));
  return {
    scale,
    measure: '',
    categories: known.map(([, label]) => label),
    scores: known.map((_, place) => place),
    placeOf: (value) => (value === undefined ? null : (places.get(value) ?? null)),
  };
}

/** Several chosen options are one answer, whatever the order of choosing; those that occur are the categories. */
function setsOf(field: Field, given: readonly (FieldValue | undefined)[]): AnswerScale {
  const sets = [
    ...new Set(given.flatMap((value) => (Array.isArray(value) ? [canonicalJson(value.toSorted())] : []))),
  ].sort();
  const named = categories(
    'categories',
    sets.map((text) => [text, labelOfSet(field, text)]),
  );
  return {
    ...named,
    placeOf: (value) => (Array.isArray(value) ? named.placeOf(canonicalJson(value.toSorted())) : null),
  };
}

const labelOfSet = (field: Field, text: string): string =>
  valueText(field, JSON.parse(text) as string[]) || 'none of them';
