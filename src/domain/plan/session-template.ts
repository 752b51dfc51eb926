/**
 * How a panel settles an item, as data frozen into the session when it is scheduled: who is named, when a question closes,
 * which rule decides, what happens at a tie. Every option here acts; what the engine cannot do is not in the schema.
 */
import * as v from 'valibot';

/** `majority`: more than half of the denominator. `k-of-n`: at least k ballots of the denominator agree. */
const Rule = v.variant('kind', [
  v.object({ kind: v.literal('unanimous') }),
  v.object({ kind: v.literal('majority') }),
  v.object({ kind: v.literal('k-of-n'), k: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)) }),
]);
export type Rule = v.InferOutput<typeof Rule>;

/**
 * When an open question closes. `all-done`: by itself with the last ballot. `quorum`: by the chair, once so many ballots are
 * in. `facilitator`: by the chair, once one ballot is in.
 */
const Unlock = v.variant('kind', [
  v.object({ kind: v.literal('all-done') }),
  v.object({ kind: v.literal('quorum'), ballots: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)) }),
  v.object({ kind: v.literal('facilitator') }),
]);
export type Unlock = v.InferOutput<typeof Unlock>;

export const SessionTemplateSchema = v.pipe(
  v.object({
    name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
    /** Whether the room shows names. Aliases are per session; `aliased-until-close` lifts them when the session closes. */
    identity: v.picklist(['named', 'aliased-until-close', 'aliased']),
    unlock: Unlock,
    rule: Rule,
    /**
     * What follows when the rule does not pass. `another-round`: a further round must be held while there is one left,
     * then unresolved. `chair`: the chair's casting vote at a tie, recorded as such, else unresolved. `unresolved`: at once.
     */
    tie: v.picklist(['another-round', 'chair', 'unresolved']),
    maximumRounds: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)),
    /** A ballot needs a reason, and so does the decision. */
    reasonRequired: v.boolean(),
    chair: v.picklist(['votes', 'casting-vote', 'both']),
    /** Of what the rule takes its share: ballots with an answer, or everybody who could have voted. */
    denominator: v.picklist(['cast', 'eligible']),
    /** Whether everybody sees who is missing, or the chair alone. */
    missingShownTo: v.picklist(['chair', 'everybody']),
    /** Budget per item in seconds, shown, never enforced. */
    secondsPerItem: v.pipe(v.number(), v.integer(), v.minValue(30)),
  }),
  v.check((t) => t.tie !== 'chair' || t.chair !== 'votes', 'A casting vote needs a chair who has one.'),
  v.check((t) => t.tie !== 'chair' || t.rule.kind !== 'unanimous', 'A casting vote cannot make a panel unanimous.'),
);
export type SessionTemplate = v.InferOutput<typeof SessionTemplateSchema>;

/** How a panel usually settles: named, a simple majority of two rounds at most, reasons given, the chair at a tie. */
export const usualPanel = (name: string): SessionTemplate => ({
  name,
  identity: 'named',
  unlock: { kind: 'all-done' },
  rule: { kind: 'majority' },
  tie: 'chair',
  maximumRounds: 2,
  reasonRequired: true,
  chair: 'both',
  denominator: 'cast',
  missingShownTo: 'chair',
  secondsPerItem: 180,
});
