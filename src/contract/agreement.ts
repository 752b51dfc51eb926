/** Wire shape of a session that is made of disagreements. */
import * as v from 'valibot';
import type { CaseId, UserId } from '#domain/kernel/id.ts';

/** `POST /api/v1/projects/<id>/sessions`: a session about all disagreements of the chosen cases, or about chosen disagreements. */
export const ScheduleSchema = v.object({
  title: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120)),
  /** Empty: every case with a disagreement. */
  cases: v.array(
    v.pipe(
      v.string(),
      v.uuid(),
      v.transform((text) => text as CaseId),
    ),
  ),
  /** Ids of the queue; given, they alone are what the session is about, and `cases` is not looked at. */
  disagreements: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(80))), v.maxLength(500))),
  people: v.pipe(
    v.array(
      v.object({
        user: v.pipe(
          v.string(),
          v.uuid(),
          v.transform((text) => text as UserId),
        ),
        role: v.picklist(['chair', 'panellist', 'observer']),
      }),
    ),
    v.minLength(2),
    v.maxLength(60),
  ),
});
export type Schedule = v.InferOutput<typeof ScheduleSchema>;
