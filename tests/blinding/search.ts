/**
 * The search of the harness: does this secret occur in these bytes, whatever they are wrapped in? Bytes are unwrapped layer by
 * layer (base64, hexadecimal, gzip and deflate, percent and JSON escapes), and every layer is searched for every form a secret
 * can take: text in UTF-8 and UTF-16, numbers as decimals and as the floats Yjs writes.
 */
import { brotliDecompressSync, inflateRawSync, inflateSync } from 'node:zlib';

/** One secret: its forms as bytes. */
export interface Needle {
  readonly what: string;
  readonly forms: readonly Buffer[];
}

/** @param text long and odd enough to occur nowhere by chance. */
export function textNeedle(what: string, text: string): Needle {
  if (text.length < 7) throw new Error(`too short to be told from chance: ${text}`);
  const wide = Buffer.from(text, 'utf16le');
  return { what, forms: [Buffer.from(text, 'utf8'), wide, Buffer.from(wide).swap16()] };
}

/** A coordinate or a time; as text, as float64 and, where nothing is lost, as float32, in both byte orders. */
export function numberNeedle(what: string, value: number): Needle {
  const double = Buffer.alloc(8);
  double.writeDoubleBE(value);
  const floats = [double, Buffer.from(double).reverse()];
  if (Math.fround(value) === value) {
    const single = Buffer.alloc(4);
    single.writeFloatBE(value);
    floats.push(single, Buffer.from(single).reverse());
  }
  return { what, forms: [...textNeedle(what, String(value)).forms, ...floats] };
}

/** What of the needles occurs in the bytes. */
export const occurring = (bytes: Uint8Array, needles: readonly Needle[]): string[] =>
  createSearch(needles)(layersOf(Buffer.from(bytes)));

interface Form {
  readonly what: string;
  readonly bytes: Buffer;
}

/** Looks for all needles in one pass: only where two bytes begin a form is anything compared. */
export function createSearch(needles: readonly Needle[]): (layers: readonly Buffer[]) => string[] {
  const forms = needles.flatMap(({ what, forms: all }) => all.map((bytes): Form => ({ what, bytes })));
  const byHead = Map.groupBy(forms, ({ bytes }) => bytes.readUInt16BE(0));
  const isHead = new Uint8Array(0x10000);
  for (const head of byHead.keys()) isHead[head] = 1;
  return (layers) => {
    const found = new Set<string>();
    for (const layer of layers)
      for (let i = 0, head = layer[0] ?? 0; i + 1 < layer.length; i++) {
        head = ((head << 8) | (layer[i + 1] ?? 0)) & 0xffff;
        if (isHead[head] !== 1) continue;
        for (const { what, bytes } of byHead.get(head) ?? [])
          if (layer.compare(bytes, 0, bytes.length, i, Math.min(layer.length, i + bytes.length)) === 0) found.add(what);
      }
    return needles.map(({ what }) => what).filter((what) => found.has(what));
  };
}

const DEPTH = 3;
const GZIP_HEAD = 10;
/** More than any answer needs; a bomb is not unpacked. */
const UNPACKED = 4 * 1024 * 1024;

/** The bytes, and everything that can be unwrapped from them. */
export function layersOf(bytes: Buffer, depth = DEPTH): Buffer[] {
  if (depth === 0) return [bytes];
  const plain = unescaped(bytes.toString('latin1'));
  // Bytes that are no text hold no further text encodings, but at the top, where a frame may be half of each.
  const spelt = depth === DEPTH || isText(bytes) ? encoded(plain) : [];
  const inside = [...packed(bytes), ...spelt].flatMap((layer) => layersOf(layer, depth - 1));
  return [bytes, Buffer.from(plain, 'utf8'), ...inside];
}

/** Compressed streams, wherever in the bytes they begin. */
function packed(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  const attempt = (unpack: () => Buffer): void => {
    try {
      found.push(unpack());
    } catch {
      // Most bytes that look like the head of a stream are none.
    }
  };
  const limit = { maxOutputLength: UNPACKED };
  for (let i = bytes.indexOf('1f8b', 0, 'hex'); i >= 0; i = bytes.indexOf('1f8b', i + 1, 'hex'))
    // A stream without a name in its head; the wrapper of zlib would mind what stands behind it.
    attempt(() => inflateRawSync(bytes.subarray(i + GZIP_HEAD), limit));
  for (const head of ['7801', '785e', '789c', '78da'])
    for (let i = bytes.indexOf(head, 0, 'hex'); i >= 0; i = bytes.indexOf(head, i + 1, 'hex'))
      attempt(() => inflateSync(bytes.subarray(i), limit));
  // These have no head to be known by.
  if (!isText(bytes)) {
    attempt(() => inflateRawSync(bytes, limit));
    attempt(() => brotliDecompressSync(bytes, limit));
  }
  return found.filter((one) => one.length > 0);
}

const isText = (bytes: Buffer): boolean => bytes.every((byte) => byte >= 0x09 && byte < 0x7f);

/** Runs of base64 (both alphabets, at any of the four offsets) and of hexadecimal digits. */
function encoded(text: string): Buffer[] {
  const base64 = [...text.matchAll(/[A-Za-z0-9+/_-]{12,}/g)].flatMap(([run]) =>
    [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), 'base64')),
  );
  const hex = [...text.matchAll(/(?:[0-9a-f]{2}){7,}/gi)].flatMap(([run]) =>
    [0, 1].map((skip) => Buffer.from(run.slice(skip), 'hex')),
  );
  // One layer for all runs: a needle is shorter than a run and crosses no border that matters.
  return [Buffer.concat(base64), Buffer.concat(hex)].filter((one) => one.length > 0);
}

/** Escapes of JSON, HTML and of addresses, one after the other. */
const unescaped = (text: string): string =>
  text
    .replace(/\\+u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/&#(?:x([0-9a-f]+)|(\d+));/gi, (_, hex: string | undefined, decimal: string) =>
      String.fromCodePoint(Math.min(0x10ffff, hex ? Number.parseInt(hex, 16) : Number(decimal))),
    )
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll('\\', '');
