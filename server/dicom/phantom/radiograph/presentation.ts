/** From line integrals to what is shown: enlarged, large contrasts flattened and small ones raised, grained, 14 bits. */
import type { Random } from '#domain/kernel/random.ts';
import { noiseField } from '../volume/noise.ts';
import type { Projection } from './projection.ts';

const WHITE = 16383;

export function presentation(of: Projection, how: { size: number; random: Random }): Uint16Array {
  const { size, random } = how;
  const tone = toneOf(of);
  const grain = noiseField(random, 512, 1);
  const fine = noiseField(random, 1024, 0);
  const out = new Uint16Array(size * size);
  const across = Array.from({ length: size }, (_, x) => tapsAt(((x + 0.5) * of.width) / size - 0.5, of.width));
  for (let y = 0; y < size; y++) {
    const down = tapsAt(((y + 0.5) * of.height) / size - 0.5, of.height);
    const line = lineOf(tone, of.width, down);
    for (let x = 0; x < size; x++) {
      const taps = across[x];
      if (taps === undefined) continue;
      let v = 0;
      for (let k = 0; k < 4; k++) v += (taps.weight[k] ?? 0) * (line[taps.index[k] ?? 0] ?? 0);
      // Fewer photons pass where the body is dense, so the grain is coarser in the bright parts.
      const noise =
        (grain.values[(y & 511) * 512 + (x & 511)] ?? 0) * 0.5 +
        (fine.values[(y & 1023) * 1024 + (x & 1023)] ?? 0) * 0.5;
      out[y * size + x] = Math.round(WHITE * Math.min(1, Math.max(0, v + noise * (0.004 + 0.009 * v))));
    }
  }
  return out;
}

interface Taps {
  readonly index: readonly number[];
  readonly weight: readonly number[];
}

/** Catmull–Rom interpolation. */
function tapsAt(at: number, length: number): Taps {
  const i = Math.floor(at);
  const t = at - i;
  const index = [-1, 0, 1, 2].map((k) => Math.min(length - 1, Math.max(0, i + k)));
  const weight = [
    0.5 * (-t + 2 * t * t - t * t * t),
    0.5 * (2 - 5 * t * t + 3 * t * t * t),
    0.5 * (t + 4 * t * t - 3 * t * t * t),
    0.5 * (-t * t + t * t * t),
  ];
  return { index, weight };
}

function lineOf(tone: Float32Array, width: number, down: Taps): Float32Array {
  const line = new Float32Array(width);
  for (let k = 0; k < 4; k++) {
    const from = (down.index[k] ?? 0) * width;
    const weight = down.weight[k] ?? 0;
    for (let x = 0; x < width; x++) line[x] = (line[x] ?? 0) + weight * (tone[from + x] ?? 0);
  }
  return line;
}

/** Brightness 0…1 at the projection's own resolution. */
function toneOf(of: Projection): Float32Array {
  const scale = of.width / 400;
  const wide = boxBlurred(
    boxBlurred(of.sums, of, Math.max(1, Math.round(24 * scale))),
    of,
    Math.max(1, Math.round(24 * scale)),
  );
  const near = boxBlurred(of.sums, of, Math.max(1, Math.round(2 * scale)));
  const out = new Float32Array(of.sums.length);
  for (let i = 0; i < out.length; i++) {
    const v = of.sums[i] ?? 0;
    const broad = wide[i] ?? 0;
    const level = 0.5 * broad + 0.8 * (v - broad) + 0.9 * (v - (near[i] ?? 0));
    // Air around the patient stays black whatever lies beside it.
    const body = Math.min(1, v / 0.35);
    const s = Math.min(1, Math.max(0, (level - 0.02) / 2.75));
    out[i] = (0.05 + 0.88 * (1.2 * s - 0.2 * s * s * s)) * body;
  }
  return out;
}

function boxBlurred(values: Float32Array, of: Projection, reach: number): Float32Array {
  const across = new Float32Array(values.length);
  const out = new Float32Array(values.length);
  const pass = (
    from: Float32Array,
    to: Float32Array,
    step: { length: number; along: number; lines: number; between: number },
  ): void => {
    for (let l = 0; l < step.lines; l++) {
      const at = (k: number): number =>
        from[l * step.between + Math.min(step.length - 1, Math.max(0, k)) * step.along] ?? 0;
      let sum = 0;
      for (let k = -reach; k <= reach; k++) sum += at(k);
      for (let k = 0; k < step.length; k++) {
        to[l * step.between + k * step.along] = sum / (2 * reach + 1);
        sum += at(k + reach + 1) - at(k - reach);
      }
    }
  };
  pass(values, across, { length: of.width, along: 1, lines: of.height, between: of.width });
  pass(across, out, { length: of.height, along: of.width, lines: of.width, between: 1 });
  return out;
}
