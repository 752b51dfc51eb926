/** How parts of a protocol read on the pages. */
import { exhaustive } from '#domain/kernel/exhaustive.ts';
import type { Tool } from '#domain/geometry/shape.ts';
import type { Field } from '#domain/protocol/field.ts';
import type { ContextKey } from '#domain/ingest/case.ts';

export const TOOL_NAMES: Readonly<Record<Tool, string>> = {
  length: 'length',
  bidirectional: 'two diameters',
  ellipse: 'ellipse',
  freehand: 'outline',
  probe: 'point',
  arrow: 'arrow',
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
