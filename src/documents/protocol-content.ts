/** Between a draft and a version: what would be published, and a draft that begins from what was published. */
import * as Y from 'yjs';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { Field } from '#domain/protocol/field.ts';
import { keyFrom } from '#domain/protocol/key.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import { LOCAL, rootOf } from './entries.ts';
import { draftedCategories, draftedPlan, planOf, saidOf, type DraftNames } from './protocol-plan.ts';
import { putValue } from './values.ts';
import { evenOrders } from './order.ts';
import {
  ABOUT,
  AGREEMENT,
  CATEGORIES,
  CLAUSES,
  DRAFT_ROOTS,
  DRAFT_TEXTS,
  EXAMPLES,
  FIELDS,
  FINDINGS,
  SESSION,
  type DraftField,
  type EntryRoot,
  type ProtocolDraft,
} from './protocol-draft.ts';

/** Id in the draft → key in the version. */
export type PublishedKeys = ReadonlyMap<string, string>;

/** What things of the draft are called in a version: published keys stay, new ones come from the labels. */
export function keysIn({ findings, fields, clauses, examples }: ProtocolDraft): PublishedKeys {
  const keys = new Map<string, string>();
  const give = (list: readonly { id: string; key?: string | undefined }[], label: (at: number) => string): void => {
    const taken = list.flatMap(({ key }) => key ?? []);
    list.forEach(({ id, key }, i) => {
      const own = key ?? keyFrom(label(i), taken);
      if (key === undefined) taken.push(own);
      keys.set(id, own);
    });
  };
  give(findings, (i) => findings[i]?.name ?? '');
  for (const list of Map.groupBy(fields, ({ of }) => of).values()) give(list, (i) => list[i]?.label ?? '');
  give(clauses, () => 'clause');
  give(examples, () => 'example');
  return keys;
}

/** What would be published; nobody has checked it. Of undefined and empty optional parts nothing is left. */
export function contentOf(draft: ProtocolDraft): unknown {
  const keys = keysIn(draft);
  const key = (id: string): string => keys.get(id) ?? 'missing';
  const fieldsOf = (of: string) => draft.fields.filter((field) => field.of === of).map((field) => fieldOf(field, key));
  const { about, session } = draft;
  const known = { ...draft, fields: draft.fields.filter(({ of }) => of === 'case' || keys.has(of)) };
  const content = {
    ...{ title: about.title, question: about.question, population: about.population || undefined },
    findings: draft.findings.map(({ id, key: _, order: __, code, ...finding }) => ({
      ...{ ...finding, code: codeOf(code), id: key(id), fields: fieldsOf(id) },
    })),
    caseFields: fieldsOf('case'),
    clauses: draft.clauses.map(({ id, number, kind, text }) => ({ id: key(id), number, kind, text })),
    examples: noneIfEmpty(
      draft.examples.map(({ id, key: _, order: __, finding, ...example }) => ({
        ...{ ...example, id: key(id), finding: finding && key(finding) },
      })),
    ),
    ...{ contextBeforeRead: about.contextBeforeRead, readingOrder: about.readingOrder },
    agreement: planOf(known, (id) => keys.get(id) ?? id),
    session,
  };
  return JSON.parse(JSON.stringify(content));
}

/** A code of which nothing was entered is none. */
const codeOf = (code: Readonly<Record<string, string>> | undefined) =>
  code && Object.values(code).some((part) => part.trim() !== '')
    ? { scheme: '', value: '', meaning: '', ...code }
    : undefined;

const noneIfEmpty = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

function fieldOf(field: DraftField, key: (id: string) => string): unknown {
  const { id, label, required, kind, when } = field;
  const common = { id: key(id), label, required, kind, when: when && { field: key(when.field), is: when.is } };
  switch (kind) {
    case 'choice':
    case 'choices':
      return { ...common, options: field.options };
    case 'ordinal':
      return { ...common, anchors: field.anchors };
    case 'number':
      return { ...common, unit: field.unit, minimum: field.minimum, maximum: field.maximum };
    case 'text':
      return { ...common, maximumLength: field.maximumLength };
    case 'yes-no':
    case 'confidence':
      return common;
  }
}

export interface Beginning {
  readonly content: ProtocolContent;
  /** The version it is; 0 when it is none yet. */
  readonly version: number;
  readonly newId: () => string;
  /** Uniform in [0, 1). */
  readonly chance: () => number;
}

/** Makes the draft say what the content says. What stood in it is gone. */
export function writeContent(doc: Y.Doc, beginning: Beginning): void {
  doc.transact(() => {
    for (const root of DRAFT_ROOTS) for (const key of [...rootOf(doc, root).keys()]) rootOf(doc, root).delete(key);
    const { title, question, population, contextBeforeRead, readingOrder, agreement, session } = beginning.content;
    const about = { title, question, population, contextBeforeRead, readingOrder, basedOn: beginning.version };
    insertEntry(doc, ABOUT, { id: ABOUT, ...about });
    for (const part of Object.entries(session)) putValue(doc, SESSION, part);
    const names = writeLists(doc, beginning);
    for (const part of Object.entries(draftedPlan(agreement, names))) putValue(doc, AGREEMENT, part);
    const categories = draftedCategories(agreement, names);
    const orders = evenOrders(categories.length, beginning.chance);
    for (const [i, category] of categories.entries())
      insertEntry(doc, CATEGORIES, { ...category, id: beginning.newId(), order: orders[i] });
  }, LOCAL);
}

/** @returns what things of the version are called in the draft: of fields that share a key, the first. */
function writeLists(doc: Y.Doc, { content, newId, chance, version }: Beginning): DraftNames {
  const { findings, caseFields, clauses, examples = [], agreement } = content;
  // A first version has no published keys: they come from the labels when it is published.
  const named = (key: string) => (version > 0 ? { key } : {});
  const orders = <T>(list: readonly T[]): [T, string][] => {
    const even = evenOrders(list.length, chance);
    return list.map((one, i) => [one, even[i] ?? 'V']);
  };
  const ids = new Map(findings.map(({ id }) => [id, newId()]));
  const fieldIds = new Map<string, string>();
  const clauseIds = new Map(clauses.map(({ id }) => [id, newId()]));
  const writeFields = (of: string, fields: readonly Field[]): void => {
    const own = new Map(fields.map(({ id }) => [id, newId()]));
    for (const [{ id: key, when, ...field }, order] of orders(fields)) {
      const place = { id: own.get(key) ?? newId(), ...named(key), of, order };
      const hangs = when && { field: own.get(when.field) ?? newId(), is: when.is };
      if (!fieldIds.has(key)) fieldIds.set(key, place.id);
      insertEntry(doc, FIELDS, { ...field, ...place, when: hangs, ...saidOf(agreement, { key, of }) });
    }
  };
  for (const [{ id: key, fields, ...finding }, order] of orders(findings)) {
    const id = ids.get(key) ?? newId();
    insertEntry(doc, FINDINGS, { ...finding, id, ...named(key), order });
    writeFields(id, fields);
  }
  writeFields('case', caseFields);
  for (const { id: key, ...clause } of clauses)
    insertEntry(doc, CLAUSES, { ...clause, id: clauseIds.get(key) ?? newId(), ...named(key) });
  for (const [{ id: key, finding, ...example }, order] of orders(examples)) {
    const shown = finding === undefined ? undefined : ids.get(finding);
    insertEntry(doc, EXAMPLES, { ...example, id: newId(), ...named(key), order, finding: shown });
  }
  const within = (names: ReadonlyMap<string, string>) => (key: string) => names.get(key) ?? key;
  return { finding: within(ids), field: within(fieldIds), clause: within(clauseIds) };
}

/** A new entry with its texts. */
export function insertEntry(
  doc: Y.Doc,
  root: EntryRoot,
  entry: Readonly<Record<string, unknown>> & { id: string },
): void {
  const texts: readonly string[] = DRAFT_TEXTS[root];
  const { id, ...fields } = entry;
  const registers = Object.entries(fields).filter(([field, value]) => value !== undefined && !texts.includes(field));
  const written = texts.map((field) => [field, new Y.Text(textOf(fields[field]))] as const);
  rootOf(doc, root).set(id, new Y.Map<unknown>([...registers, ...written]));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** After publication: things keep the keys they were published under, and the draft goes on from that version. */
export function markPublished(doc: Y.Doc, keys: PublishedKeys, version: number): void {
  for (const root of [FINDINGS, FIELDS, CLAUSES, EXAMPLES] as const) {
    for (const [id, entry] of rootOf(doc, root).entries()) {
      const key = keys.get(id);
      if (entry instanceof Y.Map && key !== undefined && entry.get('key') !== key) entry.set('key', key);
    }
  }
  const about = rootOf(doc, ABOUT).get(ABOUT);
  if (about instanceof Y.Map && about.get('basedOn') !== version) about.set('basedOn', version);
}

/** Whether publishing the draft would change nothing. */
export const saysTheSame = (draft: ProtocolDraft, content: ProtocolContent): boolean =>
  canonicalJson(contentOf(draft)) === canonicalJson(content);
