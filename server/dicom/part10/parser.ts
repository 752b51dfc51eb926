/**
 * The recursive part of reading: elements, items and fragments between two offsets. It never reads past the end it
 * was given, counts every element against a budget, and leaves values as bytes.
 */
import type { BytesElement, DataSet, Element, FragmentsElement } from './dataset.ts';
import { textsIn } from './dataset.ts';
import { vrOf } from './dictionary.ts';
import { groupOf, isPrivate, TAG, tagText, type Tag } from './tag.ts';
import { IMPLICIT_LITTLE, type Encoding } from './transfer-syntax.ts';
import { isLocalDamage, Unreadable } from './unreadable.ts';
import { hasLongHeader, isVr, swapWidth, type Vr } from './vr.ts';

/** Shared by all parsers of one file. */
export interface ParserState {
  elementsLeft: number;
  readonly maxDepth: number;
  readonly warn: (code: string) => void;
}

export interface Region {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly until: 'end' | 'item-end' | 'meta-end';
  readonly scope: Scope;
}

/** What a dataset inherits from the one around it. */
export interface Scope {
  readonly charset: readonly string[];
  readonly signed: boolean;
}

export interface Parsed {
  readonly set: DataSet;
  /** Offset of the first byte after the dataset. */
  readonly next: number;
}

interface Header {
  readonly tag: Tag;
  readonly vr: Vr;
  readonly length: number;
  readonly valueAt: number;
}

const UNDEFINED_LENGTH = 0xffffffff;

export class Parser {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #encoding: Encoding;
  readonly #state: ParserState;

  constructor(bytes: Uint8Array, encoding: Encoding, state: ParserState) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#encoding = encoding;
    this.#state = state;
  }

  /** @throws Unreadable when the bytes between `start` and `end` are no sequence of complete elements. */
  dataSet(region: Region): Parsed {
    if (region.depth > this.#state.maxDepth) throw new Unreadable('too-deep', 'sequences are nested too deeply');
    const elements = new Map<Tag, Element>();
    let { scope } = region;
    let at = region.start;
    while (at < region.end) {
      if (this.#isPadding(at, region)) break;
      const tag = this.#tag(at, region.end);
      if (region.until === 'meta-end' && groupOf(tag) !== 2) break;
      if (tag === TAG.itemEnd && region.until === 'item-end')
        return { set: { charset: scope.charset, elements }, next: at + 8 };
      const { element, next } = this.#element(at, { ...region, scope });
      at = next;
      if (element === undefined) continue;
      if (elements.has(element.tag)) this.#state.warn('duplicate-element');
      else elements.set(element.tag, element);
      scope = inheritedBy(scope, element);
    }
    if (region.until === 'item-end') throw new Unreadable('truncated', 'an item does not end');
    return { set: { charset: scope.charset, elements }, next: at };
  }

  #element(at: number, region: Region): { element: Element | undefined; next: number } {
    if (--this.#state.elementsLeft < 0) throw new Unreadable('too-many-elements', 'the file has too many elements');
    const header = this.#header(at, region);
    const { tag, vr, length, valueAt } = header;
    if (length === UNDEFINED_LENGTH) return this.#undefinedLength(header, region);
    const next = valueAt + length;
    if (next > region.end) throw new Unreadable('truncated', `element ${tagText(tag)} is longer than what is left`);
    if (tag === TAG.itemEnd || tag === TAG.sequenceEnd) {
      this.#state.warn('stray-delimiter');
      return { element: undefined, next };
    }
    const element = vr === 'SQ' ? this.#boundedSequence(header, region) : this.#value(header, region);
    return { element, next };
  }

  #undefinedLength(header: Header, region: Region): { element: Element; next: number } {
    const { tag, vr, valueAt } = header;
    const inner = { ...region, start: valueAt };
    if (vr === 'SQ' || vr === 'UN') {
      // CP-246: UN of undefined length is a sequence in Implicit VR Little Endian, whatever surrounds it.
      const parser = vr === 'UN' ? new Parser(this.#bytes, IMPLICIT_LITTLE, this.#state) : this;
      const { items, next } = parser.#items(inner, true);
      return { element: { kind: 'sequence', tag, vr: 'SQ', items }, next };
    }
    if (vr === 'OB' || vr === 'OW') return this.#fragments(tag, inner);
    throw new Unreadable('malformed', `element ${tagText(tag)} has no length`);
  }

  /** A sequence that says its length; damage inside a nested one costs only that sequence, which is kept as UN. */
  #boundedSequence(header: Header, region: Region): Element {
    const { tag, valueAt, length } = header;
    const bytes = this.#bytes.subarray(valueAt, valueAt + length);
    if (isPrivate(tag)) return { kind: 'bytes', tag, vr: 'UN', bytes };
    try {
      const { items } = this.#items({ ...region, start: valueAt, end: valueAt + length }, false);
      return { kind: 'sequence', tag, vr: 'SQ', items };
    } catch (error) {
      if (!isLocalDamage(error)) throw error;
      this.#state.warn('broken-sequence');
      return { kind: 'bytes', tag, vr: 'UN', bytes };
    }
  }

  #value(header: Header, region: Region): Element {
    const { tag, vr, valueAt, length } = header;
    const bytes = this.#bytes.subarray(valueAt, valueAt + length);
    if (vr !== 'UN' || isPrivate(tag))
      return { kind: 'bytes', tag, vr: notSequence(vr), bytes: this.#littleEndian(bytes, vr) };
    const known = resolve(vrOf(tag), region.scope);
    if (known !== 'SQ') return { kind: 'bytes', tag, vr: known, bytes };
    // CP-246 again: a public sequence passed on as UN by a node that did not know it is Implicit VR Little Endian.
    return new Parser(this.#bytes, IMPLICIT_LITTLE, this.#state).#boundedSequence(header, region);
  }

  #items(region: Region, delimited: boolean): { items: DataSet[]; next: number } {
    const items: DataSet[] = [];
    let at = region.start;
    while (at < region.end) {
      const tag = this.#tag(at, region.end);
      const length = this.#view.getUint32(at + 4, this.#encoding.little);
      at += 8;
      if (tag === TAG.sequenceEnd) {
        if (!delimited) this.#state.warn('stray-delimiter');
        return { items, next: at };
      }
      if (tag !== TAG.item) throw new Unreadable('malformed', 'a sequence contains something that is no item');
      const open = length === UNDEFINED_LENGTH;
      const end = open ? region.end : at + length;
      if (end > region.end) throw new Unreadable('truncated', 'an item is longer than its sequence');
      const parsed = this.dataSet({
        ...region,
        start: at,
        end,
        depth: region.depth + 1,
        until: open ? 'item-end' : 'end',
      });
      items.push(parsed.set);
      at = open ? parsed.next : end;
    }
    if (delimited) throw new Unreadable('truncated', 'a sequence does not end');
    return { items, next: at };
  }

  #fragments(tag: Tag, region: Region): { element: FragmentsElement; next: number } {
    let offsetTable: Uint8Array | undefined;
    const fragments: { at: number; bytes: Uint8Array }[] = [];
    let first = 0;
    for (let at = region.start; at < region.end;) {
      const itemTag = this.#tag(at, region.end);
      const length = this.#view.getUint32(at + 4, this.#encoding.little);
      if (itemTag === TAG.sequenceEnd) {
        const element = {
          kind: 'fragments',
          tag,
          vr: 'OB',
          offsetTable: offsetTable ?? new Uint8Array(),
          fragments,
        } as const;
        return { element, next: at + 8 };
      }
      if (itemTag !== TAG.item) throw new Unreadable('malformed', 'pixel data contains something that is no fragment');
      const end = at + 8 + length;
      if (end > region.end) throw new Unreadable('truncated', 'a fragment is longer than what is left');
      const bytes = this.#bytes.subarray(at + 8, end);
      if (offsetTable === undefined) [offsetTable, first] = [bytes, end];
      else fragments.push({ at: at - first, bytes });
      if (--this.#state.elementsLeft < 0) throw new Unreadable('too-many-elements', 'the file has too many fragments');
      at = end;
    }
    throw new Unreadable('truncated', 'the pixel data does not end');
  }

  #header(at: number, region: Region): Header {
    const tag = this.#tag(at, region.end);
    const { little, explicit } = this.#encoding;
    if (!explicit || groupOf(tag) === 0xfffe) {
      const length = this.#view.getUint32(at + 4, little);
      return { tag, vr: resolve(vrOf(tag), region.scope), length, valueAt: at + 8 };
    }
    const letters = String.fromCharCode(this.#view.getUint8(at + 4), this.#view.getUint8(at + 5));
    if (isVr(letters) && !hasLongHeader(letters)) {
      return { tag, vr: letters, length: this.#view.getUint16(at + 6, little), valueAt: at + 8 };
    }
    if (!isVr(letters)) {
      if (!/^[A-Z?-]{2}$/.test(letters)) throw new Unreadable('malformed', `element ${tagText(tag)} has no VR`);
      this.#state.warn('unknown-vr');
    }
    if (region.end - at < 12) throw new Unreadable('truncated', 'the file ends inside an element header');
    return { tag, vr: isVr(letters) ? letters : 'UN', length: this.#view.getUint32(at + 8, little), valueAt: at + 12 };
  }

  #tag(at: number, end: number): Tag {
    if (end - at < 8) throw new Unreadable('truncated', 'the file ends inside an element header');
    const { little } = this.#encoding;
    return this.#view.getUint16(at, little) * 0x10000 + this.#view.getUint16(at + 2, little);
  }

  /** Zeros after the last element of a file are padding that careless writers leave. */
  #isPadding(at: number, region: Region): boolean {
    if (region.depth > 0 || region.until !== 'end' || this.#bytes[at] !== 0) return false;
    if (region.end - at >= 8 && this.#tag(at, region.end) !== 0) return false;
    if (this.#bytes.subarray(at, region.end).some((byte) => byte !== 0)) return false;
    this.#state.warn('trailing-padding');
    return true;
  }

  #littleEndian(bytes: Uint8Array, vr: Vr): Uint8Array {
    const width = swapWidth(vr);
    if (this.#encoding.little || width === 1) return bytes;
    const swapped = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % width)));
    if (width === 2) return swapped.swap16();
    return width === 4 ? swapped.swap32() : swapped.swap64();
  }
}

const notSequence = (vr: Vr): BytesElement['vr'] => (vr === 'SQ' ? 'UN' : vr);

function resolve(vr: ReturnType<typeof vrOf>, scope: Scope): Vr {
  if (vr === 'US or SS') return scope.signed ? 'SS' : 'US';
  return vr ?? 'UN';
}

function inheritedBy(scope: Scope, element: Element): Scope {
  if (element.kind !== 'bytes') return scope;
  if (element.tag === TAG.specificCharacterSet) return { ...scope, charset: textsIn(element, []) };
  if (element.tag === TAG.pixelRepresentation) return { ...scope, signed: element.bytes[0] === 1 };
  return scope;
}
