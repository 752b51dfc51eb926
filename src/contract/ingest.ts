/** Wire shapes of cases: letting images in, setting them aside, entering the clinical context. */
import * as v from 'valibot';
import { CASE_STATES, ClinicalContextSchema, type CaseState } from '#domain/ingest/case.ts';

/** `POST /api/v1/cases/<id>/exclusion` */
export const ExclusionSchema = v.object({
  reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500)),
});

/** `PUT /api/v1/cases/<id>/context`: replaces the whole context. */
export const ContextSchema = ClinicalContextSchema;

const Remark = v.object({ path: v.string(), code: v.string(), message: v.string() });

/** Answer of `POST /api/v1/projects/<id>/files`: what became of one dropped file or archive. */
export const ImportReportSchema = v.object({
  files: v.number(),
  imported: v.number(),
  quarantined: v.array(Remark),
  warnings: v.array(Remark),
  studies: v.number(),
  series: v.number(),
  instances: v.number(),
  frames: v.number(),
  cases: v.number(),
  seconds: v.number(),
});
export type ImportReport = v.InferOutput<typeof ImportReportSchema>;

/** Query of the page of cases: which ones, and the number it begins with. An empty state stands for all. */
export const CaseListQuerySchema = v.object({
  state: v.optional(v.picklist(['', ...CASE_STATES]), ''),
  from: v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number)), '1'),
});
export type CaseListQuery = v.InferOutput<typeof CaseListQuerySchema>;

/** How many cases a project has in each state. */
export type CaseStateCounts = Readonly<Record<CaseState, number>>;
