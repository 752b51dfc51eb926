/**
 * Looking into a Yjs update before it is applied: where in the document does every struct of it stand? A struct names its
 * parent itself only when it has no neighbour; else it stands where its neighbour stands, which may be in the document or
 * elsewhere in the same update (an update from a browser's store carries several client ids in any order).
 */
import * as Y from 'yjs';
import { intervalWith } from './interval.ts';
import { CATCH_UP, LIVE, type UpdateLimit } from '#server/collab/limits.ts';

export type Struct = Y.Item | Y.GC;

/** Where a struct stands: directly in a root, as a field of an entry of a root, or as letters of a text in such a field. */
export interface Place {
  readonly root: string;
  /** Key in the root: id of the entry, or key of the value. */
  readonly key: string;
  /** Set for a field of the entry: which of the maps that ever stood under `key`, the name of the field, and, for letters, which of
   * the texts that ever stood there. */
  readonly field?: { readonly map: string; readonly name: string; readonly text?: string };
}

/** Beside something that was deleted and collected: Yjs will not show it to anybody. */
export const NOWHERE = Symbol('collected');

export type Problem = 'malformed' | 'gap' | 'root-denied' | 'shape-denied' | 'value-denied' | 'too-large';

export class Unacceptable extends Error {
  readonly code: Problem;
  constructor(code: Problem) {
    super(code);
    this.code = code;
  }
}

export const idText = (id: Y.ID): string => `${String(id.client)}:${String(id.clock)}`;

/** The struct that holds this id in the document, or null when the document has not got there. */
export function structAt(doc: Y.Doc, id: { client: number; clock: number }): Struct | null {
  const structs = doc.store.clients.get(id.client);
  if (!structs || Y.getState(doc.store, id.client) <= id.clock) return null;
  return structs[Y.findIndexSS(structs, id.clock)] ?? null;
}

/**
 * Decodes an update and gives up at the limit: a few bytes can stand for a struct or a deletion that takes a hundred in memory.
 * @throws Unacceptable, or an error of the decoder
 */
export function decoded(update: Uint8Array, limit: UpdateLimit): ReturnType<typeof Y.decodeUpdate> {
  return Y.decodeUpdateV2(update, limit === LIVE ? LiveDecoder : CatchUpDecoder);
}

/** Deletions are repeated whole by every client that comes back, and belong together in ranges. */
const DELETIONS_PER_STRUCT = 4;

class CountingDecoder extends Y.UpdateDecoderV1 {
  readonly #clients = new Set<number>();
  #structs: number;
  #deletions: number;

  constructor(decoder: ConstructorParameters<typeof Y.UpdateDecoderV1>[0], limit: UpdateLimit) {
    super(decoder);
    this.#structs = limit.structs;
    this.#deletions = limit.structs * DELETIONS_PER_STRUCT;
  }

  /** Each struct begins with it. */
  override readInfo(): number {
    if (this.#structs-- === 0) throw new Unacceptable('too-large');
    return super.readInfo();
  }

  /** Each part of the update begins with it. Of two parts of one client Yjs would see the last alone. */
  override readClient(): number {
    const client = super.readClient();
    if (this.#clients.has(client)) throw new Unacceptable('malformed');
    this.#clients.add(client);
    return client;
  }

  /** Each range of deletions begins with it. */
  override readDsClock(): number {
    if (this.#deletions-- === 0) throw new Unacceptable('too-large');
    return super.readDsClock();
  }
}

class LiveDecoder extends CountingDecoder {
  constructor(decoder: ConstructorParameters<typeof Y.UpdateDecoderV1>[0]) {
    super(decoder, LIVE);
  }
}

class CatchUpDecoder extends CountingDecoder {
  constructor(decoder: ConstructorParameters<typeof Y.UpdateDecoderV1>[0]) {
    super(decoder, CATCH_UP);
  }
}

/** Finds the place of structs of one update and of the document it is meant for. */
export class Atlas {
  readonly #doc: Y.Doc;
  readonly #incoming = new Map<number, Struct[]>();
  readonly #known = new Map<Struct, Place | typeof NOWHERE>();
  readonly #rootNames = new Map<unknown, string>();

  constructor(doc: Y.Doc, structs: readonly Struct[]) {
    this.#doc = doc;
    for (const [name, type] of doc.share) this.#rootNames.set(type, name);
    for (const struct of structs) {
      const list = this.#incoming.get(struct.id.client);
      if (list) list.push(struct);
      else this.#incoming.set(struct.id.client, [struct]);
    }
  }

  /** @throws Unacceptable */
  placeOfIncoming(struct: Struct): Place | typeof NOWHERE {
    const known = this.#known.get(struct);
    if (known !== undefined) return known;
    const place = struct instanceof Y.Item ? this.#place(struct) : NOWHERE;
    this.#known.set(struct, place);
    return place;
  }

  /** @throws Unacceptable when something in the document stands deeper than our shapes go. */
  placeOfExisting(struct: Struct): Place | typeof NOWHERE {
    if (!(struct instanceof Y.Item) || !(struct.parent instanceof Y.AbstractType)) return NOWHERE;
    const parent = struct.parent as Y.AbstractType<unknown>;
    const holder = parent._item;
    if (!holder) {
      const root = this.#rootNames.get(parent);
      if (root === undefined || struct.parentSub === null) throw new Unacceptable('shape-denied');
      return { root, key: struct.parentSub };
    }
    return this.#inside(holder, this.placeOfExisting(holder), struct.parentSub);
  }

  #place(item: Y.Item): Place | typeof NOWHERE {
    const { origin, rightOrigin } = item;
    const beside = [origin, rightOrigin, this.#knownPartOf(item)].filter((id) => id !== null);
    const places = beside.map((id) => this.#placeAt(id));
    if (!origin && !rightOrigin) places.push(this.#named(item));
    const [first = NOWHERE, ...others] = places;
    if (first === NOWHERE || others.includes(NOWHERE)) return NOWHERE;
    // A neighbour in another place would let a struct slip into a root that is not its own.
    if (others.some((other) => other !== NOWHERE && !samePlace(first, other))) throw new Unacceptable('root-denied');
    return first;
  }

  /** A struct of which the document has the beginning goes on where that stands, whatever it says itself. */
  #knownPartOf({ id: { client, clock } }: Y.Item): Y.ID | null {
    const known = Y.getState(this.#doc.store, client);
    return clock < known ? Y.createID(client, known - 1) : null;
  }

  /** The place of a struct that names its parent: a root by its name, an entry by the id of its map. */
  #named(item: Y.Item): Place | typeof NOWHERE {
    const parent: unknown = item.parent;
    if (typeof parent === 'string') {
      if (item.parentSub === null) throw new Unacceptable('shape-denied');
      return { root: parent, key: item.parentSub };
    }
    if (!(parent instanceof Y.ID)) throw new Unacceptable('malformed');
    const holder = this.#structAt(parent);
    if (!(holder instanceof Y.Item)) return NOWHERE;
    return this.#inside(holder, this.#placeAt(parent), item.parentSub);
  }

  #inside(holder: Y.Item, at: Place | typeof NOWHERE, name: string | null): Place | typeof NOWHERE {
    if (at === NOWHERE || holder.content instanceof Y.ContentDeleted) return NOWHERE;
    if (at.field) {
      // Deeper than a field there are only letters, which have no names.
      if (at.field.text !== undefined || name !== null || !isText(holder)) throw new Unacceptable('shape-denied');
      return { ...at, field: { ...at.field, text: idText(holder.id) } };
    }
    if (name === null) throw new Unacceptable('shape-denied');
    return { root: at.root, key: at.key, field: { map: idText(holder.id), name } };
  }

  #placeAt(id: Y.ID): Place | typeof NOWHERE {
    const existing = structAt(this.#doc, id);
    return existing ? this.placeOfExisting(existing) : this.placeOfIncoming(this.#structAt(id));
  }

  #structAt(id: Y.ID): Struct {
    const struct = structAt(this.#doc, id) ?? intervalWith(this.#incoming.get(id.client) ?? [], id.clock, spanOf);
    // Yjs would put the update aside until the missing piece arrives: invisible, yet acknowledged.
    if (!struct) throw new Unacceptable('gap');
    return struct;
  }
}

/** A plain text, and no kind of XML that goes by the same name. */
export const isText = ({ content }: Y.Item): boolean =>
  content instanceof Y.ContentType && content.type.constructor === Y.Text;

const spanOf = ({ id, length }: Struct) => ({ start: id.clock, length });

const samePlace = (a: Place, b: Place): boolean =>
  a.root === b.root &&
  a.key === b.key &&
  a.field?.map === b.field?.map &&
  a.field?.name === b.field?.name &&
  a.field?.text === b.field?.text;
