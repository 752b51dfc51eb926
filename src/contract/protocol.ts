/** Wire shape of publishing a protocol. */
import * as v from 'valibot';

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
