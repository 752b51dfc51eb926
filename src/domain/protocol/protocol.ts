/** A protocol version is the instructions as they were when somebody read: frozen on publication, known by its content hash. */
import * as v from 'valibot';
import { AgreementPlanSchema } from '../plan/agreement-plan.ts';
import { SessionTemplateSchema } from '../plan/session-template.ts';
import { MOST_POINTS, TOOLS } from '../geometry/shape.ts';
import { CONTEXT_KEYS } from '../ingest/case.ts';
import { FrameKeySchema } from '../ingest/frame-key.ts';
import { CodeSchema } from './code.ts';
import { FieldSchema } from './field.ts';
import { ReadingOrderSchema } from './reading-order.ts';

const Key = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/));
const Text = (maximum: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(maximum));

/** What one mark of a finding stands for; absent in versions that did not say: one mark for each finding. */
export const GRANULARITIES = ['finding', 'image', 'series', 'case'] as const;
export type Granularity = (typeof GRANULARITIES)[number];

export const FindingSchema = v.object({
  id: Key,
  name: Text(120),
  definition: Text(2000),
  code: v.optional(CodeSchema),
  granularity: v.optional(v.picklist(GRANULARITIES)),
  /** The kinds of geometry it may be drawn with. */
  tools: v.pipe(v.array(v.picklist(TOOLS)), v.minLength(1)),
  /** Smallest longest diameter that counts, in mm. */
  minimumMm: v.optional(v.pipe(v.number(), v.minValue(0))),
  fields: v.array(FieldSchema),
});
export type Finding = v.InferOutput<typeof FindingSchema>;

/** A numbered sentence that can be cited: "4.2". */
export const ClauseSchema = v.object({
  id: Key,
  number: v.pipe(v.string(), v.regex(/^\d{1,2}(\.\d{1,2}){0,2}$/)),
  kind: v.picklist(['rule', 'edge-case']),
  text: Text(2000),
});
export type Clause = v.InferOutput<typeof ClauseSchema>;

const Coordinate = v.pipe(v.number(), v.finite());

/** A place in a real case with what it teaches; the mark is drawn in pixels of the frame. */
export const ExampleSchema = v.object({
  id: Key,
  case: v.pipe(v.string(), v.uuid()),
  frame: FrameKeySchema,
  /** Id of the finding it shows; absent where it shows that something is none. */
  finding: v.optional(Key),
  mark: v.optional(
    v.object({
      tool: v.picklist(TOOLS),
      points: v.pipe(v.array(v.tuple([Coordinate, Coordinate])), v.maxLength(MOST_POINTS)),
    }),
  ),
  /** How bright it is shown, where the author chose that; else as the image proposes. */
  window: v.optional(v.object({ center: Coordinate, width: v.pipe(Coordinate, v.gtValue(0)) })),
  commentary: Text(2000),
});
export type Example = v.InferOutput<typeof ExampleSchema>;

/**
 * The form of a version. Rules between its parts stand in `problems.ts` and are asked when it is published, so that a version
 * that was published under fewer rules stays readable. What came later is optional for the same reason.
 */
export const ProtocolContentSchema = v.object({
  title: Text(120),
  question: Text(500),
  /** Whose images are read, and whose are not. */
  population: v.optional(Text(1000)),
  findings: v.pipe(v.array(FindingSchema), v.minLength(1), v.maxLength(20)),
  caseFields: v.array(FieldSchema),
  clauses: v.pipe(v.array(ClauseSchema), v.maxLength(200)),
  examples: v.optional(v.pipe(v.array(ExampleSchema), v.maxLength(50))),
  /** Which clinical information a reader sees before submitting; the rest opens afterwards. */
  contextBeforeRead: v.array(v.picklist(CONTEXT_KEYS)),
  readingOrder: v.optional(ReadingOrderSchema),
  agreement: AgreementPlanSchema,
  session: SessionTemplateSchema,
});
export type ProtocolContent = v.InferOutput<typeof ProtocolContentSchema>;

/** What every read, ballot, decision and export cites. */
export interface ProtocolCitation {
  readonly protocol: string;
  readonly version: number;
  /** SHA-256 of the canonical JSON of the content, hexadecimal. */
  readonly hash: string;
}
