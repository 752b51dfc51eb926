/**
 * The document `protocol:<id>`: the next version while people write it together. Findings, fields, clauses and examples are
 * entries with a place in their list; what is written in sentences is a text in which several people can write at once.
 * Everything may be missing: a draft is judged when it is published.
 */
import * as v from 'valibot';
import { TOOLS } from '#domain/geometry/shape.ts';
import { CONTEXT_KEYS } from '#domain/ingest/case.ts';
import { FrameKeySchema } from '#domain/ingest/frame-key.ts';
import { AgreementPlanSchema, PLANNED_FIGURES } from '#domain/plan/agreement-plan.ts';
import { LesionConditionSchema } from '#domain/plan/cost-rules.ts';
import { SessionTemplateSchema } from '#domain/plan/session-template.ts';
import type { Code } from '#domain/protocol/code.ts';
import { ExampleSchema, GRANULARITIES } from '#domain/protocol/protocol.ts';
import { ReadingOrderSchema } from '#domain/protocol/reading-order.ts';
import { ORDER_PATTERN, byOrder } from './order.ts';

export const ABOUT = 'about';
export const FINDINGS = 'findings';
export const FIELDS = 'fields';
export const CLAUSES = 'clauses';
export const EXAMPLES = 'examples';
/** Categories of management, on which the cost of a disagreement rests. */
export const CATEGORIES = 'categories';
export const AGREEMENT = 'agreement';
export const SESSION = 'session';

export const DRAFT_ROOTS = [ABOUT, FINDINGS, FIELDS, CLAUSES, EXAMPLES, CATEGORIES, AGREEMENT, SESSION] as const;
export type DraftRoot = (typeof DRAFT_ROOTS)[number];

/** Which fields of an entry are texts. */
export const DRAFT_TEXTS = {
  [ABOUT]: ['title', 'question', 'population'],
  [FINDINGS]: ['name', 'definition'],
  [FIELDS]: ['label'],
  [CLAUSES]: ['text'],
  [EXAMPLES]: ['commentary'],
  [CATEGORIES]: ['name'],
} as const satisfies Partial<Record<DraftRoot, readonly string[]>>;
export type EntryRoot = keyof typeof DRAFT_TEXTS;

const Id = v.pipe(v.string(), v.uuid());
const Order = v.optional(v.pipe(v.string(), v.regex(ORDER_PATTERN)), 'V');
/** The key under which it was published; a thing without one gets it from its label when it is published. */
const Key = v.optional(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/)));
const Text = v.optional(v.string(), '');
const Short = v.pipe(v.string(), v.maxLength(200));
const Finite = v.pipe(v.number(), v.finite());
const NotNegative = v.pipe(Finite, v.minValue(0));
const Answer = v.object({ value: Short, label: Short });
const Anchor = v.object({ value: Finite, label: Short });

export const AboutSchema = v.object({
  id: v.literal(ABOUT),
  title: Text,
  question: Text,
  population: Text,
  contextBeforeRead: v.optional(v.array(v.picklist(CONTEXT_KEYS)), []),
  readingOrder: v.optional(ReadingOrderSchema),
  /** The version the draft goes on from; 0 before the first. */
  basedOn: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
});

export const DraftFindingSchema = v.object({
  id: Id,
  key: Key,
  order: Order,
  name: Text,
  definition: Text,
  /** With parts still empty while it is typed. */
  code: v.optional(v.record(v.picklist(['scheme', 'value', 'meaning'] satisfies (keyof Code)[]), Short)),
  granularity: v.optional(v.picklist(GRANULARITIES)),
  tools: v.optional(v.array(v.picklist(TOOLS)), []),
  minimumMm: v.optional(Finite),
});
export type DraftFinding = v.InferOutput<typeof DraftFindingSchema>;

export const FIELD_KINDS = ['yes-no', 'choice', 'choices', 'ordinal', 'number', 'confidence', 'text'] as const;

export const DraftFieldSchema = v.object({
  id: Id,
  key: Key,
  order: Order,
  /** Id of the finding in this draft, or the case as a whole. */
  of: v.optional(v.union([Id, v.literal('case')]), 'case'),
  label: Text,
  kind: v.optional(v.picklist(FIELD_KINDS), 'yes-no'),
  required: v.optional(v.boolean(), true),
  /** A different answer is a disagreement. Absent: about a finding it is none, about the case where its answers are a closed list. */
  compares: v.optional(v.boolean()),
  /** Numbers that lie no farther apart than this are the same. */
  tolerance: v.optional(NotNegative),
  /** What each step between two numbers costs. */
  stepCost: v.optional(NotNegative),
  /** The figure of agreement that counts. */
  figure: v.optional(v.picklist(PLANNED_FIGURES)),
  /** `field` is the id of another field in this draft. */
  when: v.optional(
    v.object({ field: Id, is: v.pipe(v.array(v.union([v.boolean(), Finite, Short])), v.maxLength(20)) }),
  ),
  options: v.optional(v.pipe(v.array(Answer), v.maxLength(40)), []),
  anchors: v.optional(v.pipe(v.array(Anchor), v.maxLength(40)), []),
  unit: v.optional(Short, ''),
  minimum: v.optional(Finite, 0),
  maximum: v.optional(Finite, 100),
  maximumLength: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 500),
});
export type DraftField = v.InferOutput<typeof DraftFieldSchema>;

export const DraftClauseSchema = v.object({
  id: Id,
  key: Key,
  number: v.optional(v.pipe(v.string(), v.maxLength(20)), ''),
  kind: v.optional(v.picklist(['rule', 'edge-case']), 'rule'),
  text: Text,
});
export type DraftClause = v.InferOutput<typeof DraftClauseSchema>;

export const DraftExampleSchema = v.object({
  id: Id,
  key: Key,
  order: Order,
  case: v.optional(Id),
  frame: v.optional(FrameKeySchema),
  /** Id of a finding in this draft. */
  finding: v.optional(Id),
  mark: ExampleSchema.entries.mark,
  window: ExampleSchema.entries.window,
  commentary: Text,
});
export type DraftExample = v.InferOutput<typeof DraftExampleSchema>;

export const DraftCategorySchema = v.object({
  id: Id,
  order: Order,
  name: Text,
  /** Findings and fields by their ids in this draft. */
  when: v.optional(v.pipe(v.array(LesionConditionSchema), v.maxLength(20)), []),
});
export type DraftCategory = v.InferOutput<typeof DraftCategorySchema>;

/** Parts of the plans for comparing and settling: key → JSON, known to the plans alone. */
export const PlanKeySchema = v.pipe(v.string(), v.regex(/^[a-z][a-zA-Z]{0,39}$/));

const PlanParts = v.partial(v.object(AgreementPlanSchema.entries));
const TemplateParts = v.partial(v.object(SessionTemplateSchema.entries));

/** Everything in the draft, lists in their order. What is not of its form is left out. */
export interface ProtocolDraft {
  readonly about: v.InferOutput<typeof AboutSchema>;
  readonly findings: readonly DraftFinding[];
  readonly fields: readonly DraftField[];
  readonly clauses: readonly DraftClause[];
  readonly examples: readonly DraftExample[];
  readonly categories: readonly DraftCategory[];
  /** Without what fields and categories say themselves. A clause is named by its id in this draft. */
  readonly agreement: v.InferOutput<typeof PlanParts>;
  readonly session: v.InferOutput<typeof TemplateParts>;
}

/** @param roots root → its JSON. */
export function draftIn(roots: Readonly<Record<string, unknown>>): ProtocolDraft {
  const [about] = listed(AboutSchema, roots[ABOUT]);
  return {
    about: about ?? v.parse(AboutSchema, { id: ABOUT }),
    findings: listed(DraftFindingSchema, roots[FINDINGS]).sort(byOrder),
    fields: listed(DraftFieldSchema, roots[FIELDS]).sort(byOrder),
    clauses: listed(DraftClauseSchema, roots[CLAUSES]).sort(byNumber),
    examples: listed(DraftExampleSchema, roots[EXAMPLES]).sort(byOrder),
    categories: listed(DraftCategorySchema, roots[CATEGORIES]).sort(byOrder),
    agreement: partsOf(PlanParts, roots[AGREEMENT]),
    session: partsOf(TemplateParts, roots[SESSION]),
  };
}

function listed<S extends v.GenericSchema>(schema: S, root: unknown): v.InferOutput<S>[] {
  const entries: [string, unknown][] = typeof root === 'object' && root !== null ? Object.entries(root) : [];
  return entries.flatMap(([id, entry]) => {
    const parsed = v.safeParse(schema, { ...(typeof entry === 'object' ? entry : {}), id });
    return parsed.success ? [parsed.output] : [];
  });
}

/** "2.10" comes after "2.9"; a clause without a number comes last. */
function byNumber(a: DraftClause, b: DraftClause): number {
  const [left, right] = [a.number.split('.').map(Number), b.number.split('.').map(Number)];
  const missing = Number(a.number === '') - Number(b.number === '');
  if (missing !== 0) return missing;
  const at = left.findIndex((part, i) => part !== (right[i] ?? -1));
  const order = at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
  return order || (a.id < b.id ? -1 : 1);
}

/** The parts of a plan that are what they must be. */
function partsOf<S extends v.GenericSchema & { readonly entries: v.ObjectEntries }>(
  schema: S,
  root: unknown,
): v.InferOutput<S> {
  const values: Readonly<Record<string, unknown>> = { ...(typeof root === 'object' ? root : {}) };
  const fitting = Object.entries(schema.entries).filter(([key, part]) => v.is(part, values[key]));
  return v.parse(schema, Object.fromEntries(fitting.map(([key]) => [key, values[key]])));
}
