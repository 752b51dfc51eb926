/** Makes elements and datasets from values, named by keyword as PS3.6 names them; text is stored as UTF-8. */
import type { DataSet, Element } from './dataset.ts';
import { tagOf, vrOf } from './dictionary.ts';
import type { Tag } from './tag.ts';
import { isNumberVr, numberWidth, type NumberVr, type Vr } from './vr.ts';

export type ElementValue = string | number | readonly (string | number)[] | Uint8Array | readonly DataSet[];

/**
 * @param name keyword ('PatientName') or tag.
 * @param value text or numbers (one or several), raw little-endian bytes, or the items of a sequence; '' and [] are empty.
 * @param vr only where the dictionary leaves a choice.
 * @throws RangeError for an unknown keyword, or a tag without VR.
 */
export function element(name: string | Tag, value: ElementValue, vr?: Vr): Element {
  const tag = typeof name === 'string' ? tagOf(name) : name;
  const known = vr ?? vrOf(tag);
  if (known === undefined) throw new RangeError(`the VR of ${String(name)} must be given`);
  const chosen: Vr = known === 'US or SS' ? 'US' : known;
  if (chosen === 'SQ') return { kind: 'sequence', tag, vr: 'SQ', items: itemsFrom(value) };
  return { kind: 'bytes', tag, vr: chosen, bytes: bytesFrom(value, chosen) };
}

export function dataSet(elements: Iterable<Element>): DataSet {
  return { charset: ['ISO_IR 192'], elements: new Map(Array.from(elements, (e) => [e.tag, e])) };
}

/** @param values keyword → value, for datasets whose VRs the dictionary decides. */
export const dataSetOf = (values: Readonly<Record<string, ElementValue>>): DataSet =>
  dataSet(Object.entries(values).map(([keyword, value]) => element(keyword, value)));

const isItem = (value: unknown): value is DataSet => typeof value === 'object' && value !== null && 'elements' in value;

function itemsFrom(value: ElementValue): readonly DataSet[] {
  if (!Array.isArray(value)) throw new TypeError('a sequence is made of items');
  return value.filter(isItem);
}

function bytesFrom(value: ElementValue, vr: Exclude<Vr, 'SQ'>): Uint8Array {
  if (value instanceof Uint8Array) return value;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (isNumberVr(vr)) return numberBytes(list.map(Number), vr);
  return new TextEncoder().encode(list.map(textFrom(vr)).join('\\'));
}

const textFrom =
  (vr: Vr) =>
  (value: unknown): string => {
    if (typeof value !== 'number') return String(value);
    return vr === 'DS' ? decimalString(value) : String(Math.trunc(value));
  };

/** Decimal strings hold 16 characters (PS3.5 §6.2): the most precise writing that fits. */
export function decimalString(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('a decimal string is a finite number');
  let text = String(value);
  for (let digits = 16; text.length > 16 && digits > 0; digits--) {
    const rounded = Number(value.toPrecision(digits));
    const [plain, exponential] = [String(rounded), rounded.toExponential()];
    text = plain.length <= 16 ? plain : exponential;
  }
  return text;
}

function numberBytes(values: readonly number[], vr: NumberVr): Uint8Array {
  const width = numberWidth(vr);
  const bytes = new Uint8Array(values.length * width);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    putNumber(view, i * width, { value, vr });
  });
  return bytes;
}

function putNumber(view: DataView, at: number, { value, vr }: { value: number; vr: NumberVr }): void {
  switch (vr) {
    case 'US':
    case 'SS':
      view.setUint16(at, value, true);
      break;
    case 'UL':
    case 'SL':
      view.setUint32(at, value, true);
      break;
    case 'FL':
      view.setFloat32(at, value, true);
      break;
    case 'FD':
      view.setFloat64(at, value, true);
      break;
    case 'SV':
    case 'UV':
      view.setBigUint64(at, BigInt(value), true);
      break;
    case 'AT':
      view.setUint16(at, value >>> 16, true);
      view.setUint16(at + 2, value & 0xffff, true);
  }
}
