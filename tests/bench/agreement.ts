/**
 * How long all coefficients of a large table take with their resampled intervals, in a thread of their own: 10,000 cases, five
 * readers, five grades, 2,000 resamples. Beside it a Python loop over statsmodels' Fleiss κ, where Python has it; it computes that
 * one figure only.
 */
import { spawnSync } from 'node:child_process';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { seeded } from '#domain/kernel/random.ts';
import { bootstrappedTogether } from '#domain/statistics/intervals/bootstrap.ts';
import { COEFFICIENT_IDS, COEFFICIENT_RULES } from '#domain/statistics/chance-corrected/coefficient-rules.ts';
import { iccFigures } from '#domain/statistics/measurements/icc.ts';
import { krippendorffOrdinal } from '#domain/statistics/chance-corrected/krippendorff-alpha.ts';
import { ratingTable, scoresOf } from '#domain/statistics/ratings/rating-table.ts';
import { resampledCoefficients } from '#domain/statistics/chance-corrected/resampled-coefficients.ts';
import { WEIGHT_KINDS, weightsOf } from '#domain/statistics/ratings/weights.ts';
import type { BenchAnswer, BenchRequest } from './bench.ts';
import { spreadOf } from './figures.ts';

const ITEMS = 10_000;
const RATERS = 5;
const GRADES = 5;
const RESAMPLES = 2_000;

interface Timed {
  readonly coefficients: number;
  readonly chance: number;
  readonly icc: number;
}

if (!isMainThread && workerData === 'agreement') parentPort?.postMessage(timed());

export async function benchAgreement({ repetitions, say }: BenchRequest): Promise<BenchAnswer> {
  const runs: Timed[] = [];
  for (let i = 0; i < repetitions; i++) {
    runs.push(await inThread());
    say(`run ${String(i + 1)}: ${JSON.stringify(runs.at(-1))}`);
  }
  const json = {
    items: ITEMS,
    raters: RATERS,
    resamples: RESAMPLES,
    coefficients: runs[0]?.coefficients ?? 0,
    chanceCorrectedMs: spreadOf(runs.map(({ chance }) => chance)),
    iccMs: spreadOf(runs.map(({ icc }) => icc)),
    totalMs: spreadOf(runs.map(({ chance, icc }) => chance + icc)),
    budgetMs: 2_000,
    statsmodelsFleissMs: statsmodels(),
  };
  const peer = json.statsmodelsFleissMs === null ? 'not there' : `${json.statsmodelsFleissMs.toFixed(0)} ms for one`;
  const text = `${String(json.coefficients)} coefficients with ${String(RESAMPLES)} resamples: ${String(json.totalMs.median)} ms (at most 2,000); statsmodels: ${peer}`;
  return { json, text };
}

function inThread(): Promise<Timed> {
  const worker = new Worker(new URL(import.meta.url), { workerData: 'agreement' });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** Readers who see the true grade three times out of five, and are off by up to two grades else. */
function gradesOf(seed: number): number[][] {
  const random = seeded(seed);
  return Array.from({ length: ITEMS }, () => {
    const truth = random.int(1, GRADES);
    const seen = (): number => truth + (random.unit() < 0.6 ? 0 : random.int(-2, 2));
    return Array.from({ length: RATERS }, () => Math.max(1, Math.min(GRADES, seen())));
  });
}

function timed(): Timed {
  const ratings = gradesOf(1);
  const start = performance.now();
  const made = ratingTable(ratings);
  if (!made.ok) throw new Error('no table');
  const table = made.value;
  const weights = WEIGHT_KINDS.map((kind) => weightsOf(kind, scoresOf(table)));
  const wanted = COEFFICIENT_IDS.flatMap((id) => weights.map((one) => ({ rule: COEFFICIENT_RULES[id], weights: one })));
  const ordinal = { rule: krippendorffOrdinal, weights: weightsOf('ordinal', scoresOf(table)) };
  const all = resampledCoefficients({ table, wanted: [...wanted, ordinal], seed: 1, resamples: RESAMPLES });
  const between = performance.now();
  const icc = iccFigures(['icc-1-1', 'icc-2-1', 'icc-3-1', 'icc-1-k', 'icc-2-k', 'icc-3-k'], ratings);
  const forms = bootstrappedTogether({
    units: ITEMS,
    seed: 1,
    resamples: RESAMPLES,
    statistics: (draw) => icc(draw?.times),
  });
  const defined = [...all, ...forms].filter(({ interval }) => interval.state === 'defined').length;
  return { coefficients: defined, chance: between - start, icc: performance.now() - between };
}

const PYTHON = `
import time, numpy
from statsmodels.stats.inter_rater import fleiss_kappa
random = numpy.random.default_rng(1)
truth = random.integers(0, ${String(GRADES)}, ${String(ITEMS)})
rows = numpy.zeros((${String(ITEMS)}, ${String(GRADES)}), int)
for _ in range(${String(RATERS)}):
    seen = numpy.clip(truth + numpy.where(random.random(${String(ITEMS)}) < 0.6, 0, random.integers(-2, 3, ${String(ITEMS)})), 0, ${String(GRADES - 1)})
    numpy.add.at(rows, (numpy.arange(${String(ITEMS)}), seen), 1)
start = time.perf_counter()
for _ in range(${String(RESAMPLES)}):
    fleiss_kappa(rows[random.integers(0, ${String(ITEMS)}, ${String(ITEMS)})])
print(1000 * (time.perf_counter() - start))
`;

/** Milliseconds, or null where Python or statsmodels is not there. */
function statsmodels(): number | null {
  const { status, stdout } = spawnSync('python3', ['-c', PYTHON], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : null;
}
