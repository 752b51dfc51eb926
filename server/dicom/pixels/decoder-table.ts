/**
 * Which decoder reads which transfer syntax. Spectral selection and full progression JPEG (.53, .55) are retired and
 * left out by decision, although the decoder agrees with DCMTK on them.
 */
import { SYNTAX } from '../part10/transfer-syntax.ts';

export type DecoderName =
  'rle' | 'decodeJpeg' | 'decodeJpegLs' | 'decodeJpeg2000' | 'decodeHtJpeg2000' | 'decodeJpegXl';

export const DECODERS: ReadonlyMap<string, DecoderName> = new Map<string, DecoderName>([
  [SYNTAX.rle, 'rle'],
  [SYNTAX.jpegBaseline, 'decodeJpeg'],
  [SYNTAX.jpegExtended, 'decodeJpeg'],
  [SYNTAX.jpegLossless, 'decodeJpeg'],
  [SYNTAX.jpegLosslessFirstOrder, 'decodeJpeg'],
  [SYNTAX.jpegLsLossless, 'decodeJpegLs'],
  [SYNTAX.jpegLsNear, 'decodeJpegLs'],
  [SYNTAX.jpeg2000Lossless, 'decodeJpeg2000'],
  [SYNTAX.jpeg2000, 'decodeJpeg2000'],
  [SYNTAX.htj2kLossless, 'decodeHtJpeg2000'],
  [SYNTAX.htj2kLosslessRpcl, 'decodeHtJpeg2000'],
  [SYNTAX.htj2k, 'decodeHtJpeg2000'],
  [SYNTAX.jpegXlLossless, 'decodeJpegXl'],
  [SYNTAX.jpegXlRecompression, 'decodeJpegXl'],
  [SYNTAX.jpegXl, 'decodeJpegXl'],
]);

export const hasDecoder = (transferSyntax: string): boolean => DECODERS.has(transferSyntax);
