/**
 * What a sealed item leaves behind: one verdict per question that was asked, with everybody who was overruled. Dissent and
 * `unresolved` are results like any other and are never averaged away.
 */
import * as v from 'valibot';
import { FieldValueSchema } from '../protocol/field.ts';
import { CAUSES } from './command.ts';
import { QuestionSchema } from './question.ts';
import { InstantSchema, SeatSchema } from './value.ts';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** One ballot as it is published: `answer` null is an abstention. */
export const OpenBallotSchema = v.object({
  seat: SeatSchema,
  answer: v.nullable(FieldValueSchema),
  reason: v.nullable(v.string()),
  /** Id of a cited clause of the protocol. */
  clause: v.nullable(v.string()),
});
export type OpenBallot = v.InferOutput<typeof OpenBallotSchema>;

/** What the rule makes of the ballots on one question. `leaders` are the answers that share the highest count. */
export const StandingSchema = v.variant('kind', [
  v.object({ kind: v.literal('passed'), answer: FieldValueSchema }),
  v.object({ kind: v.literal('tied'), leaders: v.array(FieldValueSchema) }),
  v.object({ kind: v.literal('not-passed') }),
]);
export type Standing = v.InferOutput<typeof StandingSchema>;

/** The ballots of one question of one round, counted. */
export const CountSchema = v.object({
  /** Every answer that was given, in the order of the question, with its number of ballots. */
  tally: v.array(v.object({ answer: FieldValueSchema, count: Count })),
  abstained: Count,
  /** Of how many the rule takes its share, and how many equal answers it needs. */
  of: Count,
  needed: Count,
  standing: StandingSchema,
});
export type Counted = v.InferOutput<typeof CountSchema>;

export const VerdictSchema = v.object({
  question: QuestionSchema,
  result: v.variant('kind', [
    v.object({ kind: v.literal('settled'), answer: FieldValueSchema, by: v.picklist(['rule', 'casting-vote']) }),
    v.object({ kind: v.literal('unresolved') }),
  ]),
  count: CountSchema,
  /** Ballots with another answer than the settled one; of an unresolved question all ballots with an answer. */
  dissents: v.array(OpenBallotSchema),
});
export type Verdict = v.InferOutput<typeof VerdictSchema>;

/** The joint outline as it stood, canonical JSON, with the highest journal number it contains. */
export const OutlineSchema = v.object({ json: v.string(), journal: v.number() });
export type OutlineSnapshot = v.InferOutput<typeof OutlineSchema>;

export const OutcomeSchema = v.object({
  /** From the last round; first existence, then the fields that were asked. */
  verdicts: v.array(VerdictSchema),
  rounds: Count,
  reason: v.nullable(v.string()),
  cause: v.nullable(v.picklist(CAUSES)),
  clause: v.nullable(v.string()),
  outline: v.nullable(OutlineSchema),
  /** Everybody who had taken their place by then. */
  present: v.array(SeatSchema),
  sealedBy: SeatSchema,
  sealedAt: InstantSchema,
});
export type Outcome = v.InferOutput<typeof OutcomeSchema>;
