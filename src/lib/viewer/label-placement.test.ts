import { describe, expect, it } from 'vitest';
import { LINE, placeLabels, type Box, type LabelPlace, type LabelWish } from './label-placement.ts';

const canvas = { width: 800, height: 600, clear: null };
const WIDTH = 60;

const wish = (key: string, left: number, top: number, size = 20): LabelWish => ({
  key,
  box: { left, top, right: left + size, bottom: top + size },
  ends: [
    [left, top + size / 2],
    [left + size, top + size / 2],
  ],
  width: WIDTH,
});

const boxOf = ({ x, y, side }: LabelPlace): Box => {
  const left = side === 'right' ? x : x - WIDTH;
  return { left, right: left + WIDTH, top: y - LINE / 2, bottom: y + LINE / 2 };
};
const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const clash = (places: readonly LabelPlace[]): boolean =>
  places.some((a, i) => places.slice(i + 1).some((b) => overlap(boxOf(a), boxOf(b))));

describe('labels of marks', () => {
  it('stand next to a single mark, without a leader', () => {
    expect(placeLabels([wish('a', 300, 300)], canvas)).toEqual([
      { key: 'a', x: 328, y: 310, side: 'right', leader: null },
    ]);
  });

  it('go to the other side where the image ends', () => {
    const [place] = placeLabels([wish('a', 760, 300)], canvas);
    expect(place).toMatchObject({ side: 'left', x: 752 });
  });

  it('stack in their order beside marks that lie on each other, with leaders, and cover none of them', () => {
    const wishes = ['A', 'B', 'C', 'D'].map((key, i) => wish(key, 300 + i, 300 + i));
    const places = placeLabels(wishes, canvas);
    expect(places.map(({ key }) => key)).toEqual(['A', 'B', 'C', 'D']);
    expect(clash(places)).toBe(false);
    expect(places.some((place) => wishes.some(({ box }) => overlap(boxOf(place), box)))).toBe(false);
    expect(places.every((place) => place.leader !== null || Math.abs(place.y - 311) < LINE)).toBe(true);
  });

  it('leave the box around the target clear', () => {
    const clear = { left: 250, top: 250, right: 370, bottom: 370 };
    const places = placeLabels([wish('A', 300, 300), wish('B', 340, 340, 10)], { ...canvas, clear });
    expect(places.some((place) => overlap(boxOf(place), clear))).toBe(false);
    expect(places.every((place) => place.leader !== null)).toBe(true);
    expect(clash(places)).toBe(false);
  });

  it('stay on the canvas when the target fills it', () => {
    const clear = { left: 10, top: 10, right: 790, bottom: 590 };
    const [place] = placeLabels([wish('A', 300, 300)], { ...canvas, clear });
    expect(place).toMatchObject({ side: 'right', x: 328 });
    const [wide] = placeLabels([wish('A', 5, 5, 790)], canvas);
    expect(wide && boxOf(wide).right).toBeLessThan(800);
  });

  it('move up or down where another mark’s labels stand already', () => {
    const places = placeLabels([wish('A', 300, 300), wish('B', 330, 300)], canvas);
    expect(clash(places)).toBe(false);
    expect(
      overlap(boxOf(places[0] ?? { key: '', x: 0, y: 0, side: 'left', leader: null }), wish('B', 330, 300).box),
    ).toBe(false);
  });
});
