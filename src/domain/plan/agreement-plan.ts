/**
 * What counts as the same lesion and as a disagreement, what a disagreement costs, and what the protocol resolves by itself: data
 * that is frozen with the protocol version. What came later is optional, so that a version published before stays what it was,
 * hash included; where it is absent, the defaults named here apply.
 */
import * as v from 'valibot';
import { CostRulesSchema } from './cost-rules.ts';
import { ResolutionRuleSchema } from './resolution-rule.ts';

const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const NotNegative = v.pipe(v.number(), v.finite(), v.minValue(0));

/** What can be fixed beforehand, by the ids the figures have everywhere. */
export const PLANNED_FIGURES = [
  'krippendorff-alpha',
  'gwet-ac',
  'fleiss-kappa',
  'conger-kappa',
  'brennan-prediger',
  'percent-agreement',
] as const;
export type PlannedFigure = (typeof PLANNED_FIGURES)[number];

export const AgreementPlanSchema = v.object({
  /** Marks of two readers may be one lesion when their centroids are nearer than this. */
  matching: v.object({
    /** In mm where the frames are calibrated. */
    maximumMm: v.pipe(v.number(), v.minValue(0.1)),
    /** In pixels where they are not. */
    maximumPixels: v.pipe(v.number(), v.minValue(1)),
    /** Instead of pixels, where both have a diameter: this share of the mean of the two. */
    maximumShare: v.optional(v.pipe(v.number(), v.minValue(0.01), v.maxValue(10))),
    /** How many frames of a film two marks may lie apart; absent: they lie on the same frame. */
    maximumFrames: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000))),
  }),
  /** Longest diameters that differ by more than max(mm, share of the mean) disagree in extent. */
  extent: v.object({
    mm: v.pipe(v.number(), v.minValue(0)),
    share: Share,
    /** So do surfaces of which less than this share lies within max(mm, distance of slices) of the other. */
    surface: v.optional(v.object({ dice: Share, mm: NotNegative })),
  }),
  /** Centres farther apart than this share of the mean diameter, or of the matching distance where nothing was measured. */
  location: v.optional(v.object({ share: v.pipe(v.number(), v.minValue(0.01), v.maxValue(10)) })),
  /** Fields of a finding whose different values are a disagreement: in class, in a rating or in a field, by their kind. */
  classFields: v.array(v.string()),
  /** Fields of the case that are compared; absent: all that have a closed list of answers. */
  caseFields: v.optional(v.array(v.string())),
  /** Field → how far two numbers, ratings or confidences may lie apart and still be the same. */
  tolerances: v.optional(v.record(v.string(), NotNegative)),
  /** Field of the case with a closed list of answers → the figure that was fixed beforehand as the one that counts; absent: Krippendorff's α. */
  figures: v.optional(v.record(v.string(), v.picklist(PLANNED_FIGURES))),
  cost: v.optional(CostRulesSchema),
  resolve: v.optional(v.pipe(v.array(ResolutionRuleSchema), v.maxLength(20))),
});
export type AgreementPlan = v.InferOutput<typeof AgreementPlanSchema>;

export const DEFAULT_SURFACE = { dice: 0.8, mm: 1 } as const;

/** Centres half a diameter apart: each lies outside of what the other drew. */
export const DEFAULT_LOCATION = { share: 0.5 } as const;
