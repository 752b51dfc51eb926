/**
 * Writes a DICOM file (PS3.10): zero preamble, meta group, dataset in Explicit VR Little Endian with defined lengths,
 * text as ISO_IR 192, and every frame in one contiguous run of bytes whose place in the file is reported.
 */
import { element } from './builder.ts';
import { decodeText } from './charset.ts';
import { numberOf, textOf, type DataSet, type Element } from './dataset.ts';
import { TAG, type Tag } from './tag.ts';
import { isNative, SYNTAX } from './transfer-syntax.ts';
import { hasLongHeader, isAsciiVr, isTextVr, type Vr } from './vr.ts';

export interface Part10Draft {
  /** Explicit VR Little Endian, or an encapsulated syntax whose bytes the frames already are. */
  readonly transferSyntax: string;
  /** Must have SOP Class and SOP Instance UID; pixel data in it is ignored, frames carry the pixels. */
  readonly dataset: DataSet;
  /** Native: little-endian samples of each frame; encapsulated: one complete codestream each. [] for no pixel data. */
  readonly frames: readonly Uint8Array[];
}

export interface WrittenPart10 {
  readonly bytes: Uint8Array;
  /** Place of each frame in `bytes`, without padding; frame n is entry n−1. */
  readonly frames: readonly { readonly offset: number; readonly length: number }[];
}

/** Identifies this implementation to other DICOM software: 2.25 and a UUID drawn once (PS3.5 annex B). */
const IMPLEMENTATION_CLASS = '2.25.200116934806386352411879263712459307801';
const IMPLEMENTATION_VERSION = 'CONSILIUM_1';

/** @throws RangeError for a draft without SOP UIDs or with a native syntax other than Explicit VR Little Endian. */
export function writePart10(draft: Part10Draft): WrittenPart10 {
  const { transferSyntax, dataset, frames } = draft;
  if (isNative(transferSyntax) && transferSyntax !== SYNTAX.explicitLittle) {
    throw new RangeError(`files are not written in ${transferSyntax}`);
  }
  const out = new Output();
  out.push(new Uint8Array(128));
  out.push(Buffer.from('DICM', 'latin1'));
  writeMeta(out, draft);
  const ordered = [...withCharset(dataset)].sort((a, b) => a.tag - b.tag);
  for (const e of ordered) if (e.tag < TAG.extendedOffsetTable) out.push(encodeElement(e, dataset.charset));
  const places = isNative(transferSyntax) ? writeNative(out, draft) : writeEncapsulated(out, frames);
  for (const e of ordered) if (e.tag > TAG.pixelData) out.push(encodeElement(e, dataset.charset));
  return { bytes: out.joined(), frames: places };
}

/** Chunks and their total, so that offsets are known while writing and bytes are copied once. */
class Output {
  readonly #chunks: Uint8Array[] = [];
  length = 0;

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.length += chunk.length;
  }

  joined(): Uint8Array {
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }
}

function writeMeta(out: Output, { dataset, transferSyntax }: Part10Draft): void {
  const sopClass = textOf(dataset, TAG.sopClass);
  const sopInstance = textOf(dataset, TAG.sopInstance);
  if (sopClass === undefined || sopInstance === undefined) throw new RangeError('a file needs its SOP UIDs');
  const group = [
    element(TAG.fileMetaVersion, Uint8Array.of(0, 1), 'OB'),
    element(TAG.mediaSopClass, sopClass),
    element(TAG.mediaSopInstance, sopInstance),
    element(TAG.transferSyntax, transferSyntax),
    element(TAG.implementationClass, IMPLEMENTATION_CLASS),
    element(TAG.implementationVersion, IMPLEMENTATION_VERSION),
  ].map((e) => encodeElement(e, []));
  const length = group.reduce((sum, bytes) => sum + bytes.length, 0);
  out.push(encodeElement(element(TAG.fileMetaLength, length, 'UL'), []));
  for (const bytes of group) out.push(bytes);
}

function withCharset(dataset: DataSet): Iterable<Element> {
  const elements = new Map(dataset.elements);
  elements.set(TAG.specificCharacterSet, element(TAG.specificCharacterSet, 'ISO_IR 192'));
  return elements.values();
}

function writeNative(out: Output, { dataset, frames }: Part10Draft): { offset: number; length: number }[] {
  if (frames.length === 0) return [];
  const total = frames.reduce((sum, frame) => sum + frame.length, 0);
  if (total % 2 === 1 && total + 1 > 0xfffffffe) throw new RangeError('native pixel data is limited to 4 GiB');
  const vr = (numberOf(dataset, TAG.bitsAllocated) ?? 16) > 8 ? 'OW' : 'OB';
  out.push(header(TAG.pixelData, vr, total + (total % 2)));
  const places = frames.map((frame) => {
    const offset = out.length;
    out.push(frame);
    return { offset, length: frame.length };
  });
  if (total % 2 === 1) out.push(Uint8Array.of(0));
  return places;
}

/** One fragment per frame, all in the Basic Offset Table as long as its 32 bits reach (PS3.5 A.4). */
function writeEncapsulated(out: Output, frames: readonly Uint8Array[]): { offset: number; length: number }[] {
  if (frames.length === 0) return [];
  out.push(header(TAG.pixelData, 'OB', 0xffffffff));
  const starts: number[] = [];
  let start = 0;
  for (const frame of frames) {
    starts.push(start);
    start += 8 + frame.length + (frame.length % 2);
  }
  const table = new Uint8Array((starts.at(-1) ?? 0) <= 0xffffffff ? 4 * frames.length : 0);
  const view = new DataView(table.buffer);
  if (table.length > 0)
    starts.forEach((at, i) => {
      view.setUint32(4 * i, at, true);
    });
  out.push(itemHeader(TAG.item, table.length));
  out.push(table);
  const places = frames.map((frame) => {
    out.push(itemHeader(TAG.item, frame.length + (frame.length % 2)));
    const offset = out.length;
    out.push(frame);
    if (frame.length % 2 === 1) out.push(Uint8Array.of(0));
    return { offset, length: frame.length };
  });
  out.push(itemHeader(TAG.sequenceEnd, 0));
  return places;
}

function encodeElement(e: Element, charset: readonly string[]): Uint8Array {
  if (e.kind === 'fragments') throw new RangeError('encapsulated pixel data is written from frames');
  const value = e.kind === 'sequence' ? encodeItems(e.items) : encodeValue(e.vr, e.bytes, charset);
  // A 16-bit length cannot hold it: PS3.5 §6.2.2 says UN, and look-up tables may be OW.
  const vr = value.length > 0xfffe && !hasLongHeader(e.vr) ? (e.vr === 'US' || e.vr === 'SS' ? 'OW' : 'UN') : e.vr;
  return Buffer.concat([header(e.tag, vr, value.length), value]);
}

function encodeItems(items: readonly DataSet[]): Uint8Array {
  return Buffer.concat(
    items.flatMap((item) => {
      const ordered = [...item.elements.values()].sort((a, b) => a.tag - b.tag);
      const own = ordered.filter((e) => e.tag !== TAG.specificCharacterSet);
      const body = Buffer.concat(own.map((e) => encodeElement(e, item.charset)));
      return [itemHeader(TAG.item, body.length), body];
    }),
  );
}

function encodeValue(vr: Exclude<Vr, 'SQ'>, bytes: Uint8Array, charset: readonly string[]): Uint8Array {
  const utf8 = charset[0] === 'ISO_IR 192' || !isTextVr(vr);
  const value = utf8 ? bytes : new TextEncoder().encode(decodeText(bytes, charset).text);
  if (value.length % 2 === 0) return value;
  const spaced = isTextVr(vr) || (isAsciiVr(vr) && vr !== 'UI');
  return Buffer.concat([value, Uint8Array.of(spaced ? 0x20 : 0)]);
}

function header(tag: Tag, vr: Vr, length: number): Uint8Array {
  const long = hasLongHeader(vr);
  const bytes = new Uint8Array(long ? 12 : 8);
  const view = new DataView(bytes.buffer);
  putTag(view, tag);
  bytes.set(Buffer.from(vr, 'latin1'), 4);
  if (long) view.setUint32(8, length, true);
  else view.setUint16(6, length, true);
  return bytes;
}

function itemHeader(tag: Tag, length: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  putTag(view, tag);
  view.setUint32(4, length, true);
  return new Uint8Array(view.buffer);
}

function putTag(view: DataView, tag: Tag): void {
  view.setUint16(0, tag >>> 16, true);
  view.setUint16(2, tag & 0xffff, true);
}
