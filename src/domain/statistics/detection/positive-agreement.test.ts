import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positiveAgreement } from './positive-agreement.ts';

describe('positive agreement', () => {
  it('is F1 for two readers: 2·3 common of 4 + 5 marks', () => {
    const figure = positiveAgreement([{ readers: 2, marked: [2, 2, 2, 1, 1, 1] }]);
    expect(figure).toEqual({ state: 'defined', value: 6 / 9 });
  });

  it('is the mean F1 over pairs, weighted by their marks, for more readers', () => {
    const seen = fc.array(fc.boolean(), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(seen, { minLength: 1, maxLength: 12 }), (lesions) => {
        fc.pre(lesions.some((l) => l.includes(true)));
        let [common, all] = [0, 0];
        for (let a = 0; a < 4; a++) {
          for (let b = a + 1; b < 4; b++) {
            common += 2 * lesions.filter((l) => l[a] && l[b]).length;
            all += lesions.filter((l) => l[a]).length + lesions.filter((l) => l[b]).length;
          }
        }
        const marked = lesions.map((l) => l.filter(Boolean).length);
        const figure = positiveAgreement([{ readers: 4, marked }]);
        expect(figure.state === 'defined' ? figure.value : -1).toBeCloseTo(common / all, 10);
      }),
    );
  });

  it('[ST4] is undefined, not 1, when nobody marked anything or one reader read alone', () => {
    expect(positiveAgreement([{ readers: 3, marked: [] }])).toEqual({ state: 'undefined', because: 'no-marks' });
    expect(positiveAgreement([{ readers: 1, marked: [1] }])).toEqual({ state: 'undefined', because: 'one-rater' });
  });
});
