/** How parts of a protocol read on the pages. */
import { exhaustive } from '#domain/kernel/exhaustive.ts';
import type { Tool } from '#domain/geometry/shape.ts';
import { valueText, type Field } from '#domain/protocol/field.ts';
import type { ReadingOrder } from '#domain/protocol/reading-order.ts';
import type { Granularity } from '#domain/protocol/protocol.ts';
import type { DraftField } from '#documents/protocol-draft.ts';
import type { ContextKey } from '#domain/ingest/case.ts';

export const TOOL_NAMES: Readonly<Record<Tool, string>> = {
  length: 'length',
  bidirectional: 'two diameters',
  box: 'box',
  ellipse: 'ellipse',
  freehand: 'outline',
  labelmap: 'painted area',
  probe: 'point',
  arrow: 'arrow',
  'whole-image': 'whole image',
};

/** What one mark of a finding stands for. */
export const GRANULARITY_NAMES: Readonly<Record<Granularity, string>> = {
  finding: 'single finding',
  image: 'image',
  series: 'series',
  case: 'case',
};

export const CONTEXT_NAMES: Readonly<Record<ContextKey, string>> = {
  age: 'age',
  sex: 'sex',
  indication: 'indication',
  history: 'history',
  prior: 'prior examinations',
};

export const KIND_NAMES: Readonly<Record<Field['kind'], string>> = {
  'yes-no': 'yes or no',
  choice: 'one of several',
  choices: 'any of several',
  ordinal: 'scale',
  number: 'number',
  confidence: 'confidence',
  text: 'text',
};

/** What may be answered: "Solid · Part-solid · Ground glass", "1 Highly unlikely … 5 Highly suspicious", "0 to 50 mm". */
export function rangeText(field: Field): string {
  switch (field.kind) {
    case 'yes-no':
      return 'yes or no';
    case 'choice':
      return field.options.map(({ label }) => label).join(' · ');
    case 'choices':
      return `any of: ${field.options.map(({ label }) => label).join(' · ')}`;
    case 'ordinal':
      return field.anchors.map(({ value, label }) => `${String(value)} ${label}`).join(' · ');
    case 'number':
      return `${String(field.minimum)} to ${String(field.maximum)} ${field.unit}`.trim();
    case 'confidence':
      return '0 to 100 %';
    case 'text':
      return `text, up to ${String(field.maximumLength)} characters`;
    default:
      return exhaustive(field);
  }
}

interface Answer {
  readonly value: string | number | boolean;
  readonly label: string;
}

/** The closed list of answers of a field; empty where there is none. */
export function answersOf(field: DraftField | undefined): readonly Answer[] {
  switch (field?.kind) {
    case 'yes-no':
      return [
        { value: true, label: 'Yes' },
        { value: false, label: 'No' },
      ];
    case 'choice':
    case 'choices':
      return field.options;
    case 'ordinal':
      return field.anchors.map(({ value, label }) => ({ value, label: `${String(value)} ${label}` }));
    default:
      return [];
  }
}

/** "asked only if Texture is Solid or Part-solid", or nothing. */
export function conditionText({ when }: Field, fields: readonly Field[]): string {
  const other = when && fields.find(({ id }) => id === when.field);
  if (!other) return '';
  const answers = when.is.map((value) => valueText(other, other.kind === 'choices' ? [String(value)] : value));
  return `asked only if “${other.label}” is ${answers.join(' or ')}`;
}

/** In which order cases are read. */
export function orderText(order: ReadingOrder | undefined): string {
  switch (order?.kind) {
    case undefined:
    case 'fixed':
      return 'as they came in, for everybody';
    case 'shuffled':
      return `shuffled for every reader, from seed ${String(order.seed)}`;
    case 'batched':
      return `in portions of ${String(order.size)}, each shuffled for every reader, from seed ${String(order.seed)}`;
  }
}
