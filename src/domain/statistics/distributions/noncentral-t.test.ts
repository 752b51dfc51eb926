import { describe, expect, it } from 'vitest';
import { noncentralCdf, noncentralQuantile } from './noncentral-t.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { studentCdf } from './student.ts';

describe('the noncentral t distribution', () => {
  it('[AG30] gives the factors of one-sided tolerance limits that Natrella printed in 1963', () => {
    // Experimental Statistics, NBS Handbook 91, table A-7, confidence 0.95: n, share covered, factor t'(0.95; n − 1, z√n)/√n.
    const printed = [
      [5, 0.9, 3.407],
      [5, 0.99, 5.741],
      [10, 0.9, 2.355],
      [10, 0.95, 2.911],
      [10, 0.99, 3.981],
      [20, 0.95, 2.396],
      [50, 0.95, 2.065],
    ] as const;
    for (const [n, share, factor] of printed) {
      const shift = normalQuantile(share) * Math.sqrt(n);
      const found = noncentralQuantile(0.95, { df: n - 1, shift }) / Math.sqrt(n);
      // The table is rounded in the third place, not always to the nearest.
      expect(Math.abs(found - factor), `n ${String(n)}, share ${String(share)}`).toBeLessThan(0.0021);
    }
  });

  it('[AG30] is Student’s without a shift, the normal one for many degrees of freedom, and its quantile undoes it', () => {
    for (const df of [1, 2.5, 9, 400]) {
      for (const t of [-3, -0.4, 0, 1.2, 6])
        expect(noncentralCdf(t, { df, shift: 0 })).toBeCloseTo(studentCdf(t, df), 11);
    }
    expect(noncentralCdf(2.5, { df: 1e6, shift: 2 })).toBeCloseTo(normalCdf(0.5), 5);
    for (const [p, df, shift] of [
      [0.025, 16, 8.1],
      [0.975, 16, -8.1],
      [0.5, 1, 0.3],
      [0.975, 2000, 87],
    ] as const) {
      expect(noncentralCdf(noncentralQuantile(p, { df, shift }), { df, shift })).toBeCloseTo(p, 10);
    }
  });
});
