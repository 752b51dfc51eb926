/** Percent agreement: the chance that two readers of the same case say the same. Not corrected for luck. */
import type { CountTable } from '../ratings/count-table.ts';
import { defined, undefinedBecause, type Figure } from '../figure.ts';
import type { Times } from '../intervals/bootstrap.ts';

/**
 * Mean over items of the share of agreeing pairs, P̄ of Fleiss 1971. Items with fewer than two ratings say nothing and
 * are left out. @returns a value between 0 and 1. @param times how often each item counts; once each by default.
 */
export function percentAgreement(table: CountTable, times?: Times): Figure {
  let [sum, items, most] = [0, 0, 0];
  for (let item = 0; item < table.items; item++) {
    const ratings = table.ratings[item] ?? 0;
    const weight = times ? (times[item] ?? 0) : 1;
    most = Math.max(most, ratings);
    if (ratings < 2) continue;
    sum += weight * (table.agreement[item] ?? 0);
    items += weight;
  }
  if (items > 0) return defined(sum / items);
  return undefinedBecause(most === 1 && table.items > 0 && !times ? 'one-rater' : 'no-items');
}
