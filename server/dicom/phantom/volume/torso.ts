/**
 * The outlines everything else hangs on: skin and the inner wall of the rib cage, both lofted over height.
 * Heights run from 0 (lowest slice of the chest CT, at the sulci) to about 222 mm (above the apices); the outlines go on
 * below and above so that a radiograph of the same patient can include the abdomen's top and the neck.
 */
import type { Random } from '#domain/kernel/random.ts';
import { type Profile, profile, type Ring, symmetricRing } from './contour.ts';

export interface Torso {
  readonly skin: (z: number) => Ring;
  /** Inner surface of the chest wall, where the pleura lies. */
  readonly cage: (z: number) => Ring;
  /** Thickness of the fat under the skin at ring parameter u, mm. */
  readonly fat: (z: number) => (u: number) => number;
}

const CAGE_HALF: readonly (readonly [number, number])[] = [
  [0, -0.92],
  [0.2, -0.99],
  [0.48, -0.98],
  [0.76, -0.77],
  [0.94, -0.37],
  [1, 0.06],
  [0.95, 0.48],
  [0.78, 0.83],
  [0.5, 1],
  [0.24, 0.97],
  [0, 0.9],
];

const SKIN_HALF: readonly (readonly [number, number])[] = [
  [0, -0.92],
  [0.2, -0.96],
  [0.46, -0.99],
  [0.73, -0.84],
  [0.92, -0.5],
  [1, -0.02],
  [0.95, 0.45],
  [0.79, 0.78],
  [0.52, 0.97],
  [0.2, 1],
  [0, 0.95],
];

/** Half-widths, and how far front and back lie from the middle of the image, by height; mm. */
const CAGE_WIDTH = profile(
  [-60, 126],
  [0, 131],
  [60, 130],
  [100, 126],
  [140, 117],
  [170, 102],
  [195, 80],
  [212, 60],
  [230, 50],
);
const CAGE_FRONT = profile([-60, -82], [40, -86], [80, -86], [120, -77], [150, -64], [175, -48], [200, -26], [225, -8]);
const CAGE_BACK = profile([-60, 100], [0, 105], [60, 106], [120, 104], [160, 99], [190, 90], [212, 80], [230, 76]);
const SKIN_WIDTH = profile(
  [-140, 152],
  [-20, 152],
  [40, 157],
  [100, 164],
  [150, 176],
  [185, 190],
  [222, 205],
  [245, 150],
  [268, 70],
  [300, 60],
);
const SKIN_FRONT = profile(
  [-140, -114],
  [0, -112],
  [90, -112],
  [150, -98],
  [185, -78],
  [215, -60],
  [250, -42],
  [300, -50],
);
const SKIN_BACK = profile([-140, 126], [0, 130], [80, 138], [150, 140], [190, 134], [222, 124], [260, 98], [300, 90]);

export function torso(random: Random): Torso {
  const girth = 0.98 + 0.05 * random.unit();
  const plump = 0.8 + 0.7 * random.unit();
  const chest = 3 + 9 * random.unit();
  const cages = new Map<number, Ring>();
  const skins = new Map<number, Ring>();
  return {
    cage: (z) => cached(cages, z, () => symmetricRing(CAGE_HALF, size(z, [CAGE_WIDTH, CAGE_FRONT, CAGE_BACK], girth))),
    skin: (z) =>
      cached(skins, z, () => {
        const bulge = chest * Math.exp(-(((z - 85) / 45) ** 2));
        return symmetricRing(breasted(bulge / 112), size(z, [SKIN_WIDTH, SKIN_FRONT, SKIN_BACK], girth));
      }),
    fat: () => (u) => plump * (8 + 7 * Math.sin(2 * Math.PI * u) ** 2 + 2 * Math.sin(6 * Math.PI * u)),
  };
}

/** Soft tissue over the front of the chest, with the hollow over the sternum left where it is. */
const breasted = (bulge: number): readonly (readonly [number, number])[] =>
  SKIN_HALF.map(([x, y], i) => [x, y - bulge * ([0, 0.25, 1, 0.9, 0.3][i] ?? 0)]);

function size(
  z: number,
  parts: readonly [Profile, Profile, Profile],
  girth: number,
): { width: number; front: number; back: number } {
  const [width, front, back] = parts;
  return { width: width(z) * girth, front: front(z), back: back(z) };
}

function cached(rings: Map<number, Ring>, z: number, make: () => Ring): Ring {
  const known = rings.get(z);
  if (known !== undefined) return known;
  const ring = make();
  rings.set(z, ring);
  return ring;
}
