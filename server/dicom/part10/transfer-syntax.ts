/** Transfer syntaxes and what each says about the bytes of a dataset and of its frames (PS3.5 §10, annex A). */
export const SYNTAX = {
  implicitLittle: '1.2.840.10008.1.2',
  explicitLittle: '1.2.840.10008.1.2.1',
  encapsulatedUncompressed: '1.2.840.10008.1.2.1.98',
  deflated: '1.2.840.10008.1.2.1.99',
  explicitBig: '1.2.840.10008.1.2.2',
  jpegBaseline: '1.2.840.10008.1.2.4.50',
  jpegExtended: '1.2.840.10008.1.2.4.51',
  jpegLossless: '1.2.840.10008.1.2.4.57',
  jpegLosslessFirstOrder: '1.2.840.10008.1.2.4.70',
  jpegLsLossless: '1.2.840.10008.1.2.4.80',
  jpegLsNear: '1.2.840.10008.1.2.4.81',
  jpeg2000Lossless: '1.2.840.10008.1.2.4.90',
  jpeg2000: '1.2.840.10008.1.2.4.91',
  jpegXlLossless: '1.2.840.10008.1.2.4.110',
  jpegXlRecompression: '1.2.840.10008.1.2.4.111',
  jpegXl: '1.2.840.10008.1.2.4.112',
  htj2kLossless: '1.2.840.10008.1.2.4.201',
  htj2kLosslessRpcl: '1.2.840.10008.1.2.4.202',
  htj2k: '1.2.840.10008.1.2.4.203',
  rle: '1.2.840.10008.1.2.5',
} as const;

export interface Encoding {
  readonly explicit: boolean;
  readonly little: boolean;
}

export const EXPLICIT_LITTLE: Encoding = { explicit: true, little: true };
export const IMPLICIT_LITTLE: Encoding = { explicit: false, little: true };
export const EXPLICIT_BIG: Encoding = { explicit: true, little: false };

/** Every syntax but three writes its dataset in Explicit VR Little Endian. */
export function encodingOf(syntax: string): Encoding {
  if (syntax === SYNTAX.implicitLittle) return IMPLICIT_LITTLE;
  return syntax === SYNTAX.explicitBig ? EXPLICIT_BIG : EXPLICIT_LITTLE;
}

const NATIVE: ReadonlySet<string> = new Set([
  SYNTAX.implicitLittle,
  SYNTAX.explicitLittle,
  SYNTAX.deflated,
  SYNTAX.explicitBig,
]);

/** Native pixel data is one run of samples; in all other syntaxes it is a list of fragments. */
export const isNative = (syntax: string): boolean => NATIVE.has(syntax);
