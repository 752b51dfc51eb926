/** The DICOM JSON model (PS3.18 annex F) of a dataset, without pixel data and group lengths. */
import { numbersIn, textsIn, type BytesElement, type DataSet, type Element } from './dataset.ts';
import { TAG, tagText } from './tag.ts';
import { isNumberVr } from './vr.ts';

export type DicomJsonValue = string | number | null | DicomJson | { readonly Alphabetic: string };
export interface DicomJsonAttribute {
  readonly vr: string;
  readonly Value?: readonly DicomJsonValue[];
  readonly InlineBinary?: string;
}
export type DicomJson = { readonly [tag: string]: DicomJsonAttribute };

export function dicomJsonOf(set: DataSet): DicomJson {
  const entries = [...set.elements.values()]
    .filter((e) => e.tag < TAG.extendedOffsetTable && (e.tag & 0xffff) !== 0)
    .sort((a, b) => a.tag - b.tag)
    .map((e): [string, DicomJsonAttribute] => [tagText(e.tag), attributeOf(e, set)]);
  return Object.fromEntries(entries);
}

function attributeOf(e: Element, set: DataSet): DicomJsonAttribute {
  if (e.kind === 'fragments') return { vr: e.vr };
  if (e.kind === 'sequence') return e.items.length === 0 ? { vr: 'SQ' } : { vr: 'SQ', Value: e.items.map(dicomJsonOf) };
  if (e.bytes.length === 0) return { vr: e.vr };
  if (e.vr.startsWith('O') || e.vr === 'UN') return { vr: e.vr, InlineBinary: base64(e.bytes) };
  return { vr: e.vr, Value: valuesOf(e, set.charset) };
}

function valuesOf(e: BytesElement, charset: readonly string[]): readonly DicomJsonValue[] {
  if (e.vr === 'AT') return numbersIn(e.bytes, 'AT').map(tagText);
  if (isNumberVr(e.vr)) return numbersIn(e.bytes, e.vr);
  const texts = textsIn(e, charset);
  if (e.vr === 'DS' || e.vr === 'IS') return texts.map((text) => (text === '' ? null : Number(text)));
  if (e.vr === 'PN') return texts.map((text) => ({ Alphabetic: text }));
  return texts.map((text) => (text === '' ? null : text));
}

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
