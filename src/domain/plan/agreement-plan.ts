/** What counts as the same lesion and as a disagreement, as data that is frozen with the protocol version. */
import * as v from 'valibot';

export const AgreementPlanSchema = v.object({
  /** Marks of two readers may be one lesion when their centroids are nearer than this. */
  matching: v.object({
    /** In mm where the frames are calibrated. */
    maximumMm: v.pipe(v.number(), v.minValue(0.1)),
    /** In pixels where they are not. */
    maximumPixels: v.pipe(v.number(), v.minValue(1)),
    /** Instead of pixels, where both have a diameter: this share of the mean of the two. */
    maximumShare: v.optional(v.pipe(v.number(), v.minValue(0.01), v.maxValue(10))),
  }),
  /** Longest diameters that differ by more than max(mm, share of the mean) disagree in extent. */
  extent: v.object({ mm: v.pipe(v.number(), v.minValue(0)), share: v.pipe(v.number(), v.minValue(0), v.maxValue(1)) }),
  /** Fields of a finding whose different values are a disagreement in class. */
  classFields: v.array(v.string()),
});
export type AgreementPlan = v.InferOutput<typeof AgreementPlanSchema>;
