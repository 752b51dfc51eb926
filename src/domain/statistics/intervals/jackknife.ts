/** How figures vary with the cases: each case is left out once (Efron 1982, The Jackknife, the Bootstrap and Other Resampling Plans). */
import type { Placements } from '../reader-study/auc.ts';
import type { Times } from './bootstrap.ts';
import type { Figure, Undefined } from '../figure.ts';

/**
 * The figure without each case in turn, in one order of cases for all figures; where a case was not read, the figure itself. Only
 * cases that the figure can rest on are listed: a sensitivity has no healthy ones.
 */
export type LeftOut = Float64Array;

/** (n − 1)/n Σ(θᵢ₍ₖ₎ − θ̄ᵢ)(θⱼ₍ₖ₎ − θ̄ⱼ) for every pair of figures, row by row. */
export function jackknifeCovariances(figures: readonly LeftOut[]): Float64Array {
  const n = figures[0]?.length ?? 0;
  const deviations = figures.map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    return values.map((value) => value - mean);
  });
  const out = new Float64Array(figures.length ** 2);
  deviations.forEach((a, i) => {
    deviations.forEach((b, j) => {
      out[i * figures.length + j] = ((n - 1) / n) * a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);
    });
  });
  return out;
}

/** The area without each case: a case leaves with what it contributed. NaN-free for two or more cases on each side. */
export function areaLeftOut({ area, diseased, healthy }: Placements): {
  diseased: Float64Array;
  healthy: Float64Array;
} {
  const without = (values: Float64Array): Float64Array =>
    values.map((own) => (values.length * area - own) / (values.length - 1));
  return { diseased: without(diseased), healthy: without(healthy) };
}

/** Any figure without each of so many cases, one evaluation per case. Undefined as soon as one case cannot be missed. */
export function figureLeftOut(cases: number, figure: (times: Times) => Figure): LeftOut | Undefined {
  const times = new Float64Array(cases).fill(1);
  const values = new Float64Array(cases);
  for (let left = 0; left < cases; left++) {
    times[left] = 0;
    const without = figure(times);
    times[left] = 1;
    if (without.state === 'undefined') return without;
    values[left] = without.value;
  }
  return values;
}
