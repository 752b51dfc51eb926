/**
 * A dataset is a map from tag to element whose values stay bytes exactly as they were read (little endian), so that
 * nothing is lost by reading; meaning is taken from the bytes on demand, by the functions below.
 */
import { decodeText } from './charset.ts';
import type { Tag } from './tag.ts';
import { isNumberVr, isSingleValued, isTextVr, numberWidth, type NumberVr, type Vr } from './vr.ts';

export interface BytesElement {
  readonly kind: 'bytes';
  readonly tag: Tag;
  readonly vr: Exclude<Vr, 'SQ'>;
  readonly bytes: Uint8Array;
}
export interface SequenceElement {
  readonly kind: 'sequence';
  readonly tag: Tag;
  readonly vr: 'SQ';
  readonly items: readonly DataSet[];
}
/** Encapsulated pixel data as it lies in the file: the Basic Offset Table and the fragments after it. */
export interface FragmentsElement {
  readonly kind: 'fragments';
  readonly tag: Tag;
  readonly vr: 'OB';
  readonly offsetTable: Uint8Array;
  /** `at` is the distance of the fragment's item tag from the first item after the Basic Offset Table. */
  readonly fragments: readonly { readonly at: number; readonly bytes: Uint8Array }[];
}
export type Element = BytesElement | SequenceElement | FragmentsElement;

export interface DataSet {
  /** Specific Character Set in force here: the item's own, else the one of the dataset around it. */
  readonly charset: readonly string[];
  readonly elements: ReadonlyMap<Tag, Element>;
}

/** @returns the element's values as text, padding removed; [] when absent, empty or not textual. */
export function textsOf(set: DataSet, tag: Tag): readonly string[] {
  const element = set.elements.get(tag);
  return element?.kind === 'bytes' ? textsIn(element, set.charset) : [];
}

export const textOf = (set: DataSet, tag: Tag): string | undefined => textsOf(set, tag)[0];

/** @returns the element's numbers, whether stored binary or as decimal text; values that are no number are dropped. */
export function numbersOf(set: DataSet, tag: Tag): readonly number[] {
  const element = set.elements.get(tag);
  if (element?.kind !== 'bytes') return [];
  if (isNumberVr(element.vr)) return numbersIn(element.bytes, element.vr);
  if (element.vr !== 'DS' && element.vr !== 'IS') return [];
  return textsIn(element, set.charset).map(decimal).filter(Number.isFinite);
}

export const numberOf = (set: DataSet, tag: Tag): number | undefined => numbersOf(set, tag)[0];

export function itemsOf(set: DataSet, tag: Tag): readonly DataSet[] {
  const element = set.elements.get(tag);
  return element?.kind === 'sequence' ? element.items : [];
}

export function textsIn(element: BytesElement, charset: readonly string[]): readonly string[] {
  if (isNumberVr(element.vr) || element.bytes.length === 0) return [];
  const text = decodeText(element.bytes, isTextVr(element.vr) ? charset : []).text;
  if (isSingleValued(element.vr)) return [trimmed(text)];
  const values = text.split('\\').map(trimmed);
  return values.length === 1 && values[0] === '' ? [] : values;
}

export function numbersIn(bytes: Uint8Array, vr: NumberVr): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = numberWidth(vr);
  const count = Math.floor(bytes.length / width);
  return Array.from({ length: count }, (_, i) => numberAt(view, i * width, vr));
}

function numberAt(view: DataView, at: number, vr: NumberVr): number {
  switch (vr) {
    case 'US':
      return view.getUint16(at, true);
    case 'SS':
      return view.getInt16(at, true);
    case 'UL':
      return view.getUint32(at, true);
    case 'SL':
      return view.getInt32(at, true);
    case 'FL':
      return view.getFloat32(at, true);
    case 'FD':
      return view.getFloat64(at, true);
    case 'SV':
      return Number(view.getBigInt64(at, true));
    case 'UV':
      return Number(view.getBigUint64(at, true));
    case 'AT':
      return view.getUint16(at, true) * 0x10000 + view.getUint16(at + 2, true);
  }
}

/** Number() reads '' as 0 and accepts hexadecimal; decimal strings know neither. */
const decimal = (text: string): number => (/^[+-]?[\d.]/.test(text) && !/x/i.test(text) ? Number(text) : Number.NaN);

/** Padding is a space, or NUL in UIDs and in careless files. */
function trimmed(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\0')) end--;
  return text.slice(0, end).trimStart();
}
