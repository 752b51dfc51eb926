/** What the chance-corrected coefficients say about a set: each under all weights that apply, or under those asked for. */
import type { Json } from '#domain/kernel/canonical-json.ts';
import { coefficient, type Coefficient } from '#domain/statistics/chance-corrected/coefficient.ts';
import {
  COEFFICIENT_IDS,
  COEFFICIENT_RULES,
  type CoefficientId,
} from '#domain/statistics/chance-corrected/coefficient-rules.ts';
import type { CoefficientRule } from '#domain/statistics/chance-corrected/chance-corrected.ts';
import { undefinedBecause, type UndefinedReason } from '#domain/statistics/figure.ts';
import { krippendorffOrdinal } from '#domain/statistics/chance-corrected/krippendorff-alpha.ts';
import { isOrdered, scoresOf, type RatingTable } from '#domain/statistics/ratings/rating-table.ts';
import { resampledCoefficients } from '#domain/statistics/chance-corrected/resampled-coefficients.ts';
import { specificAgreement } from '#domain/statistics/chance-corrected/specific-agreement.ts';
import {
  symmetric,
  WEIGHT_KINDS,
  weightsApply,
  weightsOf,
  weightsOfMatrix,
  type WeightKind,
  type Weights,
} from '#domain/statistics/ratings/weights.ts';
import { CommandRefused } from '../command.ts';
import type { Prepared } from './answers.ts';
import { estimateJson, estimateText, type Entry, type HoldsFor } from './entry.ts';
import type { AgreementOptions, Resampling } from './options.ts';

/** Where nobody published a formula, and where items belong together and formulas would be too sure. */
export const DEFAULT_RESAMPLING: Resampling = { resamples: 2000, seed: 1 };

/** One coefficient to be computed, or the reason why it is not. */
interface Wanted {
  readonly id: CoefficientId;
  readonly name: string;
  readonly metric?: string;
  readonly rule: CoefficientRule;
  readonly weights: Weights | UndefinedReason;
}

export function chanceEntries(prepared: Prepared, options: AgreementOptions): Entry[] {
  const { table } = prepared;
  const holdsFor: HoldsFor = options.raters === 'random' ? 'raters-in-general' : 'these-raters';
  if (!table)
    return asked(options).map((id) => ({ id, weights: 'unweighted', estimate: nothing('repeated-items'), holdsFor }));
  const wanted = wantedOf(prepared, table, options);
  const estimates = estimatesOf(wanted, { prepared, table, options });
  return wanted.map(({ id, name, metric }, i) => ({
    id,
    weights: name,
    ...(metric !== undefined && { metric }),
    estimate: estimates[i] ?? nothing('no-items'),
    holdsFor,
    ...(id === 'percent-agreement' && name === 'unweighted' && specific(table, prepared)),
  }));
}

const asked = ({ only }: AgreementOptions): CoefficientId[] => COEFFICIENT_IDS.filter((id) => only.includes(id));

const nothing = (because: UndefinedReason): Coefficient => ({
  figure: undefinedBecause(because),
  interval: undefinedBecause(because),
  n: 0,
});

function wantedOf(prepared: Prepared, table: RatingTable, options: AgreementOptions): Wanted[] {
  const choices = choicesOf(prepared, table, options);
  return asked(options).flatMap((id) => choices.flatMap((choice) => wantedUnder(id, choice, prepared.measurements)));
}

interface Choice {
  readonly name: string;
  readonly weights: Weights | UndefinedReason;
}

/** The scales of Krippendorff that weights amount to; his ordinal one is another thing than ordinal weights. */
const METRICS: Readonly<Record<string, string>> = { unweighted: 'nominal', quadratic: 'interval', ratio: 'ratio' };
/** Weights that make sense for numbers which nobody would call categories, and then for α only. */
const OF_MEASUREMENTS: readonly string[] = ['linear', 'quadratic', 'radical', 'ratio'];

function wantedUnder(id: CoefficientId, { name, weights }: Choice, measurements: boolean): Wanted[] {
  const rule: CoefficientRule = COEFFICIENT_RULES[id];
  const alpha = id === 'krippendorff-alpha';
  if (measurements && !(alpha && OF_MEASUREMENTS.includes(name))) return [{ id, name, rule, weights: 'measurements' }];
  if (!alpha || typeof weights === 'string') {
    // Cohen's and Light's κ know who came first; for the others a weight is the mean of both directions.
    const ordered = id === 'cohen-kappa' || id === 'light-kappa' || typeof weights === 'string';
    return [{ id, name, rule, weights: ordered ? weights : symmetric(weights) }];
  }
  const metric = METRICS[name];
  const plain = { id, name, rule, weights: symmetric(weights), ...(metric !== undefined && { metric }) };
  if (name !== 'ordinal') return [plain];
  return [
    { ...plain, metric: 'ordinal', rule: krippendorffOrdinal },
    { ...plain, metric: 'ordinal-weights' },
  ];
}

function choicesOf(prepared: Prepared, table: RatingTable, { weights }: AgreementOptions): Choice[] {
  const scores = scoresOf(table);
  const offered = isOrdered(table)
    ? WEIGHT_KINDS.filter((kind) => weightsApply(kind, scores))
    : ['unweighted' as const];
  const kinds = weights.length > 0 ? weights : offered;
  const own = (prepared.set.matrices ?? []).map(({ name, rows }) => matrixChoice(name, rows));
  const choices = kinds.map((one) =>
    typeof one === 'string' ? kindChoice(one, table, scores) : { name: one.name, weights: one },
  );
  return [...choices, ...(weights.length > 0 ? [] : own)].map((choice) => fitting(choice, table));
}

function kindChoice(kind: WeightKind, table: RatingTable, scores: readonly number[]): Choice {
  if (kind !== 'unweighted' && !isOrdered(table)) return { name: kind, weights: 'no-order' };
  if (!weightsApply(kind, scores)) return { name: kind, weights: 'no-true-zero' };
  return { name: kind, weights: weightsOf(kind, scores) };
}

function matrixChoice(name: string, rows: readonly (readonly number[])[]): Choice {
  const weights = weightsOfMatrix(name, rows);
  if (weights.ok) return { name, weights: weights.value };
  throw new CommandRefused('bad-matrix', `“${name}” in the file is not a matrix of weights (${weights.error}).`);
}

function fitting(choice: Choice, { categories }: RatingTable): Choice {
  if (typeof choice.weights === 'string' || choice.weights.categories === categories.length) return choice;
  const sizes = `${String(choice.weights.categories)} rows for ${String(categories.length)} categories`;
  throw new CommandRefused(
    'bad-matrix',
    `The matrix “${choice.name}” has ${sizes}; name all categories with --categories.`,
  );
}

interface Task {
  readonly prepared: Prepared;
  readonly table: RatingTable;
  readonly options: AgreementOptions;
}

/** By formula where one is published and items are independent, by resampling otherwise or if asked. */
function estimatesOf(wanted: readonly Wanted[], { prepared, table, options }: Task): Coefficient[] {
  const { raters, bootstrap } = options;
  const all = bootstrap !== undefined || prepared.clusters !== undefined;
  const resampled = wanted.flatMap(({ rule, weights }, at) =>
    typeof weights !== 'string' && (all || !rule.pulls) ? [{ at, rule, weights }] : [],
  );
  const { resamples, seed } = bootstrap ?? DEFAULT_RESAMPLING;
  const drawn = resampledCoefficients({
    table,
    wanted: resampled,
    clusters: prepared.clusters,
    raters,
    seed,
    resamples,
  });
  const places = new Map(resampled.map(({ at }, i) => [at, drawn[i]]));
  return wanted.map(({ rule, weights }, at) => {
    if (typeof weights === 'string') return nothing(weights);
    return places.get(at) ?? coefficient({ table, rule, weights, raters });
  });
}

function specific(table: RatingTable, { clusters }: Prepared): Pick<Entry, 'details' | 'note'> {
  const agreements = specificAgreement(table, { clusters });
  const details = agreements.map(({ category, estimate, se }): Json => ({
    category,
    ...estimateJson(estimate),
    ...(se !== undefined && { se }),
  }));
  const words = agreements.map(({ category, estimate }) => `${String(category)}: ${estimateText(estimate)}`);
  return { details: { specific: details }, note: `specific to each category, ${words.join(', ')}` };
}
