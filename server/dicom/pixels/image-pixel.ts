/** The Image Pixel module (PS3.3 C.7.6.3) as numbers that agree with each other, or a refusal. */
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { numberOf, textOf, type DataSet } from '../part10/dataset.ts';
import { TAG } from '../part10/tag.ts';
import { quarantine, type Quarantine } from './quarantine.ts';

export interface ImagePixel {
  readonly rows: number;
  readonly columns: number;
  readonly samples: 1 | 3;
  readonly bitsAllocated: 1 | 8 | 16 | 32;
  readonly bitsStored: number;
  readonly signed: boolean;
  readonly photometric: string;
  /** True when a native frame stores all red, then all green, then all blue samples. */
  readonly planar: boolean;
  readonly frames: number;
}

export interface ImageLimits {
  /** Most bytes of one decoded frame. */
  readonly frameBytes: number;
  readonly frames: number;
}

const IMAGE_LIMITS: ImageLimits = { frameBytes: 512 * 1024 * 1024, frames: 100_000 };

export function imagePixelOf(set: DataSet, limits: ImageLimits = IMAGE_LIMITS): Result<ImagePixel, Quarantine> {
  const rows = numberOf(set, TAG.rows) ?? 0;
  const columns = numberOf(set, TAG.columns) ?? 0;
  const samples = numberOf(set, TAG.samplesPerPixel) ?? 1;
  const bitsAllocated = numberOf(set, TAG.bitsAllocated) ?? 0;
  const frames = framesIn(set);
  if (frames === undefined || rows === 0 || columns === 0) return err(quarantine('inconsistent-dimensions'));
  if (!isSamples(samples) || !isBits(bitsAllocated)) return err(quarantine('unsupported-pixel-format'));
  const bitsStored = numberOf(set, TAG.bitsStored) ?? bitsAllocated;
  if (!depthsAgree(set, bitsStored, bitsAllocated)) return err(quarantine('inconsistent-dimensions'));
  const image: ImagePixel = {
    ...{ rows, columns, samples, bitsAllocated, bitsStored, frames },
    signed: numberOf(set, TAG.pixelRepresentation) === 1,
    photometric: textOf(set, TAG.photometricInterpretation) ?? (samples === 3 ? 'RGB' : 'MONOCHROME2'),
    planar: samples === 3 && numberOf(set, TAG.planarConfiguration) === 1,
  };
  const tooLarge = decodedBytes(image) > limits.frameBytes || frames > limits.frames;
  return tooLarge ? err(quarantine('too-large')) : ok(image);
}

function depthsAgree(set: DataSet, bitsStored: number, bitsAllocated: number): boolean {
  const highBit = numberOf(set, TAG.highBit) ?? bitsStored - 1;
  return bitsStored >= 1 && bitsStored <= bitsAllocated && highBit < bitsAllocated;
}

/** Bytes of one decoded frame: rows × columns × samples × bytes per sample. */
export const decodedBytes = (image: ImagePixel): number =>
  Math.ceil((image.rows * image.columns * image.samples * image.bitsAllocated) / 8);

/** Absent means one frame; a number that is no whole positive one is a contradiction. */
function framesIn(set: DataSet): number | undefined {
  const text = textOf(set, TAG.numberOfFrames);
  if (text === undefined) return 1;
  const frames = Number(text);
  return Number.isInteger(frames) && frames > 0 ? frames : undefined;
}

const isSamples = (value: number): value is 1 | 3 => value === 1 || value === 3;
const isBits = (value: number): value is ImagePixel['bitsAllocated'] => [1, 8, 16, 32].includes(value);
