/**
 * Which decoder reads which transfer syntax. One library decodes everything that is compressed; it was compared bit
 * for bit with DCMTK (JPEG) and with the uncompressed original (all lossless syntaxes). Runs inside a worker.
 */
import codecs from 'dcmjs-codecs';
import { SYNTAX } from '../part10/transfer-syntax.ts';
import { decodedBytes, type ImagePixel } from './image-pixel.ts';

type Decoder = 'decodeRle' | 'decodeJpeg' | 'decodeJpegLs' | 'decodeJpeg2000' | 'decodeHtJpeg2000' | 'decodeJpegXl';

const DECODERS: Readonly<Record<string, Decoder>> = {
  [SYNTAX.rle]: 'decodeRle',
  [SYNTAX.jpegBaseline]: 'decodeJpeg',
  [SYNTAX.jpegExtended]: 'decodeJpeg',
  [SYNTAX.jpegLossless]: 'decodeJpeg',
  [SYNTAX.jpegLosslessFirstOrder]: 'decodeJpeg',
  [SYNTAX.jpegLsLossless]: 'decodeJpegLs',
  [SYNTAX.jpegLsNear]: 'decodeJpegLs',
  [SYNTAX.jpeg2000Lossless]: 'decodeJpeg2000',
  [SYNTAX.jpeg2000]: 'decodeJpeg2000',
  [SYNTAX.htj2kLossless]: 'decodeHtJpeg2000',
  [SYNTAX.htj2kLosslessRpcl]: 'decodeHtJpeg2000',
  [SYNTAX.htj2k]: 'decodeHtJpeg2000',
  [SYNTAX.jpegXlLossless]: 'decodeJpegXl',
  [SYNTAX.jpegXlRecompression]: 'decodeJpegXl',
  [SYNTAX.jpegXl]: 'decodeJpegXl',
};

export const hasDecoder = (transferSyntax: string): boolean => transferSyntax in DECODERS;

let ready: Promise<void> | undefined;

/**
 * @returns little-endian samples, exactly rows × columns × samples × bytes; colour as the codec delivers it.
 * @throws Error when the codestream cannot be decoded or decodes to another size. After a throw this process must not
 *   decode again: a trap leaves the WebAssembly memory in an unknown state (seen: the next, valid frame fails too).
 */
export async function decodeFrame(frame: Uint8Array, image: ImagePixel, transferSyntax: string): Promise<Uint8Array> {
  const decoder = DECODERS[transferSyntax];
  if (decoder === undefined) throw new RangeError(`no decoder for ${transferSyntax}`);
  ready ??= codecs.NativeCodecs.initializeAsync({ logCodecsInfo: false });
  await ready;
  const context = new codecs.Context({
    width: image.columns,
    height: image.rows,
    bitsAllocated: image.bitsAllocated,
    bitsStored: image.bitsStored,
    samplesPerPixel: image.samples,
    pixelRepresentation: image.signed ? 1 : 0,
    planarConfiguration: image.planar ? 1 : 0,
    photometricInterpretation: image.photometric,
    encodedBuffer: frame,
  });
  const decoded = codecs.NativeCodecs[decoder](context).getDecodedBuffer();
  if (decoded?.length !== decodedBytes(image)) throw new Error('the frame decodes to another size than declared');
  // A copy of its own: the decoder's buffer may be reused for the next frame.
  return new Uint8Array(decoded);
}
