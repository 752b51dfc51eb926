/** Wire shapes of reading: the workspace of one read, and the submission. */
import * as v from 'valibot';
import type { ClinicalContext } from '#domain/ingest/case.ts';
import type { CaseId, CommandId, ReadId, UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { ProtocolCitation, ProtocolContent } from '#domain/protocol/protocol.ts';
import type { ReadContent } from '#domain/reading/mark.ts';
import type { ReadingTime } from '#domain/reading/reading-time.ts';
import type { FlagKind } from '#domain/reading/report.ts';
import type { Problem } from '#domain/reading/submission.ts';

/** Everything the reader workspace shows. Nothing of any other reader is in it. */
export interface Workspace {
  readonly read: ReadId;
  readonly case: { readonly id: CaseId; readonly alias: string };
  /** As far as the protocol stages it for this moment. */
  readonly context: ClinicalContext;
  readonly citation: ProtocolCitation;
  readonly protocol: ProtocolContent;
  readonly state:
    { readonly kind: 'draft' } | { readonly kind: 'submitted'; readonly at: Instant; readonly content: ReadContent };
  /** The patient's last earlier examination, as soon as the protocol shows it. */
  readonly prior: CaseId | null;
  /** How long this reader was at it so far, in seconds. */
  readonly time: ReadingTime;
  /** A possible identity that this reader flags withholds the images at once. */
  readonly mayWithhold: boolean;
  /** What this reader told the lead about the case in this read. */
  readonly flags: readonly { readonly kind: FlagKind; readonly text: string; readonly at: Instant }[];
  /** The reader's next draft in the same project, if any. */
  readonly next: ReadId | null;
}

/** `POST /api/v1/reads/<id>/submission` */
export const SubmissionSchema = v.object({
  commandId: v.pipe(
    v.string(),
    v.uuid(),
    v.transform((text) => text as CommandId),
  ),
  /** What the client has written, deletions included (`proofOf`): the server must hold all of it. */
  proof: v.pipe(v.string(), v.base64(), v.maxLength(1_000_000)),
  /** The protocol version the reader has on screen. */
  protocolVersion: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
export type Submission = v.InferOutput<typeof SubmissionSchema>;

/** `POST /api/v1/projects/<id>/reads` */
export const AssignmentSchema = v.object({
  cases: v.array(
    v.pipe(
      v.string(),
      v.uuid(),
      v.transform((text) => text as CaseId),
    ),
  ),
  readers: v.array(
    v.pipe(
      v.string(),
      v.uuid(),
      v.transform((text) => text as UserId),
    ),
  ),
});

export interface Submitted {
  readonly at: Instant;
  readonly hash: string;
}

/** In the details of the refusals `missing-fields` and `invalid-read`, as JSON texts of `Problem`. */
export const problemTexts = (problems: readonly Problem[]): string[] => problems.map((p) => JSON.stringify(p));
