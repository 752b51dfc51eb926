/**
 * Reads a DICOM file (PS3.10) into a byte-preserving element tree. Bytes from outside never make it throw: whatever
 * is wrong comes back as a refusal with a closed code. Reading is bounded in depth, elements and inflated size.
 */
import { inflateRawSync, inflateSync } from 'node:zlib';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { textOf, type DataSet } from './dataset.ts';
import { Parser, type ParserState } from './parser.ts';
import { looksLikeBareDataset, sniffEncoding } from './sniff.ts';
import { TAG } from './tag.ts';
import { encodingOf, EXPLICIT_LITTLE, IMPLICIT_LITTLE, SYNTAX, type Encoding } from './transfer-syntax.ts';
import { Unreadable, type UnreadableCode } from './unreadable.ts';

export interface Part10 {
  /** Group 0002; without elements when the file has none. */
  readonly meta: DataSet;
  /** Everything else, little endian. */
  readonly dataset: DataSet;
  /** The declared transfer syntax UID, or the one the bytes themselves show where none is declared. */
  readonly transferSyntax: string;
  /** Codes of oddities that were read over: missing-preamble, missing-meta, preamble-content, unknown-vr, … */
  readonly oddities: ReadonlySet<string>;
}

export interface ReadFailure {
  readonly code: UnreadableCode;
  /** For people; contains no value from the file. */
  readonly message: string;
}

export interface ReadLimits {
  readonly depth: number;
  readonly elements: number;
  /** Most bytes a deflated dataset may expand to: this many, plus 64 times its compressed size. */
  readonly inflatedBytes: number;
}

export const READ_LIMITS: ReadLimits = { depth: 256, elements: 1_000_000, inflatedBytes: 64 * 1024 * 1024 };

export function readPart10(bytes: Uint8Array, limits: ReadLimits = READ_LIMITS): Result<Part10, ReadFailure> {
  try {
    // A Buffer's slice() is a view where a Uint8Array's is a copy; the tree should hold only the latter kind.
    return ok(read(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), limits));
  } catch (error) {
    if (error instanceof Unreadable) return err({ code: error.code, message: error.message });
    throw error;
  }
}

const PREAMBLE = 128;
const EMPTY: DataSet = { charset: [], elements: new Map() };

function read(bytes: Uint8Array, limits: ReadLimits): Part10 {
  const oddities = new Set<string>();
  const state: ParserState = {
    elementsLeft: limits.elements,
    maxDepth: limits.depth,
    warn: (code) => oddities.add(code),
  };
  const start = startOf(bytes, oddities);
  const { meta, next } = readMeta(bytes, start, state);
  const declared = textOf(meta, TAG.transferSyntax);
  const body = declared === SYNTAX.deflated ? inflate(bytes.subarray(next), limits) : bytes;
  const at = body === bytes ? next : 0;
  const { encoding, transferSyntax } = agreedEncoding(declared, sniffEncoding(body, at), oddities);
  const scope = { charset: [], signed: false };
  const region = { start: at, end: body.length, depth: 0, until: 'end', scope } as const;
  const dataset = new Parser(body, encoding, state).dataSet(region).set;
  if (dataset.elements.size === 0) throw new Unreadable('truncated', 'the file ends before its dataset');
  return { meta, dataset, transferSyntax, oddities };
}

function startOf(bytes: Uint8Array, oddities: Set<string>): number {
  if (isDicm(bytes, PREAMBLE)) {
    if (bytes.subarray(0, PREAMBLE).some((byte) => byte !== 0)) oddities.add('preamble-content');
    return PREAMBLE + 4;
  }
  oddities.add('missing-preamble');
  if (isDicm(bytes, 0)) return 4;
  if (!looksLikeBareDataset(bytes, 0)) throw new Unreadable('not-dicom', 'this is not a DICOM file');
  return 0;
}

const isDicm = (bytes: Uint8Array, at: number): boolean =>
  bytes.length >= at + 4 && Buffer.from(bytes.buffer, bytes.byteOffset + at, 4).toString('latin1') === 'DICM';

function readMeta(bytes: Uint8Array, start: number, state: ParserState): { meta: DataSet; next: number } {
  const encoding = sniffEncoding(bytes, start) ?? EXPLICIT_LITTLE;
  if (bytes.length - start < 8) throw new Unreadable('truncated', 'the file ends before its first element');
  if (bytes[start] !== 2 || bytes[start + 1] !== 0) {
    state.warn('missing-meta');
    return { meta: EMPTY, next: start };
  }
  const scope = { charset: [], signed: false };
  const region = { start, end: bytes.length, depth: 0, until: 'meta-end', scope } as const;
  const { set, next } = new Parser(bytes, encoding, state).dataSet(region);
  return { meta: set, next };
}

/** The bytes decide how a dataset is parsed; the declaration decides how pixel data is understood. */
function agreedEncoding(
  declared: string | undefined,
  seen: Encoding | undefined,
  oddities: Set<string>,
): { encoding: Encoding; transferSyntax: string } {
  if (declared === undefined) {
    oddities.add('missing-transfer-syntax');
    // Implicit VR Little Endian is DICOM's default transfer syntax (PS3.5 §10.1).
    const encoding = seen ?? IMPLICIT_LITTLE;
    return { encoding, transferSyntax: syntaxOf(encoding) };
  }
  const said = encodingOf(declared);
  if (seen === undefined || (seen.explicit === said.explicit && seen.little === said.little)) {
    return { encoding: said, transferSyntax: declared };
  }
  oddities.add('wrong-transfer-syntax');
  const swapsBytes = seen.little !== said.little;
  return { encoding: seen, transferSyntax: swapsBytes ? syntaxOf(seen) : declared };
}

function syntaxOf(encoding: Encoding): string {
  if (!encoding.explicit) return SYNTAX.implicitLittle;
  return encoding.little ? SYNTAX.explicitLittle : SYNTAX.explicitBig;
}

/** Deflate can expand a thousandfold; real images do not, so the expansion is capped before memory is spent. */
function inflate(compressed: Uint8Array, limits: ReadLimits): Uint8Array {
  const options = { maxOutputLength: limits.inflatedBytes + 64 * compressed.length };
  try {
    // RFC 1950 streams start with 0x78; PS3.5 A.5 asks for bare RFC 1951, not all writers listened.
    return compressed[0] === 0x78 ? inflateSync(compressed, options) : inflateRawSync(compressed, options);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw new Unreadable('inflate-bomb', 'the compressed dataset expands beyond all reason', error);
    }
    const cut = code === 'Z_BUF_ERROR';
    throw new Unreadable(cut ? 'truncated' : 'malformed', 'the compressed dataset cannot be expanded', error);
  }
}
