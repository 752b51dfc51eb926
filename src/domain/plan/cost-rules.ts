/**
 * What a disagreement costs. By default it is what would be done for the patient that counts, not the distance on a scale: a
 * disagreement costs as much as it would move lesions from one category of management to another.
 */
import * as v from 'valibot';
import { DISAGREEMENT_KINDS } from './disagreement-kind.ts';

const NotNegative = v.pipe(v.number(), v.finite(), v.minValue(0));
const Value = v.union([v.boolean(), v.number(), v.string()]);

/** What one reader states about a lesion. A field or a diameter that is not there meets no condition. */
export const LesionConditionSchema = v.variant('about', [
  v.object({ about: v.literal('finding'), is: v.pipe(v.array(v.string()), v.minLength(1)) }),
  /** The longest diameter in mm. */
  v.object({ about: v.literal('diameter'), atLeast: v.optional(NotNegative), below: v.optional(NotNegative) }),
  v.object({ about: v.literal('answer'), field: v.string(), is: v.pipe(v.array(Value), v.minLength(1)) }),
  v.object({
    about: v.literal('value'),
    field: v.string(),
    atLeast: v.optional(v.pipe(v.number(), v.finite())),
    below: v.optional(v.pipe(v.number(), v.finite())),
  }),
]);
export type LesionCondition = v.InferOutput<typeof LesionConditionSchema>;

export const CostRulesSchema = v.object({
  /**
   * Categories of management: a lesion is in the first of which all conditions hold, else nothing is done. Without any, a lesion
   * counts as managed by its finding, unless it is below the minimum size of that finding.
   */
  management: v.pipe(
    v.array(v.object({ name: v.pipe(v.string(), v.trim(), v.minLength(1)), when: v.array(LesionConditionSchema) })),
    v.maxLength(20),
  ),
  /** What a disagreement of a kind costs on top, also where the management stays. */
  kinds: v.optional(v.record(v.picklist(DISAGREEMENT_KINDS), NotNegative)),
  /** Field → what each step on its scale costs on top. */
  steps: v.optional(v.record(v.string(), NotNegative)),
});
export type CostRules = v.InferOutput<typeof CostRulesSchema>;
