/** How states, reasons and context of a case read on the pages. */
import { CONTEXT_KEYS, type ClinicalContext, type ContextKey } from '#domain/ingest/case.ts';

/** Why images wait for a look, by the code the import gave them. A reason a lead typed is shown as it is. */
const LOOK_REASONS: Readonly<Record<string, string>> = {
  'declared-burned-in': 'The file itself says that text is burned into its pixels.',
  'kind-of-image-often-has-text': 'Devices of this kind often draw names into their pictures.',
  'captured-screen': 'This is a captured screen or document.',
  'not-declared-free-of-text': 'The file does not say that its pixels are free of text.',
};

export const reasonText = (reason: string): string => LOOK_REASONS[reason] ?? reason;

export const CONTEXT_LABELS: Readonly<Record<ContextKey, string>> = {
  age: 'Age',
  sex: 'Sex',
  indication: 'Indication',
  history: 'History',
  prior: 'Prior examinations',
};

/** "female, 64 y. Indication: screening. Prior examinations: none." */
export function contextText(context: ClinicalContext): string {
  const person = [context.sex, context.age].filter(Boolean).join(', ');
  const rest = CONTEXT_KEYS.filter((key) => key !== 'age' && key !== 'sex').flatMap((key) =>
    context[key] ? [`${CONTEXT_LABELS[key]}: ${context[key]}`] : [],
  );
  return [person, ...rest]
    .filter(Boolean)
    .map((part) => part.replace(/\.?$/, '.'))
    .join(' ');
}
