/**
 * From a sheet to its figures. Only what applies is computed: where the unit exists without a mark, coefficients that are corrected
 * for chance; for lesions, which exist by being marked, positive agreement, shares and differences. This is what the thread runs.
 */
import type { NamedFigure, PairFigure, Sheet, SheetFigures } from '#contract/agreement-figures.ts';
import { coefficient } from '#domain/statistics/chance-corrected/coefficient.ts';
import { COEFFICIENT_RULES, type CoefficientId } from '#domain/statistics/chance-corrected/coefficient-rules.ts';
import type { Ratings } from '#domain/statistics/ratings/category.ts';
import { ratingTable, type RatingTable } from '#domain/statistics/ratings/rating-table.ts';
import { resampledCoefficients } from '#domain/statistics/chance-corrected/resampled-coefficients.ts';
import { weightsOf, type WeightKind, type Weights } from '#domain/statistics/ratings/weights.ts';
import { bareEstimate } from './bare-estimate.ts';
import { markFigures, pairOfMarks } from './mark-figures.ts';
import { limitsOf, numberFigures, pairOfNumbers } from './number-figures.ts';
import { SEED, type SheetJob } from './sheet-job.ts';

export function sheetFigures(job: SheetJob): SheetFigures {
  const { sheet } = job;
  const identified = sheet.raters === 'identified';
  const pairs = identified ? pairsOf(sheet.readers) : [];
  return {
    coefficients: coefficientsOf(job),
    pairs: pairs.map((readers) => pairFigure(job, readers)),
    ...(sheet.scale === 'marks' ? { readers: identified ? markFigures(job) : [] } : { readers: [] }),
    limits: sheet.scale === 'numbers' ? pairs.map((readers) => limitsOf(job, readers)) : [],
    commonest: commonestOf(sheet),
  };
}

/** The one figure by which versions of a protocol are compared: the planned one, where there is a plan. With two readers Conger's κ is Cohen's. */
export function headline(job: SheetJob, planned = job.planned): NamedFigure | undefined {
  const all = coefficientsOf(job);
  const named = planned === 'conger-kappa' && job.sheet.readers <= 2 ? 'cohen-kappa' : planned;
  return (
    all.find(({ id }) => id === named) ??
    all.find(({ id }) => id === 'krippendorff-alpha' || id === 'icc-2-1') ??
    all[0]
  );
}

function coefficientsOf(job: SheetJob): NamedFigure[] {
  const { sheet } = job;
  if (sheet.scale === 'marks') return [positive(job)];
  if (sheet.scale === 'numbers') return sheet.unit === 'case' ? numberFigures(job) : [];
  return categoryFigures(job);
}

const positive = (job: SheetJob): NamedFigure => ({
  id: 'positive-agreement',
  weights: '',
  estimate: pairOfMarks(job, null),
  general: null,
  warning: null,
});

const CORRECTED = ['fleiss-kappa', 'conger-kappa', 'brennan-prediger', 'gwet-ac', 'krippendorff-alpha'] as const;

interface Wanted {
  readonly id: CoefficientId;
  readonly kind: WeightKind;
}

/** Lesions get their raw agreement only; two readers get Cohen's κ where more get Conger's. */
function wantedOf({ unit, scale, readers }: Sheet): Wanted[] {
  const raw: Wanted = { id: 'percent-agreement', kind: 'unweighted' };
  if (unit === 'lesion') return [raw];
  const kind = scale === 'ordered' ? 'quadratic' : 'unweighted';
  return [
    raw,
    ...CORRECTED.map((id) => ({ id: id === 'conger-kappa' && readers <= 2 ? 'cohen-kappa' : id, kind }) as const),
  ];
}

function categoryFigures(job: SheetJob): NamedFigure[] {
  const { sheet, patients } = job;
  const wanted = wantedOf(sheet);
  const table = tableOf(
    sheet,
    sheet.items.map(({ values }) => values),
  );
  const rules = wanted.map(({ id, kind }) => ({ rule: COEFFICIENT_RULES[id], weights: weightsFor(sheet, kind) }));
  const count = 1 + Math.max(-1, ...patients);
  const clusters = { count, of: Int32Array.from(patients) };
  const estimates = resampledCoefficients({ table, wanted: rules, clusters, seed: SEED });
  return wanted.map(({ id, kind }, i) => {
    const rule = rules[i];
    const analytic = rule && coefficient({ table, ...rule, raters: 'random' });
    // The published formula takes items for independent, which several of one patient are not.
    const general = analytic && count === patients.length && sheet.raters === 'identified' ? analytic.interval : null;
    const weights = kind === 'unweighted' ? '' : kind;
    return { id, weights, estimate: bareEstimate(estimates[i]), general, warning: null };
  });
}

const weightsFor = ({ scores }: Sheet, kind: WeightKind): Weights => weightsOf(kind, scores);

/** Categories are known by their scores, so that distances are those of the scale. */
function tableOf({ scores, raters }: Sheet, rows: readonly (readonly (number | null)[])[]): RatingTable {
  const ratings: Ratings = rows.map((row) => row.map((place) => (place === null ? null : (scores[place] ?? null))));
  const made = ratingTable(ratings, { categories: scores, interchangeable: raters === 'interchangeable' });
  if (!made.ok) throw new Error('an answer is not one of the categories of its sheet');
  return made.value;
}

function pairFigure(job: SheetJob, readers: readonly [number, number]): PairFigure {
  const { sheet } = job;
  if (sheet.scale === 'marks') return { readers, id: 'positive-agreement', estimate: pairOfMarks(job, readers) };
  if (sheet.scale === 'numbers') return { readers, id: 'lin-ccc', estimate: pairOfNumbers(sheet, readers) };
  const id = sheet.unit === 'lesion' ? 'percent-agreement' : 'cohen-kappa';
  const kind = sheet.unit === 'case' && sheet.scale === 'ordered' ? 'quadratic' : 'unweighted';
  const rows = sheet.items.map(({ values }) => readers.map((reader) => values[reader] ?? null));
  const table = tableOf(sheet, rows);
  return {
    readers,
    id,
    estimate: bareEstimate(coefficient({ table, rule: COEFFICIENT_RULES[id], weights: weightsFor(sheet, kind) })),
  };
}

const pairsOf = (readers: number): (readonly [number, number])[] =>
  Array.from({ length: readers }, (_, a) =>
    Array.from({ length: readers - a - 1 }, (__, i) => [a, a + 1 + i] as const),
  ).flat();

function commonestOf({ scale, items, categories }: Sheet): number | null {
  if (scale !== 'categories' && scale !== 'ordered') return null;
  const counts = new Array<number>(categories.length).fill(0);
  for (const { values } of items) for (const v of values) if (v !== null) counts[v] = (counts[v] ?? 0) + 1;
  const all = counts.reduce((sum, count) => sum + count, 0);
  return all === 0 ? null : Math.max(...counts) / all;
}
