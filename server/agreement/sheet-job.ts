/** What the thread is given: a sheet, and what the figures need besides what may travel to a browser. */
import type { PlannedFigure } from '#domain/plan/agreement-plan.ts';
import type { Sheet } from '#contract/agreement-figures.ts';

/** A sheet with what must be drawn together: intervals resample patients, never lesions or cases of one patient. */
export interface SheetJob {
  /** The figure that the protocol fixed beforehand as the one that counts. */
  readonly planned?: PlannedFigure | undefined;
  readonly sheet: Sheet;
  /** The patient behind each item, counted from 0. */
  readonly patients: readonly number[];
  /** For marks: every case that was compared, with or without a lesion, and who read it. */
  readonly cases: readonly JobCase[];
}

export interface JobCase {
  readonly patient: number;
  readonly read: readonly boolean[];
  /** Places of its lesions in `sheet.items`. */
  readonly items: readonly number[];
}

/** One fixed seed: the same reads give the same intervals whenever somebody looks. */
export const SEED = 20_261_123;
