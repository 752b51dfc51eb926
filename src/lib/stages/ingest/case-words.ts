/** How states and context of a case read on the pages. */
import { CONTEXT_KEYS, type ClinicalContext, type ContextKey } from '#domain/ingest/case.ts';

export const CONTEXT_LABELS: Readonly<Record<ContextKey, string>> = {
  age: 'Age',
  sex: 'Sex',
  indication: 'Indication',
  history: 'History',
  prior: 'Prior examinations',
};

/** "female, 64 y. Indication: screening. Prior examinations: none." */
export const contextText = (context: ClinicalContext): string => contextLines(context).join(' ');

/** The person first, then one sentence for each thing that is known. */
export function contextLines(context: ClinicalContext): string[] {
  const person = [context.sex, context.age].filter(Boolean).join(', ');
  const rest = CONTEXT_KEYS.filter((key) => key !== 'age' && key !== 'sex').flatMap((key) =>
    context[key] ? [`${CONTEXT_LABELS[key]}: ${context[key]}`] : [],
  );
  return [person, ...rest].filter(Boolean).map((part) => part.replace(/\.?$/, '.'));
}
