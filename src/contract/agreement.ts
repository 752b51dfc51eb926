/** Wire shapes of agreement: what people outside the blind set may see, and how a session is made of the disagreements. */
import * as v from 'valibot';
import type { DisagreementKind } from '#domain/plan/disagreement-kind.ts';
import type { Measurement } from '#domain/geometry/measurement.ts';
import type { CaseId, UserId } from '#domain/kernel/id.ts';
import type { ProtocolCitation } from '#domain/protocol/protocol.ts';
import type { Raters } from '#domain/reading/read.ts';

export interface AgreementOverview {
  readonly citation: ProtocolCitation;
  readonly cases: readonly ComparedCaseView[];
  /** Cases the asker read: nothing of them is told. */
  readonly withheld: number;
  /** How blind the reads were, in words, e.g. "blind to all other reads". */
  readonly blindings: readonly string[];
  /** `interchangeable` as soon as one read is: nothing is told per reader then. */
  readonly raters: Raters;
}

export interface ComparedCaseView {
  readonly case: CaseId;
  readonly alias: string;
  readonly reads: number;
  readonly lesions: readonly ComparedLesion[];
}

/** One lesion; readers are letters drawn for this case, the same letter for the same read in all its lesions. */
export interface ComparedLesion {
  /** Position in the list of the case, 1-based. */
  readonly number: number;
  readonly finding: string;
  readonly kinds: readonly DisagreementKind[];
  readonly readers: readonly {
    readonly letter: string;
    readonly found: boolean;
    readonly diameter: Measurement | null;
    /** Labels of the class fields' values, by label of the field. */
    readonly values: readonly { readonly label: string; readonly value: string }[];
  }[];
}

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
