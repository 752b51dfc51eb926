/**
 * STAPLE: the outline that several masks probably mean, and how well each reader drew it, worked out together (Warfield, Zou &
 * Wells 2004, IEEE Trans Med Imaging 23:903). The box in which it counts must be declared: empty space around a lesion makes
 * everybody specific.
 */
import { undefinedBecause, type Undefined } from '../figure.ts';

interface StapleOptions {
  /** Share of the box that is thought to be the lesion; by default the mean of the masks. It stays as it is. */
  readonly prior?: number;
}

export interface StapleModel {
  readonly state: 'defined';
  /** Per pixel or voxel of the box the probability that it belongs to the lesion. */
  readonly probability: Float64Array;
  /** Per reader the share of the lesion that he drew. */
  readonly sensitivity: readonly number[];
  /** Per reader the share of the rest of the box that he left out. */
  readonly specificity: readonly number[];
  /** The log likelihood after each turn; it never falls. */
  readonly path: readonly number[];
}

const START = 0.99999;
const ENOUGH = 1e-10;
const MOST_TURNS = 2000;

/**
 * Readers are taken in the order of their masks, not in the order given: where two answers are as likely, rounding decides, and it
 * must decide alike.
 * @param masks one per reader, all of the declared box, 1 inside and 0 outside; at most 50
 */
export function staple(masks: readonly Uint8Array[], options: StapleOptions = {}): StapleModel | Undefined {
  const order = masks.map((_, reader) => reader).sort((a, b) => compared(masks[a], masks[b]));
  const model = stapleInOrder(
    order.flatMap((reader) => masks[reader] ?? []),
    options,
  );
  if (model.state === 'undefined') return model;
  const given = (values: readonly number[]): number[] => masks.map((_, reader) => values[order.indexOf(reader)] ?? 0);
  return { ...model, sensitivity: given(model.sensitivity), specificity: given(model.specificity) };
}

function compared(a: Uint8Array = new Uint8Array(), b: Uint8Array = new Uint8Array()): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function stapleInOrder(masks: readonly Uint8Array[], options: StapleOptions): StapleModel | Undefined {
  if (masks.length === 0) return undefinedBecause('no-items');
  if (masks.length === 1) return undefinedBecause('one-rater');
  const patterns = patternsOf(masks);
  const drawn = meanShare(patterns);
  if (drawn === 0) return undefinedBecause('no-marks');
  if (drawn === 1) return undefinedBecause('one-category');
  const prior = options.prior ?? drawn;
  let sensitivity = masks.map(() => START);
  let specificity = masks.map(() => START);
  const path: number[] = [];
  for (;;) {
    const { weights, logLikelihood } = expectation(patterns, { prior, sensitivity, specificity });
    const gain = logLikelihood - (path.at(-1) ?? -Infinity);
    path.push(logLikelihood);
    if (gain <= ENOUGH * Math.abs(logLikelihood) || path.length >= MOST_TURNS) {
      const probability = Float64Array.from(patterns.of, (pattern) => weights[pattern] ?? 0);
      return { state: 'defined', probability, sensitivity, specificity, path };
    }
    sensitivity = masks.map((_, reader) => shareOf(patterns, { reader, weights, inside: true }));
    specificity = masks.map((_, reader) => shareOf(patterns, { reader, weights, inside: false }));
  }
}

/** Pixels with the same answers have the same probability, so they are counted, not computed, one by one. */
interface Patterns {
  /** Per pixel its pattern. */
  readonly of: Uint32Array;
  /** Per pattern the readers' answers. */
  readonly answers: readonly (readonly boolean[])[];
  readonly pixels: Float64Array;
}

function patternsOf(masks: readonly Uint8Array[]): Patterns {
  const size = masks[0]?.length ?? 0;
  if (masks.length > 50 || masks.some((mask) => mask.length !== size)) {
    throw new RangeError('STAPLE takes at most 50 masks, all of the same box');
  }
  const known = new Map<number, number>();
  const answers: boolean[][] = [];
  const pixels: number[] = [];
  const of = new Uint32Array(size);
  for (let pixel = 0; pixel < size; pixel++) {
    let key = 0;
    for (const mask of masks) key = key * 2 + (mask[pixel] === 0 ? 0 : 1);
    let pattern = known.get(key);
    if (pattern === undefined) {
      pattern = answers.length;
      known.set(key, pattern);
      answers.push(masks.map((mask) => mask[pixel] !== 0));
      pixels.push(0);
    }
    of[pixel] = pattern;
    pixels[pattern] = (pixels[pattern] ?? 0) + 1;
  }
  return { of, answers, pixels: Float64Array.from(pixels) };
}

function meanShare({ answers, pixels, of }: Patterns): number {
  const drawn = answers.reduce((sum, row, i) => sum + (pixels[i] ?? 0) * (row.filter(Boolean).length / row.length), 0);
  return drawn / of.length;
}

interface Parameters {
  readonly prior: number;
  readonly sensitivity: readonly number[];
  readonly specificity: readonly number[];
}

/** Equations 14 to 16 of the paper: the probability of each pattern under these parameters. */
function expectation(
  { answers, pixels }: Patterns,
  { prior, sensitivity, specificity }: Parameters,
): { weights: Float64Array; logLikelihood: number } {
  const weights = new Float64Array(answers.length);
  let logLikelihood = 0;
  answers.forEach((row, pattern) => {
    let [inside, outside] = [prior, 1 - prior];
    row.forEach((drew, reader) => {
      const [p, q] = [sensitivity[reader] ?? 0, specificity[reader] ?? 0];
      inside *= drew ? p : 1 - p;
      outside *= drew ? 1 - q : q;
    });
    weights[pattern] = inside / (inside + outside);
    logLikelihood += (pixels[pattern] ?? 0) * Math.log(inside + outside);
  });
  return { weights, logLikelihood };
}

interface Share {
  readonly reader: number;
  readonly weights: Float64Array;
  readonly inside: boolean;
}

/** Equations 18 and 19: what the reader drew of the lesion, or left out of the rest. */
function shareOf({ answers, pixels }: Patterns, { reader, weights, inside }: Share): number {
  let [right, all] = [0, 0];
  answers.forEach((row, pattern) => {
    const weight = (pixels[pattern] ?? 0) * (inside ? (weights[pattern] ?? 0) : 1 - (weights[pattern] ?? 0));
    all += weight;
    if (row[reader] === inside) right += weight;
  });
  // A lesion or a rest that has no weight left says nothing about the reader.
  return all === 0 ? START : right / all;
}
