/**
 * The size a compressed frame says it has, read from its own header, and whether it is complete. Decoders are only
 * handed streams that agree with the dataset: some of them return stale memory for a broken stream.
 */
export interface CodestreamHeader {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  readonly bits: number;
  /** JPEG 2000 says whether samples are signed; the JPEG family does not. */
  readonly signed?: boolean;
}

/** @returns whether a fragment with these first bytes opens a frame: SOI of JPEG and JPEG-LS, SOC of JPEG 2000, JPEG XL. */
export function startsCodestream(bytes: Uint8Array): boolean {
  const [a, b, c] = bytes;
  if (a === 0xff && b === 0xd8 && c === 0xff) return true;
  if (a === 0xff && b === 0x4f && c === 0xff) return true;
  return (a === 0xff && b === 0x0a) || isJp2(bytes);
}

/** Both JPEG families end in the marker FFD9. Some writers leave a few stray bytes behind it; they are no picture. */
export function isComplete(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 2; at >= 0 && at > bytes.length - 34; at--) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  }
  return false;
}

/** JPEG (ISO 10918-1) and JPEG-LS (ISO 14495-1): the frame header SOFn, before any entropy-coded data. */
export function jpegHeader(bytes: Uint8Array): CodestreamHeader | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at++;
    else if (isFrameHeader(marker)) return frameHeader(bytes, at);
    else if (marker === 0xda) return undefined;
    else at += 2 + u16(bytes, at + 2);
  }
  return undefined;
}

/** JPEG 2000 (ISO 15444-1 A.5.1): the SIZ segment right behind SOC; JP2 boxes around it are stepped over. */
export function jpeg2000Header(bytes: Uint8Array): CodestreamHeader | undefined {
  const at = isJp2(bytes) ? indexOfCodestream(bytes) : 0;
  if (u16(bytes, at) !== 0xff4f || u16(bytes, at + 2) !== 0xff51 || bytes.length < at + 45) return undefined;
  return {
    columns: u32(bytes, at + 8) - u32(bytes, at + 16),
    rows: u32(bytes, at + 12) - u32(bytes, at + 20),
    components: u16(bytes, at + 40),
    bits: ((bytes[at + 42] ?? 0) & 0x7f) + 1,
    signed: (bytes[at + 42] ?? 0) >= 0x80,
  };
}

/** @returns the bare JPEG 2000 codestream: DICOM allows no JP2 boxes around it (PS3.5 A.4.4), some writers add them. */
export const bareCodestream = (bytes: Uint8Array): Uint8Array =>
  isJp2(bytes) ? bytes.subarray(indexOfCodestream(bytes)) : bytes;

const isFrameHeader = (marker: number): boolean =>
  marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker));

const frameHeader = (bytes: Uint8Array, at: number): CodestreamHeader => ({
  bits: bytes[at + 4] ?? 0,
  rows: u16(bytes, at + 5),
  columns: u16(bytes, at + 7),
  components: bytes[at + 9] ?? 0,
});

const isJp2 = (bytes: Uint8Array): boolean => u32(bytes, 0) === 12 && [0x6a502020, 0x4a584c20].includes(u32(bytes, 4));

function indexOfCodestream(bytes: Uint8Array): number {
  for (let at = 0; at + 8 <= bytes.length;) {
    const length = u32(bytes, at);
    if (u32(bytes, at + 4) === 0x6a703263) return at + 8;
    if (length < 8) return 0;
    at += length;
  }
  return 0;
}

const u16 = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 65536 + u16(bytes, at + 2);
