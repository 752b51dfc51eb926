/** Updates of Yjs put together by hand, as no honest client would: one struct with whatever neighbours, parent and content. */
import {
  createEncoder,
  toUint8Array,
  writeAny,
  writeUint8,
  writeVarString,
  writeVarUint,
  type Encoder,
} from 'lib0/encoding';

export interface Id {
  readonly client: number;
  readonly clock: number;
}

export interface Crafted {
  readonly id: Id;
  readonly origin?: Id;
  readonly rightOrigin?: Id;
  /** Written only without neighbours: the name of a root, or the id of a map. */
  readonly parent?: string | Id;
  readonly key?: string;
  readonly content: Content;
}

export interface Content {
  readonly reference: number;
  readonly write: (encoder: Encoder) => void;
}

export const any = (...values: readonly unknown[]): Content => ({
  reference: 8,
  write(encoder) {
    writeVarUint(encoder, values.length);
    for (const value of values) writeAny(encoder, value as never);
  },
});

/** A value in the coding of Yjs, byte by byte: what `writeAny` would not write. */
export const bytes = (...written: readonly number[]): Content => ({
  reference: 8,
  write(encoder) {
    writeVarUint(encoder, 1);
    for (const byte of written) writeUint8(encoder, byte);
  },
});

/** Lists in lists, deeper than anybody can follow. */
export const nested = (levels: number): Content => ({
  reference: 8,
  write(encoder) {
    writeVarUint(encoder, 1);
    for (let i = 0; i < levels; i++) {
      writeUint8(encoder, 117);
      writeVarUint(encoder, 1);
    }
    writeAny(encoder, null);
  },
});

/** An object whose key is `__proto__`: Yjs decodes it into an object with that prototype. */
export const poisoned = (): Content => ({
  reference: 8,
  write(encoder) {
    writeVarUint(encoder, 1);
    writeUint8(encoder, 118);
    writeVarUint(encoder, 1);
    writeVarString(encoder, '__proto__');
    writeAny(encoder, { sop: '1.2.3', frame: 1 });
  },
});

/** 0 a list, 1 a map, 2 a text, … */
export const type = (kind: number): Content => ({ reference: 7, write: (encoder) => writeVarUint(encoder, kind) });
export const subdocument: Content = {
  reference: 9,
  write(encoder) {
    writeVarString(encoder, 'guid');
    writeAny(encoder, {});
  },
};
/** What is left of so many values. */
export const deleted = (length: number): Content => ({
  reference: 1,
  write: (encoder) => writeVarUint(encoder, length),
});
export const binary: Content = { reference: 3, write: (encoder) => writeVarUint(encoder, 0) };
export const letters: Content = { reference: 4, write: (encoder) => writeVarString(encoder, 'x') };

export const craft = (struct: Crafted, deletions: readonly (Id & { readonly length: number })[] = []): Uint8Array =>
  craftAll([struct], deletions);

/** All structs belong to one client and follow each other. */
export const craftAll = (
  structs: readonly Crafted[],
  deletions: readonly (Id & { readonly length: number })[] = [],
): Uint8Array => craftSections(structs.length > 0 ? [structs] : [], deletions);

/** Each section holds structs of one client that follow each other. */
export function craftSections(
  sections: readonly (readonly Crafted[])[],
  deletions: readonly (Id & { readonly length: number })[] = [],
): Uint8Array {
  const encoder = createEncoder();
  writeVarUint(encoder, sections.length);
  for (const structs of sections) {
    writeVarUint(encoder, structs.length);
    for (const { id } of structs.slice(0, 1)) writeId(encoder, id);
    for (const struct of structs) writeStruct(encoder, struct);
  }
  writeVarUint(encoder, deletions.length);
  for (const { client, clock, length } of deletions)
    for (const n of [client, 1, clock, length]) writeVarUint(encoder, n);
  return toUint8Array(encoder);
}

/** So many structs that hold nothing, in a few bytes each. */
export function collected(id: Id, count: number, length = 1): Uint8Array {
  const encoder = createEncoder();
  for (const n of [1, count]) writeVarUint(encoder, n);
  writeId(encoder, id);
  for (let i = 0; i < count; i++) {
    writeUint8(encoder, 0);
    writeVarUint(encoder, length);
  }
  writeVarUint(encoder, 0);
  return toUint8Array(encoder);
}

/** So many ranges of deletions of one client. */
export function deletionsOf(client: number, count: number): Uint8Array {
  const encoder = createEncoder();
  for (const n of [0, 1, client, count]) writeVarUint(encoder, n);
  for (let i = 0; i < count; i++) for (const n of [i * 2, 1]) writeVarUint(encoder, n);
  return toUint8Array(encoder);
}

function writeStruct(encoder: Encoder, { origin, rightOrigin, parent, key, content }: Crafted): void {
  const alone = !origin && !rightOrigin;
  writeUint8(
    encoder,
    content.reference | (origin ? 0x80 : 0) | (rightOrigin ? 0x40 : 0) | (alone && key !== undefined ? 0x20 : 0),
  );
  for (const neighbour of [origin, rightOrigin]) if (neighbour) writeId(encoder, neighbour);
  if (alone) {
    writeVarUint(encoder, typeof parent === 'string' ? 1 : 0);
    if (typeof parent === 'string') writeVarString(encoder, parent);
    else if (parent) writeId(encoder, parent);
    if (key !== undefined) writeVarString(encoder, key);
  }
  content.write(encoder);
}

function writeId(encoder: Encoder, { client, clock }: Id): void {
  writeVarUint(encoder, client);
  writeVarUint(encoder, clock);
}
