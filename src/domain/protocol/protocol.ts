/** A protocol version is the instructions as they were when somebody read: frozen on publication, known by its content hash. */
import * as v from 'valibot';
import { AgreementPlanSchema } from '../plan/agreement-plan.ts';
import { SessionTemplateSchema } from '../plan/session-template.ts';
import { TOOLS } from '../geometry/shape.ts';
import { CONTEXT_KEYS } from '../ingest/case.ts';
import { FieldSchema } from './field.ts';

const Key = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/));
const Text = (maximum: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(maximum));

/** A concept from a terminology: scheme (SCT, DCM, RADLEX …), value, meaning. */
const CodeSchema = v.object({ scheme: Text(16), value: Text(64), meaning: Text(200) });

export const FindingSchema = v.object({
  id: Key,
  name: Text(120),
  definition: Text(2000),
  code: v.optional(CodeSchema),
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

export const ProtocolContentSchema = v.pipe(
  v.object({
    title: Text(120),
    question: Text(500),
    findings: v.pipe(v.array(FindingSchema), v.minLength(1), v.maxLength(20)),
    caseFields: v.array(FieldSchema),
    clauses: v.pipe(v.array(ClauseSchema), v.maxLength(200)),
    /** Which clinical information a reader sees before submitting; the rest opens afterwards. */
    contextBeforeRead: v.array(v.picklist(CONTEXT_KEYS)),
    agreement: AgreementPlanSchema,
    session: SessionTemplateSchema,
  }),
  v.check((p) => unique(p.findings.map((f) => f.id)), 'Two findings have the same id.'),
  v.check((p) => unique(p.clauses.map((c) => c.id)), 'Two clauses have the same id.'),
  v.check((p) => unique(p.clauses.map((c) => c.number)), 'Two clauses have the same number.'),
);
export type ProtocolContent = v.InferOutput<typeof ProtocolContentSchema>;

/** What every read, ballot, decision and export cites. */
export interface ProtocolCitation {
  readonly protocol: string;
  readonly version: number;
  /** SHA-256 of the canonical JSON of the content, hexadecimal. */
  readonly hash: string;
}

const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;
