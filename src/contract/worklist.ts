/** Wire shapes of a reader's worklist. Nothing in it tells of anybody else's reads. */
import * as v from 'valibot';
import type { BatchId, ProjectId, ReadId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';

export const DUE_FILTERS = ['any', 'late', 'week', 'none'] as const;
export type DueFilter = (typeof DUE_FILTERS)[number];

/** Query parameters of `GET /api/v1/reads` and of the worklist's page; an empty text asks for nothing in particular. */
export const WorklistQuerySchema = v.object({
  state: v.optional(v.picklist(['draft', 'submitted']), 'draft'),
  project: v.optional(v.string(), ''),
  batch: v.optional(v.string(), ''),
  /** `late`: the date has passed. `week`: within seven days. `none`: without a date. */
  due: v.optional(v.picklist(DUE_FILTERS), 'any'),
  /** The number in "Case 14" or "Read 14". */
  number: v.optional(v.union([v.literal(''), v.pipe(v.string(), v.regex(/^\d{1,9}$/))]), ''),
  /** `next` of the page before. */
  after: v.optional(
    v.union([v.literal(''), v.pipe(v.string(), v.regex(/^[0-9a-f-]{36}\.\d{1,15}\.[0-9a-f-]{36}$/))]),
    '',
  ),
});
export type WorklistQuery = v.InferOutput<typeof WorklistQuerySchema>;

const Moment = v.pipe(
  v.number(),
  v.transform((ms) => ms as Instant),
);

export const WorklistLineSchema = v.object({
  read: v.pipe(
    v.string(),
    v.transform((text) => text as ReadId),
  ),
  project: v.pipe(
    v.string(),
    v.transform((text) => text as ProjectId),
  ),
  /** "Case 14", or "Read 14" where the number of the case would betray a repeat. */
  caseAlias: v.string(),
  /** "Chest CT", where it is known. */
  kind: v.string(),
  batch: v.string(),
  dueAt: v.nullable(Moment),
  /** Open, and its date has passed; or submitted after it. Being late locks nothing. */
  late: v.boolean(),
  state: v.picklist(['draft', 'submitted']),
  submittedAt: v.nullable(Moment),
  protocolVersion: v.number(),
});
export type WorklistLine = Readonly<v.InferOutput<typeof WorklistLineSchema>>;

export const WorklistPageSchema = v.object({
  lines: v.array(WorklistLineSchema),
  /** Where the next page begins; null when this is the last one. */
  next: v.nullable(v.string()),
});
export type WorklistPage = Readonly<v.InferOutput<typeof WorklistPageSchema>>;

/** The reads of one batch around a read, and which one of how many it is. */
export interface ReadsBeside {
  readonly lines: readonly WorklistLine[];
  /** 1-based; 0 for a read that stands in no list. */
  readonly position: number;
  readonly of: number;
  readonly open: number;
}

/** How far the reader is with what was asked for together. */
export interface OwnBatch {
  readonly id: BatchId;
  readonly project: ProjectId;
  readonly name: string;
  readonly dueAt: Instant | null;
  readonly late: boolean;
  readonly open: number;
  readonly submitted: number;
}
