/** What a browser gets of one case's images: its series, and for each frame where it lies and how to know it is the right one. */
import * as v from 'valibot';
import type { FrameGeometry } from '#domain/geometry/frame.ts';
import { patientPoint } from '#domain/geometry/point.ts';
import { FrameKeySchema } from '#domain/ingest/frame-key.ts';

const Uid = v.pipe(v.string(), v.regex(/^[0-9.]{1,64}$/));
const Count = v.pipe(v.number(), v.integer(), v.minValue(1));
const Positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const Finite = v.pipe(v.number(), v.finite());

const PatientPointSchema = v.pipe(
  v.tuple([Finite, Finite, Finite]),
  v.transform(([x, y, z]) => patientPoint(x, y, z)),
);

/** The frozen geometry of a frame. Absent `spacing` means uncalibrated: lengths are in px, never in mm. */
const FrameGeometrySchema = v.pipe(
  v.object({
    rows: Count,
    columns: Count,
    spacing: v.optional(
      v.object({ row: Positive, column: Positive, kind: v.picklist(['patient', 'imager', 'ultrasound-region']) }),
    ),
    plane: v.optional(
      v.object({ position: PatientPointSchema, alongRow: PatientPointSchema, alongColumn: PatientPointSchema }),
    ),
    frameOfReference: v.optional(Uid),
  }),
  v.transform(({ rows, columns, spacing, plane, frameOfReference }): FrameGeometry => ({
    rows,
    columns,
    ...(spacing && { spacing }),
    ...(plane && { plane }),
    ...(frameOfReference !== undefined && { frameOfReference }),
  })),
);

/** One data element of the DICOM JSON model (PS3.18 F.2): its VR and values. Bulk and pixel data never appear here. */
const DicomElementSchema = v.object({
  vr: v.pipe(v.string(), v.length(2)),
  Value: v.optional(v.array(v.unknown())),
  /** Base64; palette tables only. */
  InlineBinary: v.optional(v.string()),
});

/** One instance's attributes in the DICOM JSON model, keyed by eight hex digits of the tag. */
export const DicomJsonSchema = v.record(v.pipe(v.string(), v.regex(/^[0-9A-F]{8}$/)), DicomElementSchema);
export type DicomJson = v.InferOutput<typeof DicomJsonSchema>;

/** One frame as it is served: one bare body of exactly `bytes` bytes whose SHA-256 is `sha256` (lower-case hex). */
export const FrameSourceSchema = v.object({
  key: FrameKeySchema,
  url: v.string(),
  /** UID of the transfer syntax of the body at `url`, which may be a lossless derivative of the archived one. */
  transferSyntax: Uid,
  bytes: Count,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  rows: Count,
  columns: Count,
  /** Instance Number (0020,0013); null where the instance has none. */
  instanceNumber: v.nullable(v.pipe(v.number(), v.integer())),
  geometry: FrameGeometrySchema,
});
export type FrameSource = v.InferOutput<typeof FrameSourceSchema>;

/** A window as the image itself proposes it (0028,1050/1051/1055). Values are after the modality rescale, e.g. HU. */
export const NamedWindowSchema = v.object({ name: v.string(), center: Finite, width: Positive });
export type NamedWindow = v.InferOutput<typeof NamedWindowSchema>;

export const SeriesImagesSchema = v.object({
  id: v.string(),
  /** What the corner says about the series: "Chest CT, 1.0 mm, lung kernel, no contrast". Built by the server, never PHI. */
  label: v.string(),
  /** Modality (0008,0060), e.g. CT, MR, US, DX. */
  modality: v.string(),
  /** In display order. */
  frames: v.pipe(v.array(FrameSourceSchema), v.minLength(1)),
  /**
   * DICOM JSON per SOP Instance UID, once per instance even when it has many frames. At least SOP Class (0008,0016),
   * Modality (0008,0060) and the whole Image Pixel module: the decoder waits for ever on an instance without Modality.
   */
  instances: v.record(Uid, DicomJsonSchema),
  /** Null when no lossy compression is known; `ratio` is (0028,2112), null where it is not stated. */
  lossy: v.nullable(v.object({ ratio: v.nullable(Positive) })),
  windows: v.array(NamedWindowSchema),
  /** Recommended display rate of a cine (0018,0040 or 1000 / 0018,1063), frames per second; null for a still series. */
  frameRate: v.nullable(Positive),
});
export type SeriesImages = v.InferOutput<typeof SeriesImagesSchema>;

/** Answer of `GET /api/v1/cases/<id>/images`. */
export const CaseImagesSchema = v.object({
  case: v.string(),
  /** The alias people see, e.g. "Case 14". */
  alias: v.string(),
  series: v.array(SeriesImagesSchema),
});
export type CaseImages = v.InferOutput<typeof CaseImagesSchema>;
