/** Which disagreements the protocol resolves by itself. Without such a rule none is: people settle them. */
import * as v from 'valibot';

/** `median`: of an even number of values one of the two in the middle, and the rule says which. */
export const ResolutionRuleSchema = v.variant('by', [
  v.object({
    by: v.literal('majority'),
    of: v.picklist(['existence', 'class', 'rating', 'field']),
    /** Share of the readers involved; more than half. */
    share: v.pipe(v.number(), v.gtValue(0.5), v.maxValue(1)),
    /** The clause that says so. */
    clause: v.string(),
  }),
  v.object({
    by: v.literal('median'),
    of: v.picklist(['extent', 'rating']),
    even: v.picklist(['lower', 'upper']),
    clause: v.string(),
  }),
]);
export type ResolutionRule = v.InferOutput<typeof ResolutionRuleSchema>;
