/** A case is one study as people settle it: its alias, its images, its clinical context in stages. */
import * as v from 'valibot';

export const CONTEXT_KEYS = ['age', 'sex', 'indication', 'history', 'prior'] as const;
export type ContextKey = (typeof CONTEXT_KEYS)[number];

const Text = v.pipe(v.string(), v.trim(), v.maxLength(500));

/** Entered by a lead; never copied from a header. Age in words ("64 y"). */
export const ClinicalContextSchema = v.partial(
  v.object({ age: Text, sex: Text, indication: Text, history: Text, prior: Text }),
);
export type ClinicalContext = v.InferOutput<typeof ClinicalContextSchema>;

export const CASE_STATES = ['awaiting-look', 'ready', 'excluded'] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** The part of the context that may be seen now, in the order of CONTEXT_KEYS. */
export function visibleContext(context: ClinicalContext, keys: readonly ContextKey[]): ClinicalContext {
  return Object.fromEntries(
    CONTEXT_KEYS.filter((key) => keys.includes(key) && context[key]).map((key) => [key, context[key]]),
  );
}
