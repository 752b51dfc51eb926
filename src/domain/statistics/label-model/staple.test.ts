import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../kernel/random.ts';
import { staple, type StapleModel } from './staple.ts';

const modelOf = (masks: readonly Uint8Array[], prior?: number): StapleModel => {
  const model = staple(masks, prior === undefined ? {} : { prior });
  if (model.state === 'undefined') throw new Error(model.because);
  return model;
};
const because = (masks: readonly Uint8Array[]): string => {
  const model = staple(masks);
  return model.state === 'undefined' ? model.because : 'defined';
};

const bits = (size: number): fc.Arbitrary<Uint8Array> =>
  fc.array(fc.constantFrom(0, 1), { minLength: size, maxLength: size }).map((pixels) => Uint8Array.from(pixels));

describe('STAPLE', () => {
  it('[ST54] finds again the sensitivity and specificity that masks were made with', () => {
    const random = seeded(5);
    const [sensitivity, specificity] = [
      [0.95, 0.8, 0.7, 0.9],
      [0.98, 0.9, 0.95, 0.99],
    ];
    const truth = Uint8Array.from({ length: 40_000 }, () => (random.unit() < 0.25 ? 1 : 0));
    const masks = sensitivity.map((p, reader) =>
      truth.map((inside) => {
        const right = random.unit() < (inside === 1 ? p : (specificity[reader] ?? 0));
        return right ? inside : 1 - inside;
      }),
    );
    const model = modelOf(masks, 0.25);
    sensitivity.forEach((p, reader) => expect(model.sensitivity[reader]).toBeCloseTo(p, 1.5));
    specificity.forEach((q, reader) => expect(model.specificity[reader]).toBeCloseTo(q, 1.5));
    const wrong = truth.filter((inside, i) => (model.probability[i] ?? 0) > 0.5 !== (inside === 1)).length;
    const majority = truth.filter(
      (inside, i) => masks.reduce((sum, mask) => sum + (mask[i] ?? 0), 0) >= 2 !== (inside === 1),
    ).length;
    expect(wrong).toBeLessThan(majority);
  });

  it('[ST54] never loses likelihood, keeps to probabilities and follows when readers change places', () => {
    fc.assert(
      fc.property(fc.array(bits(30), { minLength: 3, maxLength: 6 }), (masks) => {
        fc.pre(because(masks) === 'defined');
        const here = modelOf(masks);
        here.path.slice(1).forEach((value, i) => expect(value).toBeGreaterThanOrEqual((here.path[i] ?? 0) - 1e-9));
        const all = [...here.probability, ...here.sensitivity, ...here.specificity];
        expect(all.every((p) => p >= 0 && p <= 1 + 1e-12)).toBe(true);
        const there = modelOf(masks.toReversed());
        here.probability.forEach((p, i) => expect(there.probability[i]).toBeCloseTo(p, 6));
      }),
    );
  });

  it('[ST54] depends on the box: empty space makes everybody specific', () => {
    const masks = [Uint8Array.of(1, 1, 0, 0), Uint8Array.of(1, 1, 1, 0), Uint8Array.of(1, 0, 0, 0)];
    const wide = masks.map((mask) => {
      const box = new Uint8Array(400);
      box.set(mask);
      return box;
    });
    const drawn = modelOf(masks).specificity[1] ?? 1;
    expect(modelOf(wide).specificity[1]).toBeGreaterThan(drawn);
  });

  it('[ST2] is undefined for one mask, and where nobody or everybody marked all of it', () => {
    expect(because([])).toBe('no-items');
    expect(because([Uint8Array.of(1, 0)])).toBe('one-rater');
    expect(because([new Uint8Array(4), new Uint8Array(4)])).toBe('no-marks');
    expect(because([new Uint8Array(4).fill(1), new Uint8Array(4).fill(1)])).toBe('one-category');
    expect(() => staple([new Uint8Array(4), new Uint8Array(5)])).toThrow(/same box/);
  });
});
