/** Pixels at the door: cut into frames, checked against their own headers, decoded once, and stored in a syntax browsers read. */
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { DataSet } from '../part10/dataset.ts';
import { isNative, SYNTAX } from '../part10/transfer-syntax.ts';
import type { DecodePool } from '../pool.ts';
import { isComplete, jpeg2000Header, jpegHeader, type CodestreamHeader } from './codestream.ts';
import { hasDecoder } from './decoder-table.ts';
import { framesOf } from './frames.ts';
import { decodedBytes, imagePixelOf, type ImagePixel } from './image-pixel.ts';
import { quarantine, type Quarantine } from './quarantine.ts';
import { withoutRemarks } from './remarks.ts';
import { rgbFromYbr422 } from './ybr.ts';

export interface AdmittedPixels {
  readonly image: ImagePixel;
  readonly frames: readonly Uint8Array[];
  /** Transfer syntax of `frames`. */
  readonly frameSyntax: string;
  /** True when colours were converted because no browser shows them as they were. */
  readonly converted: boolean;
  /** True when a codestream says signed and the dataset unsigned, or the other way round: decoders differ on it. */
  readonly signDiffers: boolean;
}

export interface PixelsAtTheDoor {
  readonly dataset: DataSet;
  readonly transferSyntax: string;
}

export async function admitPixels(
  source: PixelsAtTheDoor,
  pool: DecodePool,
): Promise<Result<AdmittedPixels, Quarantine>> {
  const { dataset, transferSyntax } = source;
  const read = imagePixelOf(dataset);
  if (!read.ok) return read;
  const image = read.value;
  const plain = isNative(transferSyntax) || transferSyntax === SYNTAX.encapsulatedUncompressed;
  if (!plain && !hasDecoder(transferSyntax)) return err(quarantine('unsupported-transfer-syntax'));
  if (image.bitsAllocated === 1) return err(quarantine('unsupported-pixel-format'));
  const cut = framesOf({ ...source, image });
  if (!cut.ok) return cut;
  return plain ? nativeImage(image, cut.value) : compressedImage(image, cut.value, { transferSyntax, pool });
}

function nativeImage(image: ImagePixel, frames: readonly Uint8Array[]): Result<AdmittedPixels, Quarantine> {
  if (image.photometric === 'YBR_FULL_422') {
    if (image.bitsAllocated !== 8 || image.columns % 2 === 1) return err(quarantine('unsupported-pixel-format'));
    const rgb: ImagePixel = { ...image, photometric: 'RGB', planar: false };
    return ok({
      image: rgb,
      frames: frames.map(rgbFromYbr422),
      frameSyntax: SYNTAX.explicitLittle,
      converted: true,
      signDiffers: false,
    });
  }
  if (!DISPLAYABLE.has(image.photometric)) return err(quarantine('unsupported-pixel-format'));
  const size = decodedBytes(image);
  const whole = frames.map((frame) => frame.subarray(0, size));
  if (whole.some((frame) => frame.length !== size)) return err(quarantine('inconsistent-dimensions'));
  return ok({ image, frames: whole, frameSyntax: SYNTAX.explicitLittle, converted: false, signDiffers: false });
}

/** Photometric interpretations that uncompressed pixels may have and the viewer was seen to show. */
const DISPLAYABLE = new Set(['MONOCHROME1', 'MONOCHROME2', 'PALETTE COLOR', 'RGB', 'YBR_FULL']);

interface Compression {
  readonly transferSyntax: string;
  readonly pool: DecodePool;
}

async function compressedImage(
  image: ImagePixel,
  frames: readonly Uint8Array[],
  { transferSyntax, pool }: Compression,
): Promise<Result<AdmittedPixels, Quarantine>> {
  for (const frame of frames) {
    const fault = headerFault(frame, image, transferSyntax);
    if (fault !== undefined) return err(fault);
  }
  const bare = frames.map((frame) => withoutRemarks(frame, transferSyntax));
  for (const decoded of await Promise.all(bare.map((frame) => decodedLength(frame, { image, transferSyntax, pool })))) {
    if (!decoded.ok) return err(quarantine(decoded.error));
  }
  const family = FAMILIES[transferSyntax];
  const signDiffers = bare.some((frame) => (family?.(frame)?.signed ?? image.signed) !== image.signed);
  return ok({ image, frames: bare, frameSyntax: transferSyntax, converted: false, signDiffers });
}

/** Only the length is passed on, so that a long cine does not hold all its decoded frames in memory at once. */
async function decodedLength(
  frame: Uint8Array,
  { image, transferSyntax, pool }: Compression & { image: ImagePixel },
): Promise<Result<number, 'undecodable-pixels' | 'decode-limit'>> {
  const decoded = await pool.decode({ frame, image, transferSyntax });
  if (!decoded.ok) return decoded;
  return decoded.value.length === decodedBytes(image) ? ok(decoded.value.length) : err('undecodable-pixels');
}

function headerFault(frame: Uint8Array, image: ImagePixel, transferSyntax: string): Quarantine | undefined {
  const family = FAMILIES[transferSyntax];
  if (family === undefined) return undefined;
  const header = family(frame);
  if (header === undefined) return quarantine('undecodable-pixels');
  const same = header.rows === image.rows && header.columns === image.columns && header.components === image.samples;
  if (!same || header.bits > image.bitsAllocated) return quarantine('inconsistent-dimensions');
  return isComplete(frame) ? undefined : quarantine('truncated');
}

/** RLE and JPEG XL are left to their decoders, which check their own input. */
const FAMILIES: Readonly<Record<string, (bytes: Uint8Array) => CodestreamHeader | undefined>> = {
  [SYNTAX.jpegBaseline]: jpegHeader,
  [SYNTAX.jpegExtended]: jpegHeader,
  [SYNTAX.jpegLossless]: jpegHeader,
  [SYNTAX.jpegLosslessFirstOrder]: jpegHeader,
  [SYNTAX.jpegLsLossless]: jpegHeader,
  [SYNTAX.jpegLsNear]: jpegHeader,
  [SYNTAX.jpeg2000Lossless]: jpeg2000Header,
  [SYNTAX.jpeg2000]: jpeg2000Header,
  [SYNTAX.htj2kLossless]: jpeg2000Header,
  [SYNTAX.htj2kLosslessRpcl]: jpeg2000Header,
  [SYNTAX.htj2k]: jpeg2000Header,
};
