/** Wire shape of publishing a protocol. */
import * as v from 'valibot';
import { ListedCodeSchema, MOST_CODES } from '#domain/protocol/code-list.ts';
import { FrameKeySchema } from '#domain/ingest/frame-key.ts';

/** `POST /api/v1/projects/<id>/protocol`: a version that was written elsewhere. */
export const PublicationSchema = v.object({
  /** A `ProtocolContent`; what is missing in it is answered with `protocol-invalid`, place by place. */
  content: v.record(v.string(), v.unknown()),
  /** Reads that are still drafts finish under the version they began with, or move on to this one. */
  openReads: v.picklist(['finish', 'move']),
  /** The version the author started from; 0 for the first. */
  basedOn: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

const Version = v.pipe(v.number(), v.integer(), v.minValue(0));

/** `POST /api/v1/projects/<id>/protocol/draft`: what happens to the draft that people write together. */
export const DraftStepSchema = v.variant('step', [
  v.object({
    step: v.literal('publish'),
    openReads: PublicationSchema.entries.openReads,
    basedOn: Version,
    /** What the page has written, see `proofOf` of the documents: it must have arrived. */
    proof: v.pipe(v.string(), v.maxLength(100_000)),
  }),
  /** The draft goes on from this version, which somebody published without it, as it stands. */
  v.object({ step: v.literal('keep'), version: Version }),
  /** The draft begins again from this version. What stood in it stays in the journal alone. */
  v.object({ step: v.literal('restart'), version: Version }),
]);
export type DraftStep = v.InferOutput<typeof DraftStepSchema>;

/** Answer to every step: the newest version. */
export const DraftStepAnswerSchema = v.object({ version: Version });

/** `GET` and `PUT /api/v1/projects/<id>/protocol/codes`: coded terms to choose from while the protocol is written. */
export const CodeListSchema = v.object({
  /** Name of the file they came in. */
  name: v.pipe(v.string(), v.trim(), v.maxLength(200)),
  codes: v.pipe(v.array(ListedCodeSchema), v.maxLength(MOST_CODES)),
});

/** `GET /api/v1/projects/<id>/protocol/draft/cases/<case>`: whether a case can be shown as an example. */
export const ExampleCaseSchema = v.object({
  case: v.pipe(v.string(), v.uuid()),
  /** "Case 14". */
  alias: v.string(),
  /**
   * `free`: nobody judges it any more. `shown`: a published version shows it already. `judged`: somebody still reads it blind, or
   * it is before a panel. `not-ready`: its images wait for a look, or it was set aside.
   */
  standing: v.picklist(['free', 'shown', 'judged', 'not-ready']),
  /** What panels that are over have settled about it; nothing while the case cannot be shown. */
  decided: v.array(
    v.object({
      /** Title of the session. */
      session: v.string(),
      frame: FrameKeySchema,
      /** Key of the finding. */
      finding: v.string(),
      /** The outline the panel shaped together, in pixels of the frame; empty where it shaped none. */
      outline: v.array(v.tuple([v.number(), v.number()])),
      /** The outcome in words. */
      said: v.string(),
    }),
  ),
});
export type ExampleCase = v.InferOutput<typeof ExampleCaseSchema>;
