/** Wire shapes of assigning: a plan with its preview, batches and how far they are, single reads that end, notes about readers. */
import * as v from 'valibot';
import type { BatchId, UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { DesignSchema } from '#domain/reading/assignment/assignment-plan.ts';
import { RepeatsSchema } from '#domain/reading/assignment/hidden-repeats.ts';
import type { AssignedCase } from '#domain/reading/assignment/assigned-case.ts';

const UserIdSchema = v.pipe(
  v.string(),
  v.uuid(),
  v.transform((text) => text as UserId),
);
const BatchIdSchema = v.pipe(
  v.string(),
  v.uuid(),
  v.transform((text) => text as BatchId),
);
const CaseNumber = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000_000));
const Moment = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0),
  v.transform((ms) => ms as Instant),
);
const Because = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500));

const PLAN = {
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
  /** When it is due; null for no date. Being late locks nothing. */
  dueAt: v.nullable(Moment),
  design: DesignSchema,
  readers: v.pipe(v.array(UserIdSchema), v.minLength(1), v.maxLength(100)),
  /** Numbers of cases, both included. */
  from: CaseNumber,
  to: CaseNumber,
  /** Only cases nobody has been asked to read. */
  unread: v.boolean(),
  /** Cases of one kind come one after the other. */
  similarTogether: v.boolean(),
  repeats: v.nullable(RepeatsSchema),
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31 - 1)),
};

/** `POST /api/v1/projects/<id>/assignments/preview` */
export const PlanSchema = v.object(PLAN);
export type Plan = v.InferOutput<typeof PlanSchema>;

/** `POST /api/v1/projects/<id>/assignments`: the plan whose preview bore this digest, or nothing. */
export const AppliedPlanSchema = v.object({ ...PLAN, digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) });
export type AppliedPlan = v.InferOutput<typeof AppliedPlanSchema>;

const Count = v.number();
const RangeSchema = v.object({ least: Count, most: Count });

const PlannedShareSchema = v.object({
  user: UserIdSchema,
  cases: Count,
  repeats: Count,
  /** How many of them cannot be blind, because the reader could know what others made of the case. */
  informed: Count,
});
export type PlannedShare = Readonly<v.InferOutput<typeof PlannedShareSchema>>;

export const PlanPreviewSchema = v.object({
  /** SHA-256 of who reads what in which place. */
  digest: v.string(),
  cases: Count,
  reads: Count,
  /** How many of the reads are repeats. */
  repeats: Count,
  /** Reads of the plan that exist already and are left alone. */
  existing: Count,
  kinds: v.array(v.object({ kind: v.string(), cases: Count })),
  readers: v.array(PlannedShareSchema),
  caseRange: RangeSchema,
  /** Cases that two readers have in common. */
  pairRange: RangeSchema,
  /** The least difference any plan of this size could have; null where expertise decides. */
  least: v.nullable(v.object({ cases: Count, pairs: Count })),
  /** Numbers of cases that get fewer readers than asked for: the first ones, and how many in all. */
  short: v.object({ count: Count, numbers: v.array(Count) }),
  sameInstitution: v.array(
    v.object({ institution: v.string(), readers: v.tuple([UserIdSchema, UserIdSchema]), cases: Count }),
  ),
});
export type PlanPreview = Readonly<v.InferOutput<typeof PlanPreviewSchema>>;

export const AppliedSchema = v.object({
  batch: BatchIdSchema,
  assigned: Count,
});
export type Applied = Readonly<v.InferOutput<typeof AppliedSchema>>;

/** How far one batch is, reader by reader. */
export interface BatchProgress {
  readonly id: BatchId;
  readonly name: string;
  readonly dueAt: Instant | null;
  /** The date has passed and something is open. */
  readonly late: boolean;
  readonly veiled: boolean;
  readonly readers: readonly { readonly user: UserId; readonly open: number; readonly submitted: number }[];
}

/** `PATCH /api/v1/projects/<id>/assignments/<batch>` */
export const DueSchema = v.object({ dueAt: v.nullable(Moment) });

/** `POST /api/v1/projects/<id>/assignments/dates`: what some readers have open in some batches gets another date, or none. */
export const MovedDatesSchema = v.object({
  of: v.pipe(
    v.array(v.object({ batch: BatchIdSchema, users: v.pipe(v.array(UserIdSchema), v.minLength(1), v.maxLength(200)) })),
    v.minLength(1),
    v.maxLength(200),
  ),
  dueAt: v.nullable(Moment),
});
export type MovedDates = Readonly<v.InferOutput<typeof MovedDatesSchema>>;

export const DatesMovedSchema = v.object({ moved: Count });
export type DatesMoved = Readonly<v.InferOutput<typeof DatesMovedSchema>>;

/** `POST /api/v1/projects/<id>/reads/<read>/ending`: nobody reads it any more, or somebody else does. */
export const EndingSchema = v.variant('how', [
  v.object({ how: v.literal('withdrawn'), because: Because }),
  v.object({ how: v.literal('reassigned'), because: Because, to: UserIdSchema }),
]);
export type EndingRequest = v.InferOutput<typeof EndingSchema>;

/** `PUT /api/v1/projects/<id>/readers/<user>` */
export const ReaderNoteSchema = v.object({
  institution: v.pipe(v.string(), v.trim(), v.maxLength(120)),
  /** Kinds of cases they may be given; an empty list stands for all. */
  expertise: v.pipe(v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80))), v.maxLength(50)),
});
export type ReaderNote = v.InferOutput<typeof ReaderNoteSchema>;

/** Query of `GET /api/v1/projects/<id>/assignments/cases`: the number of the case the page begins behind. */
export const CasesQuerySchema = v.object({
  behind: v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number)), '0'),
});

/** A page of cases with who reads them: never a mark, never an answer. */
export interface AssignmentPage {
  readonly cases: readonly AssignedCase[];
  /** The number the next page begins behind; null when this is the last one. */
  readonly next: number | null;
}
