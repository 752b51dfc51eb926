/** Figures of marks: how often others marked it too, what share a reader found, what a reader marked alone. */
import type { ReaderFigures } from '#contract/agreement-figures.ts';
import { bootstrapped, type Times } from '#domain/statistics/intervals/bootstrap.ts';
import { defined, undefinedBecause, type Estimate, type Figure } from '#domain/statistics/figure.ts';
import { positiveAgreement, type MarkedLesions } from '#domain/statistics/detection/positive-agreement.ts';
import { SEED, type JobCase, type SheetJob } from './sheet-job.ts';

/** Positive agreement of two readers, or of all. */
export function pairOfMarks({ sheet, cases }: SheetJob, readers: readonly [number, number] | null): Estimate {
  const common = cases.filter(({ read }) => !readers || readers.every((reader) => read[reader] === true));
  const among = readers ?? Array.from({ length: sheet.readers }, (_, reader) => reader);
  const marked = common.map(({ read, items }): MarkedLesions => {
    const counts = items.map((at) => among.filter((reader) => sheet.items[at]?.values[reader] === 1).length);
    return { readers: among.filter((reader) => read[reader]).length, marked: counts.filter((count) => count > 0) };
  });
  return overPatients(common, (times) => positiveAgreement(marked, times));
}

/** Detection is measured by all lesions anybody marked: without a reference nobody knows which of them are there. */
export function markFigures({ sheet, cases }: SheetJob): ReaderFigures[] {
  return Array.from({ length: sheet.readers }, (_, reader) => {
    const own = cases.filter(({ read }) => read[reader] === true && read.filter(Boolean).length >= 2);
    const counts = own.map(({ items }) => {
      const lesions = items.map((at) => sheet.items[at]?.values ?? []);
      const mine = lesions.filter((values) => values[reader] === 1);
      const alone = mine.filter((values) => values.filter((value) => value === 1).length === 1);
      return { lesions: lesions.length, mine: mine.length, alone: alone.length, one: 1 };
    });
    const ratio = (of: 'mine' | 'alone', by: 'lesions' | 'one'): Estimate =>
      overPatients(own, (times) =>
        ratioOf(
          counts.map((c) => [c[of], c[by]] as const),
          times,
        ),
      );
    return { reader, cases: own.length, detection: ratio('mine', 'lesions'), alone: ratio('alone', 'one') };
  });
}

function ratioOf(counts: readonly (readonly [number, number])[], times?: Times): Figure {
  let [above, below] = [0, 0];
  counts.forEach(([count, of], i) => {
    const weight = times ? (times[i] ?? 0) : 1;
    above += weight * count;
    below += weight * of;
  });
  return below > 0 ? defined(above / below) : undefinedBecause(counts.length > 0 ? 'no-marks' : 'no-items');
}

/** Draws patients, and with each all of its cases. */
function overPatients(cases: readonly JobCase[], statistic: (times?: Times) => Figure): Estimate {
  const patients = [...new Set(cases.map(({ patient }) => patient))];
  const place = new Map(patients.map((patient, at) => [patient, at]));
  const places = cases.map(({ patient }) => place.get(patient) ?? 0);
  const estimate = bootstrapped({
    units: patients.length,
    seed: SEED,
    statistic: (times) => statistic(times && Float64Array.from(places, (at) => times[at] ?? 0)),
  });
  return { ...estimate, n: cases.length };
}
