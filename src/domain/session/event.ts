/**
 * What happened in a session, in order. Events are private to the server: they hold the reads of an item from the start and
 * are turned into views by `projection.ts`. Ballots are the exception: until `revealed` an event knows a commitment only.
 */
import * as v from 'valibot';
import { ClinicalContextSchema } from '../ingest/case.ts';
import { DISAGREEMENT_KINDS } from '../plan/disagreement-kind.ts';
import { SessionTemplateSchema } from '../plan/session-template.ts';
import { FieldValueSchema, FieldValuesSchema } from '../protocol/field.ts';
import { FrameKeySchema } from '../ingest/frame-key.ts';
import { MarkSchema } from '../reading/mark.ts';
import { CountSchema, OpenBallotSchema, OutcomeSchema } from './outcome.ts';
import { QuestionSchema } from './question.ts';
import { CaseIdSchema, InstantSchema, ItemIdSchema, ReadIdSchema, SeatSchema, UserSchema } from './value.ts';
import { SESSION_ROLES } from './view.ts';

const Whole = v.pipe(v.number(), v.integer(), v.minValue(0));

export const SeatedPersonSchema = v.object({
  seat: SeatSchema,
  user: UserSchema,
  name: v.string(),
  role: v.picklist(SESSION_ROLES),
  /** Let in by a link for this session alone. */
  guest: v.optional(v.boolean(), false),
});
export type SeatedPerson = v.InferOutput<typeof SeatedPersonSchema>;

const TargetSchema = v.object({
  frame: FrameKeySchema,
  /** Null where no place in the image is in question. */
  box: v.nullable(v.object({ x: v.number(), y: v.number(), width: v.number(), height: v.number() })),
});

/** One submitted read of the item's case; `lesion` null: this reader has no such lesion, or the item is about none. */
export const ItemReadSchema = v.object({
  read: ReadIdSchema,
  blinding: v.nullable(v.string()),
  lesion: v.nullable(v.object({ id: v.string(), attributes: FieldValuesSchema, marks: v.array(MarkSchema) })),
  /** What this reader answered for the case, where the item is about that. */
  answers: v.optional(FieldValuesSchema),
});
export type ItemRead = v.InferOutput<typeof ItemReadSchema>;

/** What an item is made of: the neutral part, and below what nobody sees before the first reveal: `kinds`, `fields` and `reads`. */
export const ItemContentSchema = v.object({
  id: ItemIdSchema,
  number: Whole,
  case: CaseIdSchema,
  caseAlias: v.string(),
  target: TargetSchema,
  /** Null: the item is about the case as a whole. */
  finding: v.nullable(v.object({ id: v.string(), name: v.string() })),
  questions: v.pipe(v.array(QuestionSchema), v.minLength(1)),
  /** The clinical context that is open from the start, and all of it, which opens with the first reveal. */
  context: v.object({ before: ClinicalContextSchema, after: ClinicalContextSchema }),
  kinds: v.array(v.picklist(DISAGREEMENT_KINDS)),
  /** About a case as a whole: ids of the fields that were answered differently. */
  fields: v.optional(v.array(v.string()), []),
  reads: v.array(ItemReadSchema),
});
export type ItemContent = v.InferOutput<typeof ItemContentSchema>;

export const AliasedReadSchema = v.object({
  letter: v.string(),
  /** Which read stands behind the letter; kept for the record, not published. */
  read: ReadIdSchema,
  blinding: v.nullable(v.string()),
  found: v.boolean(),
  attributes: FieldValuesSchema,
  marks: v.array(MarkSchema),
});
export type AliasedRead = v.InferOutput<typeof AliasedReadSchema>;

/** A published ballot with the nonce that opens its commitment. */
const OpenedBallotSchema = v.object({ ...OpenBallotSchema.entries, nonce: v.string() });

const RevealedStageSchema = v.object({ stage: Whole, ballots: v.array(OpenedBallotSchema), count: CountSchema });
export type RevealedStage = v.InferOutput<typeof RevealedStageSchema>;

const onItem = { item: ItemIdSchema };
const onStage = { ...onItem, round: Whole, stage: Whole };
const at = { at: InstantSchema };

export const SessionEventSchema = v.variant('type', [
  v.object({
    type: v.literal('session-scheduled'),
    ...at,
    project: v.string(),
    title: v.string(),
    template: SessionTemplateSchema,
    protocol: v.object({ protocol: v.string(), version: Whole, hash: v.string() }),
    /** Ids of the clauses that can be cited. */
    clauses: v.array(v.string()),
    people: v.array(SeatedPersonSchema),
    items: v.array(ItemContentSchema),
  }),
  v.object({ type: v.literal('joined'), seat: SeatSchema }),
  v.object({ type: v.literal('guest-seated'), person: SeatedPersonSchema }),
  /** The seat stays the person's in what was recorded; they take no further part. */
  v.object({ type: v.literal('guest-sent-out'), seat: SeatSchema }),
  v.object({ type: v.literal('session-opened'), ...at }),
  v.object({ type: v.literal('session-closed'), ...at }),
  v.object({ type: v.literal('item-opened'), ...onItem, ...at }),
  v.object({ type: v.literal('voting-opened'), ...onItem, round: Whole }),
  v.object({ type: v.literal('ballot-cast'), ...onStage, seat: SeatSchema, commitment: v.string() }),
  v.object({ type: v.literal('recused'), ...onItem, seat: SeatSchema, reason: v.string() }),
  v.object({ type: v.literal('excused'), ...onItem, seat: SeatSchema }),
  v.object({ type: v.literal('stage-closed'), ...onStage, passed: v.boolean(), eligible: v.array(SeatSchema) }),
  v.object({
    type: v.literal('revealed'),
    ...onItem,
    round: Whole,
    stages: v.array(RevealedStageSchema),
    /** With the first reveal of the item, else null. */
    reads: v.nullable(v.array(AliasedReadSchema)),
  }),
  v.object({ type: v.literal('discussion-opened'), ...onItem }),
  v.object({ type: v.literal('decision-opened'), ...onItem }),
  v.object({ type: v.literal('sealed'), ...onItem, outcome: OutcomeSchema }),
  v.object({ type: v.literal('parked'), ...onItem }),
  v.object({ type: v.literal('presenter-changed'), seat: v.nullable(SeatSchema) }),
]);
export type SessionEvent = v.InferOutput<typeof SessionEventSchema>;
export type SessionEventOf<T extends SessionEvent['type']> = Extract<SessionEvent, { readonly type: T }>;

/** A ballot as it lies in the box: a row of the server, never in a view of anybody but its voter before the reveal. */
export const SealedBallotSchema = v.object({
  ...onStage,
  seat: SeatSchema,
  answer: v.nullable(FieldValueSchema),
  reason: v.nullable(v.string()),
  clause: v.nullable(v.string()),
  nonce: v.string(),
  castAt: InstantSchema,
});
export type SealedBallot = v.InferOutput<typeof SealedBallotSchema>;
