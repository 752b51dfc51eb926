/** Wire shapes of what readers tell a lead: flags, excuses, and how long a read took. */
import * as v from 'valibot';
import type { CaseId, FlagId, ReadId, UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { LONGEST_SITTING } from '#domain/reading/reading-time.ts';
import { EXCUSES, FLAG_KINDS, RELEASE_REASONS, type FlagKind } from '#domain/reading/report.ts';

const Text = v.pipe(v.string(), v.trim(), v.maxLength(1000));

/** `POST /api/v1/reads/<id>/flags` */
export const NewFlagSchema = v.object({ kind: v.picklist(FLAG_KINDS), text: Text });
export type NewFlag = v.InferOutput<typeof NewFlagSchema>;

/** `POST /api/v1/reads/<id>/excuse`; another reason has to be said. */
export const NewExcuseSchema = v.pipe(
  v.object({ reason: v.picklist(EXCUSES), text: Text }),
  v.check(({ reason, text }) => reason !== 'other' || text !== '', 'another reason has to be said'),
);
export type NewExcuse = v.InferOutput<typeof NewExcuseSchema>;

const Seconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LONGEST_SITTING));
/**
 * `POST /api/v1/reads/<id>/time`: seconds since a window was opened, all of them. Whoever got no answer tells again; the answer
 * holds the sums of the read over its windows.
 */
export const SpentTimeSchema = v.object({ sitting: v.pipe(v.string(), v.uuid()), active: Seconds, idle: Seconds });
export type SpentTime = v.InferOutput<typeof SpentTimeSchema>;

/** `POST /api/v1/projects/<id>/reports/<flag>` */
export const SettlementSchema = v.object({ note: Text });

/** `POST /api/v1/projects/<id>/withheld`: what these flags withhold comes in again, all of it or nothing. */
export const NewReleaseSchema = v.object({
  flags: v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.minLength(1), v.maxLength(1000)),
  reason: v.picklist(RELEASE_REASONS),
});
export type NewRelease = v.InferOutput<typeof NewReleaseSchema>;

/** `PUT /api/v1/projects/<id>/withheld/<user>` */
export const WithholdingSchema = v.object({ allowed: v.boolean() });

export interface Report {
  readonly case: CaseId;
  readonly alias: string;
  readonly reader: UserId;
  readonly at: Instant;
}

export interface FlagReport extends Report {
  readonly flag: FlagId;
  readonly kind: FlagKind;
  /** Nobody but those who look at images sees this case, because of this flag or one like it. */
  readonly withholds: boolean;
  /** Null for whoever has to judge the case too. */
  readonly text: string | null;
  readonly settled: { readonly at: Instant; readonly note: string } | null;
}

export interface ExcuseReport extends Report {
  readonly read: ReadId;
  readonly text: string | null;
}

/** `GET /api/v1/projects/<id>/reports`, in the order they came. */
export interface Reports {
  readonly flags: readonly FlagReport[];
  readonly excuses: readonly ExcuseReport[];
  /** Readers whose flags withhold nothing any more. */
  readonly stopped: readonly UserId[];
}
