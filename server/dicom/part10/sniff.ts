/** What the first bytes of a dataset tell about its encoding, for files that do not say it or say it wrongly. */
import { groupOf, type Tag } from './tag.ts';
import { EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE, type Encoding } from './transfer-syntax.ts';
import { vrOf } from './dictionary.ts';
import { isVr } from './vr.ts';

/** @returns the encoding of the element that starts at `at`, undefined when these bytes look like no element. */
export function sniffEncoding(bytes: Uint8Array, at: number): Encoding | undefined {
  if (bytes.length - at < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = tagAt(view, at, true);
  const big = tagAt(view, at, false);
  const letters = String.fromCharCode(view.getUint8(at + 4), view.getUint8(at + 5));
  if (isVr(letters)) return groupOf(little) <= groupOf(big) ? EXPLICIT_LITTLE : EXPLICIT_BIG;
  const plausible = vrOf(little) !== undefined && view.getUint32(at + 4, true) <= bytes.length - at - 8;
  return plausible && groupOf(little) <= 0x0028 ? IMPLICIT_LITTLE : undefined;
}

/** A file without preamble is believed only if it opens with a well-known early element. */
export function looksLikeBareDataset(bytes: Uint8Array, at: number): boolean {
  const encoding = sniffEncoding(bytes, at);
  if (encoding === undefined) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = tagAt(view, at, encoding.little);
  return groupOf(tag) >= 2 && groupOf(tag) <= 0x0028 && vrOf(tag) !== undefined;
}

const tagAt = (view: DataView, at: number, little: boolean): Tag =>
  view.getUint16(at, little) * 0x10000 + view.getUint16(at + 2, little);
