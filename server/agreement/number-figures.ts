/** Figures of numbers: how much of their spread is between the cases, and by how much two readers differ, in the unit itself. */
import type { NamedFigure, PairLimits, Sheet } from '#contract/agreement-figures.ts';
import { blandAltman } from '#domain/statistics/measurements/bland-altman.ts';
import { bootstrappedTogether } from '#domain/statistics/intervals/bootstrap.ts';
import type { Estimate } from '#domain/statistics/figure.ts';
import { iccFigures, intraclassCorrelation, type IccForm } from '#domain/statistics/measurements/icc.ts';
import { linConcordance } from '#domain/statistics/measurements/lin-ccc.ts';
import { SEED, type SheetJob } from './sheet-job.ts';

const FORMS: readonly IccForm[] = ['icc-1-1', 'icc-2-1', 'icc-3-1'];

/** Cases that somebody did not measure are left out: an analysis of variance needs all. `n` says how many stayed. */
export function numberFigures({ sheet, patients }: SheetJob): NamedFigure[] {
  const kept = sheet.items.flatMap(({ values }, at) =>
    values.includes(null) ? [] : [{ values, patient: patients[at] ?? 0 }],
  );
  const measurements = kept.map(({ values }) => values);
  const units = [...new Set(kept.map(({ patient }) => patient))];
  const place = kept.map(({ patient }) => units.indexOf(patient));
  const figures = iccFigures(FORMS, measurements);
  const repeated = units.length < kept.length;
  const drawn = repeated
    ? bootstrappedTogether({
        units: units.length,
        seed: SEED,
        statistics: (draw) => figures(draw && Float64Array.from(place, (at) => draw.times[at] ?? 0)),
      })
    : [];
  return FORMS.map((id, i) => {
    const { figure, interval, n, warning } = intraclassCorrelation(id, measurements, {
      interchangeable: sheet.raters === 'interchangeable',
    });
    // The F interval takes items for independent, which several of one patient are not.
    const estimate = { figure, n, interval: figure.state === 'defined' ? (drawn[i]?.interval ?? interval) : interval };
    return { id, weights: '', estimate, general: null, warning: warning ?? null };
  });
}

export const pairOfNumbers = (sheet: Sheet, readers: readonly [number, number]): Estimate => {
  const { figure, interval, n } = linConcordance(bothMeasured(sheet, readers).map(({ both }) => both));
  return { figure, interval, n };
};

export function limitsOf({ sheet, patients }: SheetJob, readers: readonly [number, number]): PairLimits {
  const rows = bothMeasured(sheet, readers);
  const clusters = rows.map(({ at }) => String(patients[at]));
  const { bias, lower, upper } = blandAltman(
    rows.map(({ both }) => both),
    { clusters, resampling: { seed: SEED } },
  );
  return { readers, bias, lower, upper };
}

function bothMeasured({ items }: Sheet, [a, b]: readonly [number, number]): { both: [number, number]; at: number }[] {
  return items.flatMap(({ values }, at) => {
    const [first, second] = [values[a] ?? null, values[b] ?? null];
    return first === null || second === null ? [] : [{ both: [first, second], at }];
  });
}
