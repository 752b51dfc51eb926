/** Image noise and lung texture: blurred white noise, made once and read with offsets, because a fresh normal deviate per
 * voxel would cost more than the whole anatomy. */
import type { Random } from '#domain/kernel/random.ts';
import type { Slice } from './raster.ts';

export interface NoiseField {
  /** Unit variance, `side` × `side`, periodic. */
  readonly values: Float32Array;
  readonly side: number;
}

/** A periodic field of unit variance whose correlation reaches about `reach` pixels. */
export function noiseField(random: Random, side: number, reach: number): NoiseField {
  const bits = side - 1;
  let field = new Float32Array(side * side);
  for (let i = 0; i < field.length; i++) field[i] = random.normal();
  for (let pass = 0; pass < 2 && reach > 0; pass++) {
    for (const along of [1, side]) field = blurred(field, { side, along, reach, bits });
  }
  let power = 0;
  for (const v of field) power += v * v;
  const scale = 1 / Math.sqrt(power / field.length);
  for (let i = 0; i < field.length; i++) field[i] = (field[i] ?? 0) * scale;
  return { values: field, side };
}

function blurred(
  field: Float32Array,
  at: { side: number; along: number; reach: number; bits: number },
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(field.length);
  const { side, along, reach, bits } = at;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      let sum = 0;
      for (let k = -reach; k <= reach; k++) {
        const weight = reach + 1 - Math.abs(k);
        const i = along === 1 ? y * side + ((x + k) & bits) : ((y + k) & bits) * side + x;
        sum += weight * (field[i] ?? 0);
      }
      out[y * side + x] = sum;
    }
  }
  return out;
}

interface Texture {
  readonly grain: NoiseField;
  readonly mottle: NoiseField;
  readonly streaks: NoiseField;
  readonly septa: NoiseField;
}

export function texture(random: Random): Texture {
  return {
    grain: noiseField(random, 512, 1),
    mottle: noiseField(random, 256, 2),
    streaks: noiseField(random, 128, 5),
    septa: noiseField(random, 128, 3),
  };
}

/** Adds scanner noise everywhere, acinar mottle and the gravity gradient in lung, and marbling in soft tissue. */
export function addTexture(slice: Slice, t: Texture, random: Random): void {
  const { grid, hu, lung } = slice;
  const at = [random.int(0, 511), random.int(0, 511), random.int(0, 511), random.int(0, 511)] as const;
  const drift = Math.round(slice.z * 1.7);
  for (let y = 0; y < grid.rows; y++) {
    const gravity = (grid.top + y * grid.dy) * 0.3;
    const g0 = ((y + at[1]) & 511) * 512;
    const g1 = ((y + at[3]) & 511) * 512;
    const m0 = ((y + drift) & 255) * 256;
    const s0 = (((y >> 1) + drift) & 127) * 128;
    for (let x = 0, i = y * grid.columns; x < grid.columns; x++, i++) {
      const v = hu[i] ?? 0;
      const air = lung[i] ?? 0;
      const grain = (t.grain.values[g0 + ((x + at[0]) & 511)] ?? 0) + (t.grain.values[g1 + ((x + at[2]) & 511)] ?? 0);
      const mottle = t.mottle.values[m0 + ((x + (drift >> 1)) & 255)] ?? 0;
      const streak = t.streaks.values[s0 + ((x >> 1) & 127)] ?? 0;
      const body = v > -150 && v < 90 ? 1 : 0;
      const fibre = v > -125 && v < -70 ? septum(t.septa.values[s0 + ((x >> 1) & 127)] ?? 0) : 0;
      hu[i] =
        v +
        fibre +
        grain * (v < -900 ? 9 : 11.5) +
        air * (mottle * 19 + streak * 10 + gravity) +
        body * (mottle * 5 + streak * 9);
    }
  }
}

/** Fat is crossed by thin sheets of connective tissue: the zero crossings of a smooth field. */
const septum = (field: number): number => Math.max(0, 1 - Math.abs(field) * 7) * 62;

/** A light three-tap smoothing, the point spread of the scanner. */
export function soften(slice: Slice, spare: Float32Array): void {
  const { columns, rows } = slice.grid;
  const { hu } = slice;
  const [side, centre] = [0.2, 0.6];
  for (let y = 0; y < rows; y++) {
    for (let x = 1, i = y * columns + 1; x < columns - 1; x++, i++)
      spare[i] = side * ((hu[i - 1] ?? 0) + (hu[i + 1] ?? 0)) + centre * (hu[i] ?? 0);
    spare[y * columns] = hu[y * columns] ?? 0;
    spare[y * columns + columns - 1] = hu[y * columns + columns - 1] ?? 0;
  }
  for (let i = columns; i < columns * (rows - 1); i++)
    hu[i] = side * ((spare[i - columns] ?? 0) + (spare[i + columns] ?? 0)) + centre * (spare[i] ?? 0);
}
