/** How a panel settles an item, as data frozen into the session at its start: phases, who sees what, which rule decides. */
import * as v from 'valibot';

export const SessionTemplateSchema = v.object({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  /** Who is meant by a name in the room. `aliased until sign`: letters until the outcome is signed. */
  identity: v.picklist(['named', 'aliased-until-sign', 'aliased']),
  /** When round 1 opens: all ballots in, or the facilitator with a quorum. */
  unlock: v.picklist(['all-done', 'quorum', 'facilitator']),
  rule: v.variant('kind', [
    v.object({ kind: v.literal('unanimous') }),
    v.object({ kind: v.literal('majority') }),
    v.object({ kind: v.literal('k-of-n'), k: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  ]),
  /** `chair`: the chair's casting vote, recorded as such. */
  tie: v.picklist(['another-round', 'chair', 'unresolved']),
  maximumRounds: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)),
  reasonRequired: v.boolean(),
  chair: v.picklist(['votes', 'casting-vote', 'both']),
  denominator: v.picklist(['cast', 'eligible']),
  /** Budget per item in seconds, shown, never enforced. */
  secondsPerItem: v.pipe(v.number(), v.integer(), v.minValue(30)),
});
export type SessionTemplate = v.InferOutput<typeof SessionTemplateSchema>;
