/** A version being written: a copy of the last one (or a plain beginning) that its author changes until it is published. */
import * as v from 'valibot';
import type { ProjectId } from '#domain/kernel/id.ts';
import { usualPanel } from '#domain/plan/session-template.ts';
import type { Field } from '#domain/protocol/field.ts';
import { ProtocolContentSchema, type Clause, type Finding, type ProtocolContent } from '#domain/protocol/protocol.ts';
import type { Result } from '#domain/kernel/result.ts';
import { requested, type Refused } from '#lib/stages/access/api-request.ts';
import { keyFrom } from '#domain/protocol/key.ts';

const PublishedSchema = v.object({ version: v.number(), hash: v.string() });

export class ProtocolForm {
  readonly #project: ProjectId;
  readonly basedOn: number;
  /** Keys that are published keep their name: older reads refer to them. */
  readonly #published: readonly string[];
  content: ProtocolContent = $state(beginning());
  openReads = $state<'finish' | 'move'>('finish');

  constructor(project: ProjectId, last: { readonly version: number; readonly content: ProtocolContent } | null) {
    this.#project = project;
    this.basedOn = last?.version ?? 0;
    if (last) this.content = structuredClone(last.content);
    this.#published = last ? keysOf(last.content) : [];
  }

  /** What is missing, in words of the form; the server asks the same questions again. */
  readonly problems = $derived.by((): string[] => {
    const parsed = v.safeParse(ProtocolContentSchema, $state.snapshot(this.content));
    if (parsed.success) return [];
    return parsed.issues.map((issue) => `${placeOf(this.content, v.getDotPath(issue))}: ${saidOf(issue)}`);
  });

  addFinding(): void {
    const id = keyFrom(
      'finding',
      this.content.findings.map((finding) => finding.id),
    );
    this.content.findings.push({ id, name: '', definition: '', tools: ['freehand'], fields: [] });
  }

  addField(list: Field[]): void {
    const id = keyFrom(
      'field',
      list.map((field) => field.id),
    );
    list.push({ id, label: '', required: true, kind: 'yes-no' });
  }

  addClause(): void {
    const last = this.content.clauses.at(-1)?.number;
    const parts = last?.split('.') ?? ['1', '0'];
    const number = [...parts.slice(0, -1), String(Number(parts.at(-1) ?? 0) + 1)].join('.');
    const id = keyFrom('clause', [...this.#published, ...this.content.clauses.map((clause) => clause.id)]);
    this.content.clauses.push({ id, number, kind: 'rule', text: '' });
  }

  /** A new finding or field takes its key from its label; one that was published before keeps it. */
  rename(one: Finding | Field, label: string, siblings: readonly (Finding | Field)[]): void {
    if (this.#published.includes(one.id)) return;
    const before = one.id;
    const others = siblings.filter((sibling) => sibling !== one).map((sibling) => sibling.id);
    one.id = keyFrom(label, others);
    const { agreement } = this.content;
    agreement.classFields = agreement.classFields.map((id) => (id === before ? one.id : id));
  }

  removeField(list: Field[], index: number): void {
    const [removed] = list.splice(index, 1);
    const { agreement } = this.content;
    agreement.classFields = agreement.classFields.filter((id) => id !== removed?.id);
  }

  sortClauses(): void {
    this.content.clauses = this.content.clauses.toSorted((a, b) => compareNumbers(a, b));
  }

  publish(): Promise<Result<v.InferOutput<typeof PublishedSchema>, Refused>> {
    const json = { content: $state.snapshot(this.content), openReads: this.openReads, basedOn: this.basedOn };
    const address = `/api/v1/projects/${this.#project}/protocol`;
    return requested({ method: 'POST', address, json, answer: PublishedSchema });
  }
}

const keysOf = ({ findings, caseFields, clauses }: ProtocolContent): string[] => [
  ...findings.flatMap((finding) => [finding.id, ...finding.fields.map((field) => field.id)]),
  ...caseFields.map((field) => field.id),
  ...clauses.map((clause) => clause.id),
];

/** "2.10" comes after "2.9". */
function compareNumbers(a: Clause, b: Clause): number {
  const [left, right] = [a.number.split('.').map(Number), b.number.split('.').map(Number)];
  const at = left.findIndex((part, index) => part !== (right[index] ?? 0));
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? 0);
}

/** What is wrong, in the words of the form; a rule of the protocol itself has its own sentence. */
function saidOf({ type, message, received }: v.BaseIssue<unknown>): string {
  switch (type) {
    case 'min_length':
      return received === '0' ? 'is empty' : 'needs more';
    case 'max_length':
      return 'is too long';
    case 'regex':
      return 'does not have the form expected here';
    case 'number':
    case 'integer':
      return 'is not a whole number or not a number at all';
    case 'min_value':
    case 'max_value':
      return 'is outside of what is possible';
    default:
      return message;
  }
}

const PLACES: Readonly<Record<string, string>> = {
  title: 'Title',
  question: 'Question',
  caseFields: 'The case as a whole',
  agreement: 'Comparing',
  session: 'Panel',
};

/** "findings.0.name" → "Finding 1, name". */
function placeOf(content: ProtocolContent, path: string | null): string {
  if (path === null) return 'Protocol';
  const [first = '', index, ...rest] = path.split('.');
  const tail = rest.filter((part) => !/^\d+$/.test(part)).join(' ');
  if (first === 'findings' && index !== undefined) {
    const name = content.findings[Number(index)]?.name ?? '';
    return [name === '' ? `Finding ${String(Number(index) + 1)}` : name, tail].filter(Boolean).join(', ');
  }
  if (first === 'clauses' && index !== undefined)
    return `Clause ${content.clauses[Number(index)]?.number ?? String(Number(index) + 1)}`;
  return PLACES[first] ?? first;
}

/** What a first version starts from: no finding of anybody's, and the usual way to settle. */
const beginning = (): ProtocolContent => ({
  title: '',
  question: '',
  findings: [{ id: 'finding', name: '', definition: '', tools: ['freehand'], fields: [] }],
  caseFields: [],
  clauses: [],
  contextBeforeRead: ['age', 'sex'],
  agreement: { matching: { maximumMm: 10, maximumPixels: 20 }, extent: { mm: 2, share: 0.2 }, classFields: [] },
  session: usualPanel('Panel'),
});
