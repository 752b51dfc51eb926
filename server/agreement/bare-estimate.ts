/** What of a coefficient travels to a page: standard errors and chance stay in the thread. */
import { undefinedBecause, type Estimate } from '#domain/statistics/figure.ts';

export function bareEstimate(estimate: Estimate | undefined): Estimate {
  const none = undefinedBecause('no-items');
  if (!estimate) return { figure: none, interval: none, n: 0 };
  const { figure, interval, n } = estimate;
  return { figure, interval, n };
}
