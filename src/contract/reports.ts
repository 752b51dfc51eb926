/** Wire shapes of what readers tell a lead: flags, excuses, and how long a read took. */
import * as v from 'valibot';
import type { CaseId, FlagId, ReadId, UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { EXCUSES, FLAG_KINDS, type FlagKind } from '#domain/reading/report.ts';

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

/** `POST /api/v1/reads/<id>/time`: seconds since the last report, which come at least every few minutes. */
const Seconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(900));
export const SpentTimeSchema = v.object({ active: Seconds, idle: Seconds });

/** `POST /api/v1/projects/<id>/reports/<flag>` */
export const SettlementSchema = v.object({ note: Text });

export interface Report {
  readonly case: CaseId;
  readonly alias: string;
  readonly reader: UserId;
  readonly at: Instant;
}

export interface FlagReport extends Report {
  readonly flag: FlagId;
  readonly kind: FlagKind;
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
}
