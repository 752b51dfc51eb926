/**
 * Decodes one compressed frame; runs inside a worker. RLE is our own; for the rest one library was compared bit for bit
 * with DCMTK (JPEG) and with the uncompressed original (all lossless syntaxes).
 */
import codecs from 'dcmjs-codecs';
import { DECODERS } from './decoder-table.ts';
import { decodedBytes, type ImagePixel } from './image-pixel.ts';
import { rleDecoded } from './rle.ts';

let ready: Promise<void> | undefined;

/**
 * @returns little-endian samples, exactly rows × columns × samples × bytes; colour as the codec delivers it.
 * @throws Error when the codestream cannot be decoded or decodes to another size. After a throw this process must not
 *   decode again: a trap leaves the WebAssembly memory in an unknown state (seen: the next, valid frame fails too).
 */
export async function decodeFrame(frame: Uint8Array, image: ImagePixel, transferSyntax: string): Promise<Uint8Array> {
  const decoder = DECODERS.get(transferSyntax);
  if (decoder === undefined) throw new RangeError(`no decoder for ${transferSyntax}`);
  if (decoder === 'rle') return rleDecoded(frame, image);
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
