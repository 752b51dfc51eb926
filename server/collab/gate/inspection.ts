/**
 * What an update would do, found without applying it: which client ids it brings, which roots it touches, and how the
 * touched entries would look afterwards. It answers for the form alone; who may do it is the guard's question.
 */
import * as Y from 'yjs';
import type { EditRefusalCode } from '#documents/messages.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { RootShape } from '#documents/shapes.ts';
import { isKeyIn, validateField } from '#documents/shapes.ts';
import { isBuiltIn, weightOf } from '#server/collab/json-weight.ts';
import { canBeIntegrated, canBeRepeated } from './integration.ts';
import { intervalWith } from './interval.ts';
import { FIELD_WEIGHT, TEXT_LETTERS, type UpdateLimit } from '#server/collab/limits.ts';
import { Atlas, NOWHERE, Unacceptable, decoded, idText, isText, structAt, type Place, type Struct } from './update.ts';

export interface Inspection {
  /** False when the document has all of it already. */
  readonly novel: boolean;
  /** Client ids with new structs. */
  readonly clients: ReadonlySet<number>;
  /** Root → the touched entries as they would be (deleted ones left out). */
  readonly roots: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

export interface Subject {
  readonly doc: Y.Doc;
  readonly shapeOf: (root: string) => RootShape | null;
  readonly limit: UpdateLimit;
}

/** Deep nesting of hostile updates ends in a RangeError of the stack; that, too, is only a bad update. */
export function inspect(subject: Subject, update: Uint8Array): Result<Inspection, EditRefusalCode> {
  if (update.byteLength > subject.limit.bytes) return err('too-large');
  try {
    const { structs, ds } = decoded(update, subject.limit);
    return new Inspector(subject, ds).run(structs);
  } catch (cause) {
    return err(cause instanceof Unacceptable ? cause.code : 'malformed');
  }
}

/** Yjs draws client ids below 2³²; clocks count structs and do not get near. */
const MAXIMUM = 2 ** 32 - 1;

/** An entry that is touched: the fields it has and those that change. */
interface Draft {
  readonly root: string;
  readonly key: string;
  readonly fields: Map<string, unknown>;
  readonly written: Set<string>;
  gone: boolean;
}

class Inspector {
  readonly #subject: Subject;
  readonly #deletions: ReturnType<typeof Y.mergeDeleteSets>;
  readonly #next = new Map<number, number>();
  readonly #roots = new Set<string>();
  readonly #drafts = new Map<string, Draft>();
  readonly #values = new Map<string, Map<string, unknown>>();
  /** Text → how many letters it would have at most. */
  readonly #letters = new Map<string, number>();
  #novel = false;

  constructor(subject: Subject, deletions: ReturnType<typeof Y.mergeDeleteSets>) {
    this.#subject = subject;
    this.#deletions = Y.mergeDeleteSets([deletions]);
  }

  run(structs: readonly (Struct | Y.Skip)[]): Result<Inspection, EditRefusalCode> {
    const fresh = this.#freshOf(structs);
    if (!canBeIntegrated(this.#subject.doc, fresh)) throw new Unacceptable('gap');
    const atlas = new Atlas(this.#subject.doc, fresh);
    for (const struct of fresh) this.#write(struct, atlas.placeOfIncoming(struct));
    this.#delete(atlas);
    return this.#finished();
  }

  /** The structs the document has not got yet; they must follow on what it has. */
  #freshOf(structs: readonly (Struct | Y.Skip)[]): Struct[] {
    const fresh: Struct[] = [];
    for (const struct of structs) {
      const { client, clock } = struct.id;
      // Yjs would take in a struct without length, however new it is not; and numbers it cannot write any more break the document.
      if (struct.length === 0 || client > MAXIMUM || clock + struct.length > MAXIMUM)
        throw new Unacceptable('malformed');
      const known = this.#next.get(client) ?? Y.getState(this.#subject.doc.store, client);
      if (clock + struct.length <= known) {
        if (!canBeRepeated(this.#subject.doc, struct)) throw new Unacceptable('malformed');
        continue;
      }
      if (struct instanceof Y.Skip || clock > known) throw new Unacceptable('gap');
      this.#next.set(client, clock + struct.length);
      fresh.push(struct);
    }
    return fresh;
  }

  #write(struct: Struct, place: Place | typeof NOWHERE): void {
    this.#novel = true;
    if (place === NOWHERE || !(struct instanceof Y.Item)) return;
    this.#roots.add(place.root);
    const shape = this.#shape(place.root);
    // Also of a fragment: it would stand in the document under any name.
    if (!isKeyIn(shape, place.key) || isBuiltIn(place.key)) throw new Unacceptable('value-denied');
    const { content } = struct;
    if (content instanceof Y.ContentDeleted) return;
    const deleted = this.#isDeleted(struct);
    if (place.field?.text !== undefined) this.#writeLetters(place.field.text, { content, deleted });
    else if (place.field && isTextField(shape, place.field.name)) this.#writeText(place, struct);
    else if (place.field) this.#writeField(place, { content, deleted, shape });
    else if (shape.kind === 'entries') this.#writeEntry(place, { struct, deleted });
    else this.#writeValue(place, { content, deleted });
  }

  /** Of a struct that holds several values, each has to be deleted: one that is not lives on. */
  #isDeleted({ id: { client, clock }, length }: Struct): boolean {
    const range = intervalWith(this.#deletions.clients.get(client) ?? [], clock, ({ clock: start, len }) => ({
      start,
      length: len,
    }));
    // Ranges that touch were merged.
    return range !== null && clock + length <= range.clock + range.len;
  }

  #writeEntry({ root, key }: Place, { struct, deleted }: { struct: Y.Item; deleted: boolean }): void {
    const { content } = struct;
    if (!(content instanceof Y.ContentType) || content.type.constructor !== Y.Map)
      throw new Unacceptable('shape-denied');
    this.#drafts.set(idText(struct.id), { root, key, fields: new Map(), written: new Set(), gone: deleted });
  }

  #writeField({ root, key, field }: Place, written: { content: unknown; deleted: boolean; shape: RootShape }): void {
    if (!field) return;
    const value = jsonOf(written);
    if (written.deleted) return;
    if (validateField(written.shape, field.name, value) !== null) throw new Unacceptable('value-denied');
    const draft = this.#draft({ root, key, map: field.map });
    draft.fields.set(field.name, value);
    draft.written.add(field.name);
  }

  #writeText({ root, key, field }: Place, struct: Y.Item): void {
    if (!field || !isText(struct)) throw new Unacceptable('shape-denied');
    const draft = this.#draft({ root, key, map: field.map });
    draft.fields.set(field.name, '');
    draft.written.add(field.name);
  }

  /** Letters and nothing else: no formats, no objects in between. Their fields belong to an entry that is judged as a whole. */
  #writeLetters(text: string, { content, deleted }: { content: unknown; deleted: boolean }): void {
    if (!(content instanceof Y.ContentString)) throw new Unacceptable('shape-denied');
    if (deleted) return;
    const length = (this.#letters.get(text) ?? lettersOf(this.#subject.doc, text)) + content.str.length;
    if (length > TEXT_LETTERS) throw new Unacceptable('too-large');
    this.#letters.set(text, length);
  }

  #writeValue({ root, key }: Place, written: { content: unknown; deleted: boolean }): void {
    const value = jsonOf(written);
    if (!written.deleted) this.#valuesOf(root).set(key, value);
  }

  /** Deleting names ranges of structs; those already deleted are named again by every client that comes back. */
  #delete(atlas: Atlas): void {
    const { doc } = this.#subject;
    for (const [client, ranges] of this.#deletions.clients) {
      const have = Y.getState(doc.store, client);
      const upTo = this.#next.get(client) ?? have;
      const structs = doc.store.clients.get(client);
      for (const { clock, len } of ranges) {
        if (clock + len > upTo) throw new Unacceptable('gap');
        if (!structs || clock >= have) continue;
        for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
          const struct = structs[i];
          if (!struct || struct.id.clock >= clock + len) break;
          if (!struct.deleted) this.#remove(struct, atlas.placeOfExisting(struct));
        }
      }
    }
  }

  #remove(struct: Struct, place: Place | typeof NOWHERE): void {
    this.#novel = true;
    if (place === NOWHERE) return;
    this.#roots.add(place.root);
    if (this.#shape(place.root).kind !== 'entries') return;
    if (!place.field) {
      this.#draft({ root: place.root, key: place.key, map: idText(struct.id) }).gone = true;
      return;
    }
    if (place.field.text !== undefined) return;
    const draft = this.#draft({ root: place.root, key: place.key, map: place.field.map });
    if (!draft.written.has(place.field.name)) draft.fields.delete(place.field.name);
  }

  #finished(): Result<Inspection, EditRefusalCode> {
    const roots = new Map<string, Record<string, unknown>>();
    for (const root of this.#roots) roots.set(root, Object.fromEntries(this.#values.get(root) ?? []));
    for (const { root, key, fields, gone } of this.#drafts.values()) {
      if (gone) continue;
      const entries = roots.get(root);
      if (entries) entries[key] = Object.fromEntries(fields);
    }
    return ok({ novel: this.#novel, clients: new Set(this.#next.keys()), roots });
  }

  #shape(root: string): RootShape {
    const shape = this.#subject.shapeOf(root);
    if (!shape || shape.kind === 'projection') throw new Unacceptable('root-denied');
    return shape;
  }

  #valuesOf(root: string): Map<string, unknown> {
    const known = this.#values.get(root) ?? new Map<string, unknown>();
    this.#values.set(root, known);
    return known;
  }

  /** The draft of an entry, begun from what the document shows of it. */
  #draft({ root, key, map }: { root: string; key: string; map: string }): Draft {
    const known = this.#drafts.get(map);
    if (known) return known;
    const item = itemNamed(this.#subject.doc, map);
    const type = item instanceof Y.Item && item.content instanceof Y.ContentType ? item.content.type : null;
    const fields =
      type instanceof Y.Map ? new Map(Object.entries((type as Y.Map<unknown>).toJSON())) : new Map<string, unknown>();
    const draft: Draft = { root, key, fields, written: new Set(), gone: item?.deleted ?? false };
    this.#drafts.set(map, draft);
    return draft;
  }
}

const isTextField = (shape: RootShape, field: string): boolean =>
  shape.kind === 'entries' && shape.texts.includes(field);

function itemNamed(doc: Y.Doc, text: string): Struct | null {
  const [client = 0, clock = 0] = text.split(':').map(Number);
  return structAt(doc, { client, clock });
}

/** Of a text that comes with the update there are none yet. */
function lettersOf(doc: Y.Doc, text: string): number {
  const item = itemNamed(doc, text);
  return item instanceof Y.Item && item.content instanceof Y.ContentType && item.content.type instanceof Y.Text
    ? item.content.type.length
    : 0;
}

/**
 * A register is written one value at a time; more in one struct would lie in the document unseen. Values that are deleted
 * already, which undo keeps in the browser, come several in one struct, and go where they came from.
 */
function jsonOf({ content, deleted }: { content: unknown; deleted: boolean }): unknown {
  if (!(content instanceof Y.ContentAny)) throw new Unacceptable('shape-denied');
  if (deleted) return undefined;
  if (content.arr.length !== 1) throw new Unacceptable('shape-denied');
  const value: unknown = content.arr[0];
  const weight = weightOf(value);
  if (weight === null) throw new Unacceptable('value-denied');
  if (weight > FIELD_WEIGHT) throw new Unacceptable('too-large');
  return value;
}
