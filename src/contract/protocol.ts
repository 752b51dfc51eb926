/** Wire shape of publishing a protocol. */
import * as v from 'valibot';

/** `POST /api/v1/projects/<id>/protocol` */
export const PublicationSchema = v.object({
  /** A `ProtocolContent`; what is missing in it is answered with `protocol-invalid`, place by place. */
  content: v.record(v.string(), v.unknown()),
  /** Reads that are still drafts finish under the version they began with, or move on to this one. */
  openReads: v.picklist(['finish', 'move']),
  /** The version the author started from; 0 for the first. */
  basedOn: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
