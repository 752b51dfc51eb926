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
    /** Which share of the agenda are controls, lesions all readers see alike; absent: none but those that are named. */
    controls: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.5))),
  }),
  v.check((t) => t.tie !== 'chair' || t.chair !== 'votes', 'A casting vote needs a chair who has one.'),
  v.check((t) => t.tie !== 'chair' || t.rule.kind !== 'unanimous', 'A casting vote cannot make a panel unanimous.'),
);
export type SessionTemplate = v.InferOutput<typeof SessionTemplateSchema>;

/** Whether the chair is no voice among others but decides where the others differ, as an adjudicator does. */
export const hasAdjudicator = ({ tie, chair }: Pick<SessionTemplate, 'tie' | 'chair'>): boolean =>
  tie === 'chair' && chair === 'casting-vote';

/** A way to settle that people start from, with what it is for and where it comes from. */
export interface BuiltInTemplate {
  readonly id: string;
  /** One sentence for whoever chooses. */
  readonly summary: string;
  readonly source: string;
  readonly template: SessionTemplate;
}

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

/** The only list of them: what is added here is offered to people and goes through the tests of blinding. */
export const BUILT_IN_TEMPLATES: readonly BuiltInTemplate[] = [
  {
    id: 'named-panel',
    summary:
      'Colleagues who know each other vote sealed, talk, vote again; a majority settles, the chair breaks a tie.',
    source: 'Simple rules on independent votes: Wolf 2015, PLoS ONE.',
    template: usualPanel('Named panel'),
  },
  {
    id: 'masked-panel',
    summary: 'Nobody knows who said what until the session closes; a tie stays unresolved, and that is a result.',
    source: 'The second phase of LIDC, with the others anonymous: McNitt-Gray 2007, Academic Radiology.',
    template: {
      ...usualPanel('Masked panel'),
      identity: 'aliased-until-close',
      tie: 'unresolved',
      chair: 'votes',
      denominator: 'eligible',
    },
  },
  {
    id: 'rounds-without-names',
    summary:
      'Rounds of sealed votes with the distribution in between, names never; the chair moderates and has no vote.',
    source: 'Delphi studies: anonymous, at least two rounds, reported as ACCORD asks (PLoS Medicine 2024).',
    template: {
      ...usualPanel('Rounds without names'),
      identity: 'aliased',
      tie: 'another-round',
      maximumRounds: 3,
      chair: 'casting-vote',
      denominator: 'eligible',
      secondsPerItem: 300,
    },
  },
  {
    id: 'two-and-an-adjudicator',
    summary: 'Two must give the same answer; where they differ, a third person who does not know who they are decides.',
    source: 'Blinded independent central review, “2+1”: FDA, Clinical Trial Imaging Endpoint Process Standards, 2018.',
    template: {
      ...usualPanel('Two and an adjudicator'),
      identity: 'aliased',
      rule: { kind: 'k-of-n', k: 2 },
      maximumRounds: 1,
      chair: 'casting-vote',
    },
  },
  {
    id: 'features-until-agreed',
    summary: 'Features are settled one by one until all agree, in five rounds at most; what is left is unresolved.',
    source: 'Feature-rubric adjudication: Schaekermann 2019, PMC6922270.',
    template: {
      ...usualPanel('Features until agreed'),
      identity: 'aliased-until-close',
      rule: { kind: 'unanimous' },
      tie: 'another-round',
      maximumRounds: 5,
      chair: 'votes',
      secondsPerItem: 300,
    },
  },
  {
    id: 'quorum-panel',
    summary: 'The chair goes on as soon as three have voted, and everybody sees whose ballot is missing.',
    source: 'Quorum of independent votes: Wolf 2015, PLoS ONE.',
    template: {
      ...usualPanel('Quorum panel'),
      unlock: { kind: 'quorum', ballots: 3 },
      denominator: 'eligible',
      missingShownTo: 'everybody',
    },
  },
  {
    id: 'teaching-conference',
    summary:
      'The teacher asks, closes the vote when it is time and has no vote; nobody has to give a reason or a name.',
    source: 'Peer learning conferences, non-scored: Peer Learning Summit 2020.',
    template: {
      ...usualPanel('Teaching conference'),
      identity: 'aliased',
      unlock: { kind: 'facilitator' },
      tie: 'unresolved',
      reasonRequired: false,
      chair: 'casting-vote',
    },
  },
];
