/**
 * Dawid & Skene's label model: what each item probably is, and how each rater errs, worked out together from answers alone
 * (Dawid & Skene 1979, Appl Stat 28:20). Raters err independently given the truth; who talked to each other did not.
 */
import { seeded } from '../../kernel/random.ts';
import type { Category } from '../ratings/category.ts';
import { expectationMaximisation, type LabelModel } from './dawid-skene-em.ts';
import { defined, undefinedBecause, type Estimate, type Undefined } from '../figure.ts';
import type { LabelTable } from './label-table.ts';
import type { RaterDesign } from '../measurements/measurements.ts';

interface LabelModelOptions extends RaterDesign {
  /** Answers given after a discussion are convergence, not evidence. */
  readonly afterDiscussion?: boolean;
  /** How many disturbed starts look for other solutions; 10 by default. */
  readonly otherStarts?: number;
  /** Of the disturbed starts; 1 by default. */
  readonly seed?: number;
}

/** EM finds a local maximum only. What the disturbed starts found, so that a solution which hangs by a thread is seen to. */
interface OtherStarts {
  readonly tried: number;
  /** How many ended at the same solution. */
  readonly same: number;
  /** The most likely of the others that beat it, and how many items it would call something else. */
  readonly better?: { readonly logLikelihood: number; readonly itemsCalledOtherwise: number };
}

export interface LabelModelDetails {
  readonly categories: readonly Category[];
  /** Share of each category among the items. */
  readonly prevalence: readonly number[];
  /** Per rater and true category the share of each answer; null where a rater is not thought to have met the category. */
  readonly confusion: readonly (readonly (readonly number[] | null)[])[];
  /** Per item the probability of each category. */
  readonly posterior: readonly (readonly number[])[];
  readonly iterations: number;
  readonly otherStarts: OtherStarts;
}

/** The figure is the log likelihood: it ranks solutions of the same answers and means nothing else. */
export interface LabelModelEstimate extends Estimate {
  readonly details?: LabelModelDetails;
}

/** The solution that EM reaches from the shares of the votes, as in the paper (equations 2.3 to 2.5). */
export function dawidSkene(table: LabelTable, options: LabelModelOptions = {}): LabelModelEstimate {
  const n = table.items;
  const refusal = refusalOf(table, options);
  if (refusal) return { figure: refusal, interval: refusal, n };
  const votes = voteShares(table);
  const model = expectationMaximisation(table, votes);
  return {
    figure: defined(model.logLikelihood),
    interval: undefinedBecause('no-published-interval'),
    n,
    details: {
      categories: table.categories,
      prevalence: [...model.prevalence],
      confusion: confusionOf(table, model),
      posterior: itemsOf(table, model.posterior),
      iterations: model.path.length,
      otherStarts: lookElsewhere(table, { model, votes, starts: options.otherStarts ?? 10, seed: options.seed ?? 1 }),
    },
  };
}

function refusalOf(table: LabelTable, { interchangeable, afterDiscussion }: LabelModelOptions): Undefined | undefined {
  if (interchangeable === true) return undefinedBecause('interchangeable-raters');
  if (afterDiscussion === true) return undefinedBecause('after-discussion');
  if (table.said.length === 0) return undefinedBecause('no-items');
  if (table.raters < 2) return undefinedBecause('one-rater');
  if (table.items < 2) return undefinedBecause('one-item');
  const answers = table.times.map((_, row) => (table.starts[row + 1] ?? 0) - (table.starts[row] ?? 0));
  if (answers.every((count) => count < 3)) return undefinedBecause('too-few-answers');
  return new Set(table.said).size < 2 ? undefinedBecause('one-category') : undefined;
}

/** Per row the share of its answers that each category got; equal shares where nobody answered. */
function voteShares({ times, categories, starts, said }: LabelTable): Float64Array {
  const size = categories.length;
  const shares = new Float64Array(times.length * size);
  for (let row = 0; row < times.length; row++) {
    const answers = said.subarray(starts[row] ?? 0, starts[row + 1] ?? 0);
    const own = shares.subarray(row * size, (row + 1) * size);
    if (answers.length === 0) own.fill(1 / size);
    for (const category of answers) own[category] = (own[category] ?? 0) + 1 / answers.length;
  }
  return shares;
}

/** A disturbed start need only be told from the solution, not worked out to the last digit. */
const ROUGH = 1e-8;

interface Search {
  readonly model: LabelModel;
  readonly votes: Float64Array;
  readonly starts: number;
  readonly seed: number;
}

/** Starts again from votes mixed half and half with shares drawn at random (uniformly: a Dirichlet(1, …, 1) by exponentials). */
function lookElsewhere(table: LabelTable, { model, votes, starts, seed }: Search): OtherStarts {
  const random = seeded(seed);
  const size = table.categories.length;
  const tolerance = 1e-5 * Math.abs(model.logLikelihood);
  let same = 0;
  let better: LabelModel | undefined;
  for (let start = 0; start < starts; start++) {
    const disturbed = new Float64Array(votes.length);
    for (let row = 0; row < votes.length; row += size) {
      const drawn = Array.from({ length: size }, () => -Math.log(1 - random.unit()));
      const sum = drawn.reduce((total, d) => total + d, 0);
      drawn.forEach((d, c) => (disturbed[row + c] = (d / sum + (votes[row + c] ?? 0)) / 2));
    }
    const found = expectationMaximisation(table, disturbed, ROUGH);
    if (Math.abs(found.logLikelihood - model.logLikelihood) <= tolerance) same++;
    else if (found.logLikelihood > (better ?? model).logLikelihood) better = found;
  }
  if (!better) return { tried: starts, same };
  const itemsCalledOtherwise = calledOtherwise(table, model, better);
  return { tried: starts, same, better: { logLikelihood: better.logLikelihood, itemsCalledOtherwise } };
}

function calledOtherwise(table: LabelTable, here: LabelModel, there: LabelModel): number {
  const probable = (row: readonly number[]): number => row.indexOf(Math.max(...row));
  const [a, b] = [itemsOf(table, here.posterior), itemsOf(table, there.posterior)];
  return a.filter((row, item) => probable(row) !== probable(b[item] ?? [])).length;
}

/** Per item the probabilities of its row. */
function itemsOf({ rowOf, categories }: LabelTable, posterior: Float64Array): number[][] {
  const size = categories.length;
  return Array.from(rowOf, (row) => [...posterior.subarray(row * size, (row + 1) * size)]);
}

/** Per rater and truth the share of each answer. */
function confusionOf({ raters, categories }: LabelTable, { confusion }: LabelModel): (number[] | null)[][] {
  const size = categories.length;
  return Array.from({ length: raters }, (_, rater) =>
    categories.map((__, truth) => {
      const row = categories.map((___, said) => confusion[(rater * size + said) * size + truth] ?? 0);
      return row.some((share) => share > 0) ? row : null;
    }),
  );
}
