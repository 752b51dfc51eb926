/**
 * Codestreams can carry remarks of the software that made them: comments, Exif, thumbnails, bytes after the end. Such
 * text may name a patient, so it is cut out; nothing that a decoder needs is touched, the pixels stay bit for bit.
 */
import { SYNTAX } from '../part10/transfer-syntax.ts';
import { bareCodestream } from './codestream.ts';

const JPEG: ReadonlySet<string> = new Set([
  SYNTAX.jpegBaseline,
  SYNTAX.jpegExtended,
  SYNTAX.jpegLossless,
  SYNTAX.jpegLosslessFirstOrder,
  SYNTAX.jpegLsLossless,
  SYNTAX.jpegLsNear,
]);
const JPEG_2000: ReadonlySet<string> = new Set([
  SYNTAX.jpeg2000Lossless,
  SYNTAX.jpeg2000,
  SYNTAX.htj2kLossless,
  SYNTAX.htj2kLosslessRpcl,
  SYNTAX.htj2k,
]);

export function withoutRemarks(frame: Uint8Array, transferSyntax: string): Uint8Array {
  if (JPEG.has(transferSyntax)) return assembled(frame, jpegPieces(frame));
  if (!JPEG_2000.has(transferSyntax)) return frame;
  const bare = bareCodestream(frame);
  return assembled(bare, jpeg2000Pieces(bare));
}

type Piece = readonly [from: number, to: number];

/** Segments up to the first scan are judged one by one; the scans follow whole, as far as the end marker. */
function jpegPieces(frame: Uint8Array): Piece[] {
  const pieces: Piece[] = [[0, 2]];
  let at = 2;
  while (at + 4 <= frame.length && frame[at] === 0xff && frame[at + 1] !== 0xda) {
    const end = frame[at + 1] === 0xff ? at + 1 : at + 2 + u16(frame, at + 2);
    if (!isJpegRemark(frame, at)) pieces.push([at, end]);
    at = end;
  }
  return [...pieces, [at, endOfStream(frame)]];
}

/** APP0 (JFIF), Adobe's APP14 and JPEG-LS's APP8 'mrfx' tell how colours are stored; all other APPn and COM are remarks. */
function isJpegRemark(frame: Uint8Array, at: number): boolean {
  const marker = frame[at + 1] ?? 0;
  if (marker === 0xfe) return true;
  if (marker < 0xe0 || marker > 0xef) return false;
  const name = Buffer.from(frame.subarray(at + 4, at + 9)).toString('latin1');
  return !(name === 'JFIF\0' || (marker === 0xee && name === 'Adobe') || (marker === 0xe8 && name.startsWith('mrfx')));
}

/** The main header of a JPEG 2000 codestream, up to the first tile-part; only COM (ISO 15444-1 A.9.2) is left out. */
function jpeg2000Pieces(frame: Uint8Array): Piece[] {
  const pieces: Piece[] = [[0, 2]];
  let at = 2;
  while (at + 4 <= frame.length && frame[at] === 0xff && frame[at + 1] !== 0x90) {
    const end = at + 2 + u16(frame, at + 2);
    if (frame[at + 1] !== 0x64) pieces.push([at, end]);
    at = end;
  }
  return [...pieces, [at, endOfStream(frame)]];
}

/** Behind the last FFD9 near the end; entropy-coded data cannot contain it (both standards stuff such bytes). */
function endOfStream(frame: Uint8Array): number {
  for (let at = frame.length - 2; at >= 0 && at > frame.length - 34; at--) {
    if (frame[at] === 0xff && frame[at + 1] === 0xd9) return at + 2;
  }
  return frame.length;
}

function assembled(frame: Uint8Array, pieces: readonly Piece[]): Uint8Array {
  const kept = pieces.reduce((sum, [from, to]) => sum + Math.max(0, to - from), 0);
  return kept === frame.length
    ? frame
    : Buffer.concat(pieces.map(([from, to]) => frame.subarray(from, Math.max(from, to))));
}

const u16 = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
