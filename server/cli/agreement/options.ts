/** What somebody may ask of `consilium agreement`, checked before the file is opened. */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { RatersMeant } from '#domain/statistics/chance-corrected/coefficient.ts';
import { WEIGHT_KINDS, weightsOfMatrix, type WeightKind, type Weights } from '#domain/statistics/ratings/weights.ts';
import { CommandRefused, onlyArgument, UsageError } from '../command.ts';
import { AGREEMENT_IDS, type AgreementId } from './entry.ts';
import { isNumber, type ReadingOptions } from './rating-set.ts';

export interface Resampling {
  readonly resamples: number;
  readonly seed: number;
}

export interface AgreementOptions extends ReadingOptions {
  readonly path: string;
  /** Kinds and matrices that were asked for; none: all that apply. */
  readonly weights: readonly (WeightKind | Weights)[];
  /** The coefficients that were asked for. */
  readonly only: readonly AgreementId[];
  /** Intervals from resampling instead of formulas. */
  readonly bootstrap?: Resampling;
  /** For whom intervals are to hold. */
  readonly raters: RatersMeant;
  /** A column is not the same person throughout. */
  readonly interchangeable: boolean;
  /** Leaves out items that not every rater rated. */
  readonly completeOnly: boolean;
  /** From which rating on a reader of a reader study calls the disease present. */
  readonly positiveFrom?: number;
}

const FEWEST_RESAMPLES = 100;
const MOST_RESAMPLES = 100_000;

/** @throws UsageError, or CommandRefused `bad-matrix` */
export function optionsFrom(args: readonly string[]): AgreementOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      weights: { type: 'string', multiple: true },
      only: { type: 'string' },
      bootstrap: { type: 'string' },
      seed: { type: 'string' },
      raters: { type: 'string' },
      categories: { type: 'string' },
      missing: { type: 'string' },
      'complete-only': { type: 'boolean' },
      'positive-from': { type: 'string' },
    },
  });
  const raters = values.raters ?? 'fixed';
  if (raters !== 'fixed' && raters !== 'random' && raters !== 'interchangeable') {
    throw new UsageError('--raters is fixed (these raters), random (raters in general) or interchangeable');
  }
  const seed = wholeNumber('--seed', values.seed ?? '1', { from: 0, to: 2 ** 31 - 1 });
  const resamples =
    values.bootstrap === undefined
      ? undefined
      : wholeNumber('--bootstrap', values.bootstrap, { from: FEWEST_RESAMPLES, to: MOST_RESAMPLES });
  return {
    path: onlyArgument(positionals, 'a file of ratings'),
    weights: (values.weights ?? []).flatMap(weightsNamed),
    only: values.only === undefined ? AGREEMENT_IDS : values.only.split(',').map(idNamed),
    raters: raters === 'random' ? 'random' : 'fixed',
    interchangeable: raters === 'interchangeable',
    completeOnly: values['complete-only'] === true,
    ...(resamples !== undefined && { bootstrap: { resamples, seed } }),
    ...(values.categories !== undefined && { categories: categoriesIn(values.categories) }),
    ...(values.missing !== undefined && { missing: values.missing }),
    ...(values['positive-from'] !== undefined && {
      positiveFrom: numberIn('--positive-from', values['positive-from']),
    }),
  };
}

function wholeNumber(name: string, text: string, { from, to }: { from: number; to: number }): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= to) return value;
  throw new UsageError(`${name} is a whole number from ${String(from)} to ${String(to)}`);
}

function numberIn(name: string, text: string): number {
  if (isNumber(text)) return Number(text);
  throw new UsageError(`${name} is a number`);
}

function categoriesIn(text: string): string[] {
  const categories = text.split(',').map((category) => category.trim());
  const same = new Set(categories.map((category) => (isNumber(category) ? Number(category) : category)));
  if (categories.includes('') || same.size < categories.length) {
    throw new UsageError('--categories is a list of different names, with commas between them');
  }
  if (categories.length < 2) throw new UsageError('--categories needs at least two');
  return categories;
}

function idNamed(name: string): AgreementId {
  const id = AGREEMENT_IDS.find((known) => known === name.trim());
  if (id) return id;
  throw new UsageError(`--only knows ${AGREEMENT_IDS.join(', ')}`);
}

/** A file of that name, else kinds with commas between them. */
function weightsNamed(text: string): (WeightKind | Weights)[] {
  if (existsSync(text)) return [matrixIn(text)];
  return text.split(',').map((name) => {
    const kind = WEIGHT_KINDS.find((known) => known === name.trim());
    if (kind) return kind;
    throw new UsageError(`--weights knows ${WEIGHT_KINDS.join(', ')}; and there is no file “${name}”`);
  });
}

function matrixIn(path: string): Weights {
  const weights = weightsOfMatrix('custom', rowsOf(readFileSync(path, 'utf8')));
  if (weights.ok) return weights.value;
  const why = {
    'not-square': 'it has not as many columns as rows, or fewer than two',
    'not-finite': 'an entry is not a number',
    'not-weights':
      'it must have 1 on the diagonal and 0 to 1 elsewhere (agreement), or 0 on the diagonal and 0 or more elsewhere (disagreement)',
  }[weights.error];
  throw new CommandRefused('bad-matrix', `“${path}” is not a matrix of weights: ${why}.`);
}

/** JSON rows, or lines of numbers with commas, semicolons or white space between them. */
function rowsOf(text: string): number[][] {
  const json = text.trimStart().startsWith('[') ? jsonRows(text) : undefined;
  if (json)
    return json.map((row) => (Array.isArray(row) ? row.map((value) => (typeof value === 'number' ? value : NaN)) : []));
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.map((line) =>
    line
      .trim()
      .split(/[\s,;]+/)
      .map((cell) => (isNumber(cell) ? Number(cell) : NaN)),
  );
}

function jsonRows(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
