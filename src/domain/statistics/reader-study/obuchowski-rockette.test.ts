import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Estimate } from '../figure.ts';
import { jackknifeCovariances } from '../intervals/jackknife.ts';
import {
  compareTreatments,
  treatmentMean,
  type ReaderFigures,
  type TreatmentComparison,
} from './obuchowski-rockette.ts';

/** Covariances that depend only on what two figures share. */
interface Shared {
  readonly error: number;
  readonly sameReader: number;
  readonly sameTreatment: readonly number[];
  readonly neither: number;
}

function readerFigures(rows: readonly (readonly number[])[], shared: Shared): ReaderFigures {
  const readers = rows[0]?.length ?? 0;
  const size = rows.length * readers;
  const covariances = Float64Array.from({ length: size * size }, (_, at) => {
    const [a, b] = [Math.floor(at / size), at % size];
    const treatment = Math.floor(a / readers);
    if (a === b) return shared.error;
    if (a % readers === b % readers) return shared.sameReader;
    return treatment === Math.floor(b / readers) ? (shared.sameTreatment[treatment] ?? 0) : shared.neither;
  });
  return { treatments: rows.length, readers, figures: Float64Array.from(rows.flat()), covariances };
}

/**
 * Van Dyke et al. 1993: aortic dissection, 5 readers, single images and cine. Areas and jackknife covariances as printed in the
 * manual of MRMCaov (Smith & Hillis 2020), whose F, df and p are also those in the documentation of RJafroc (Chakraborty).
 */
const VAN_DYKE = readerFigures(
  [
    [0.9196457, 0.8587762, 0.9038647, 0.9731079, 0.8297907],
    [0.9478261, 0.905314, 0.9217391, 0.9993559, 0.9299517],
  ],
  {
    error: 0.0008022883,
    sameReader: 0.0003466137,
    sameTreatment: [0.0004839618, 0.0002041879],
    neither: 0.0002390284,
  },
);

const compared = (figures: ReaderFigures): TreatmentComparison => {
  const found = compareTreatments(figures);
  if (found.state === 'undefined') throw new Error(found.because);
  return found;
};
const read = ({ figure, interval }: Estimate): number[] => {
  if (figure.state === 'undefined' || interval.state === 'undefined') throw new Error('undefined');
  return [figure.value, interval.lower, interval.upper];
};

describe('several readers, several treatments', () => {
  it('[ST48] agree with the published analysis of Van Dyke’s study, for readers in general', () => {
    const { covariances, readersInGeneral, differences } = compared(VAN_DYKE);
    expect(covariances.sameTreatment).toBeCloseTo(0.0003440748, 10);
    expect(readersInGeneral.f).toBeCloseTo(4.456319, 4);
    expect(readersInGeneral.df1).toBe(1);
    expect(readersInGeneral.df2).toBeCloseTo(15.25967, 4);
    expect(readersInGeneral.p).toBeCloseTo(0.05166569, 6);
    const [difference, lower, upper] = read(differences[0]?.estimate ?? treatmentMean(VAN_DYKE, 0));
    expect(difference).toBeCloseTo(-0.04380032, 7);
    expect(lower).toBeCloseTo(-0.0879595, 6);
    expect(upper).toBeCloseTo(0.0003588544, 6);
    expect(differences[0]?.p).toBeCloseTo(0.05166569, 6);
  });

  it('[ST48] agree with it for these readers, and for each treatment alone', () => {
    const { theseReaders } = compared(VAN_DYKE);
    expect(theseReaders.chi2).toBeCloseTo(5.475953, 3);
    expect(theseReaders.p).toBeCloseTo(0.01927984, 5);
    // The interval of a treatment from its own mean square between readers and its own covariance.
    const [mean, lower, upper] = read(treatmentMean(VAN_DYKE, 0));
    expect(mean).toBeCloseTo(0.897037, 6);
    expect(lower).toBeCloseTo(0.8252236, 6);
    expect(upper).toBeCloseTo(0.9688505, 6);
  });

  const area = fc.double({ min: 0.5, max: 1, noNaN: true });
  const study = fc.array(fc.tuple(area, area, area, area), { minLength: 2, maxLength: 3 });
  const shared = { error: 0.001, sameReader: 0.0004, sameTreatment: [0.0004, 0.0003, 0.0005], neither: 0.0002 };

  it('[ST49] do not depend on the order of readers, and change sign with the order of treatments', () => {
    fc.assert(
      fc.property(study, (rows) => {
        const here = compared(readerFigures(rows, shared));
        const there = compared(
          readerFigures(
            rows.map((row) => row.toReversed()),
            shared,
          ),
        );
        expect(there.readersInGeneral.f).toBeCloseTo(here.readersInGeneral.f, 6);
        expect(there.readersInGeneral.p).toBeCloseTo(here.readersInGeneral.p, 8);
        const swapped = readerFigures(rows.toReversed(), {
          ...shared,
          sameTreatment: shared.sameTreatment.slice(0, rows.length).toReversed(),
        });
        const [value] = read(here.differences.at(-1)?.estimate ?? treatmentMean(VAN_DYKE, 0));
        const [turned] = read(compared(swapped).differences[0]?.estimate ?? treatmentMean(VAN_DYKE, 0));
        expect(turned).toBeCloseTo(-(value ?? 0), 10);
      }),
    );
  });

  it('[ST2] are undefined for one treatment, one reader, or figures that do not vary', () => {
    const because = (figures: ReaderFigures): string => {
      const found = compareTreatments(figures);
      return found.state === 'undefined' ? found.because : 'defined';
    };
    const still = { error: 0, sameReader: 0, sameTreatment: [0, 0], neither: 0 };
    expect(because(readerFigures([[0.9, 0.8]], shared))).toBe('one-treatment');
    expect(because(readerFigures([[0.9], [0.8]], shared))).toBe('one-rater');
    expect(
      because(
        readerFigures(
          [
            [1, 1],
            [1, 1],
          ],
          still,
        ),
      ),
    ).toBe('no-spread');
    expect(treatmentMean(readerFigures([[1, 1]], still), 0).interval).toEqual({
      state: 'undefined',
      because: 'no-spread',
    });
    expect(treatmentMean(readerFigures([[1]], still), 0).interval).toEqual({
      state: 'undefined',
      because: 'one-rater',
    });
    const flat = compared(
      readerFigures(
        [
          [0.9, 0.8],
          [0.9, 0.8],
        ],
        shared,
      ),
    );
    expect([flat.readersInGeneral.f, flat.readersInGeneral.df2, flat.readersInGeneral.p]).toEqual([0, Infinity, 1]);
  });
});

describe('the jackknife', () => {
  it('[ST49] of a mean is its variance: s²/n', () => {
    const values = Float64Array.of(1, 4, 4, 7);
    const left = values.map((value) => (16 - value) / 3);
    // s² = 6, so 6/4; and a figure that falls as the other rises has the negative.
    expect([...jackknifeCovariances([left, left.map((value) => -value)])]).toEqual(
      [1.5, -1.5, -1.5, 1.5].map((expected): unknown => expect.closeTo(expected, 12)),
    );
  });
});
