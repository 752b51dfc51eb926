/** Seeded randomness: the same seed gives the same draws on every machine, so a shuffle or a bootstrap can be repeated. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** A whole number, `from` and `to` included. */
  int(from: number, to: number): number;
  /** Uniform in [0, 1). */
  unit(): number;
  /** Standard normal deviate (Box–Muller 1958, polar-free form). */
  normal(): number;
  /** A new array in random order (Fisher–Yates). */
  shuffled<T>(values: readonly T[]): T[];
}

/** @param seed a whole number; the low 32 bits are used. */
export function seeded(seed: number): Random {
  const rng = xoroshiro128plus(seed | 0);
  const int = (from: number, to: number): number => uniformInt(rng, from, to);
  const unit = (): number => uniformFloat64(rng);
  return {
    int,
    unit,
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
    shuffled: <T>(values: readonly T[]): T[] => {
      const out = [...values];
      for (let i = out.length - 1; i > 0; i--) {
        const j = int(0, i);
        [out[i], out[j]] = [out[j] as T, out[i] as T];
      }
      return out;
    },
  };
}
