import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FrameGeometry } from '../geometry/frame.ts';
import { pixelPoint } from '../geometry/point.ts';
import { targetOf, type Draw, type DrawnLesion, type PlacedTarget } from './target.ts';

const spacing = { row: 0.7, column: 0.7, kind: 'patient' as const };
const image = (calibrated = true): FrameGeometry => ({
  rows: 512,
  columns: 512,
  ...(calibrated ? { spacing } : {}),
});

type Place = readonly [x: number, y: number];
const lesionAt = ([x, y]: Place, frames = [1]): DrawnLesion =>
  frames.map((frame) => ({ frame: { sop: '1.2', frame }, point: pixelPoint(x, y) }));

function target(lesions: readonly DrawnLesion[], draw: Draw, calibrated = true): PlacedTarget {
  const found = targetOf(lesions, () => image(calibrated), draw);
  if (!found) throw new Error('no target');
  return found;
}

const unit = fc.double({ min: 0, max: 0.999, noNaN: true });
const draws = fc.record({ frame: unit, x: unit, y: unit });
const anywhere = fc.tuple(fc.double({ min: 0, max: 511, noNaN: true }), fc.double({ min: 0, max: 511, noNaN: true }));
/** Far enough from the border that the box is not pushed inside. */
const within = fc.tuple(fc.double({ min: 120, max: 390, noNaN: true }), fc.double({ min: 120, max: 390, noNaN: true }));
/** A few millimetres away, as readers of one lesion are. */
const near = fc.tuple(fc.double({ min: -6, max: 6, noNaN: true }), fc.double({ min: -6, max: 6, noNaN: true }));
const moved = ([x, y]: Place, [dx, dy]: Place): Place => [x + dx, y + dy];

describe('the target', () => {
  it('[SN71] has the size the image gives it, lies inside, and holds every centre', () => {
    fc.assert(
      fc.property(fc.array(anywhere, { minLength: 1, maxLength: 1 }), draws, fc.boolean(), (at, draw, calibrated) => {
        const { box } = target(
          at.map((place) => lesionAt(place)),
          draw,
          calibrated,
        );
        expect([box.width, box.height]).toEqual(calibrated ? [86, 86] : [128, 128]);
        expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
        expect(Math.max(box.x + box.width, box.y + box.height)).toBeLessThanOrEqual(512);
        expect(Number.isInteger(box.x) && Number.isInteger(box.y)).toBe(true);
        for (const [x, y] of at) {
          expect(Math.round(x)).toBeGreaterThanOrEqual(box.x);
          expect(Math.round(x)).toBeLessThanOrEqual(box.x + box.width);
          expect(Math.round(y)).toBeGreaterThanOrEqual(box.y);
          expect(Math.round(y)).toBeLessThanOrEqual(box.y + box.height);
        }
      }),
    );
  });

  it('[BL10] every target of several marks can be the target of each of them alone', () => {
    const others = fc.array(near, { maxLength: 4 });
    fc.assert(
      fc.property(within, others, draws, (own, around, draw) => {
        const { box } = target(
          [own, ...around.map((by) => moved(own, by))].map((place) => lesionAt(place)),
          draw,
        );
        const [least, most] = [0, 0.999_999].map((at) => target([lesionAt(own)], { frame: 0, x: at, y: at }).box);
        for (const axis of ['x', 'y'] as const) {
          expect(box[axis]).toBeGreaterThanOrEqual(least?.[axis] ?? Infinity);
          expect(box[axis]).toBeLessThanOrEqual(most?.[axis] ?? -Infinity);
        }
      }),
    );
  });

  it('[BL10] nearly every target of a lone mark can be one of several, and none of either kind is likelier than another', () => {
    const steps = Array.from({ length: 400 }, (_, i) => (i + 0.5) / 400);
    const placesOf = (at: readonly Place[]): number[] =>
      steps.map(
        (x) =>
          target(
            at.map((place) => lesionAt(place)),
            { frame: 0, x, y: 0 },
          ).box.x,
      );
    // Two millimetres apart along the row, which is what two readers of one nodule usually are.
    const [alone, together] = [
      placesOf([[250, 250]]),
      placesOf([
        [250, 250],
        [253, 250],
      ]),
    ];
    const shared = alone.filter((x) => together.includes(x));
    expect(shared.length / alone.length).toBeGreaterThan(0.9);
    for (const places of [alone, together]) {
      const counts = [...Map.groupBy(places, (x) => x).values()].map((all) => all.length).slice(1, -1);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
    }
  });

  it('[BL10] lies on a frame that everybody drew on, any of them, where there is one', () => {
    const [own, other] = [lesionAt([200, 200], [4, 5, 6, 7]), lesionAt([202, 200], [6, 7, 8])];
    const framesOf = (lesions: readonly DrawnLesion[]): Set<number> =>
      new Set([0, 0.3, 0.6, 0.9].map((frame) => target(lesions, { frame, x: 0, y: 0 }).frame.frame));
    expect(framesOf([own, other])).toEqual(new Set([6, 7]));
    expect(framesOf([own])).toEqual(new Set([4, 5, 6, 7]));
  });

  it('leads to a place between marks that are far apart', () => {
    const { box } = target([lesionAt([200, 250]), lesionAt([280, 250])], { frame: 0, x: 0.9, y: 0.5 });
    expect([box.x + box.width / 2, box.y + box.height / 2]).toEqual([240, 250]);
  });

  it('is none without a mark that has a place', () => {
    expect(targetOf([[]], () => image(), { frame: 0, x: 0, y: 0 })).toBeUndefined();
  });
});
