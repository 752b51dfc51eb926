/** Percent agreement, weighted where answers can be nearly the same: nothing is taken off for chance (Gwet 2014, chapter 2). */
import { ofPairs, type CoefficientRule } from './chance-corrected.ts';

/** pe = 0, so that the coefficient is pa itself. */
export const rawAgreement: CoefficientRule = ofPairs({
  estimated: false,
  of: () => 0,
  moves: ({ table }) => new Float64Array(table.rows),
});
