/** Heart chambers and great vessels, with contrast medium in the blood so that chambers and walls can be told apart. */
import { signOf, SIDES } from './contour.ts';
import { paint, type Slice } from './raster.ts';
import { type Ellipsoid, grown, paintTube, sectionOf, tube, widened, type Segment } from './solid.ts';

const BLOOD_RIGHT = 205;
const BLOOD_LEFT = 182;
const MYOCARDIUM = 96;
const EPICARDIAL_FAT = -88;

const LONG_AXIS = [0.68, -0.55, -0.48] as const;

const ENVELOPE: Ellipsoid = { centre: [16, -30, 82], axis: LONG_AXIS, radii: [72, 49, 47] };
const LEFT_VENTRICLE: Ellipsoid = { centre: [40, -29, 73], axis: LONG_AXIS, radii: [40, 21, 24] };
const RIGHT_VENTRICLE: Ellipsoid = { centre: [13, -50, 68], axis: [0.8, -0.3, -0.5], radii: [42, 23, 31] };
const RIGHT_ATRIUM: Ellipsoid = { centre: [-24, -26, 80], axis: [0.05, 0, 1], radii: [33, 20, 25] };
const LEFT_ATRIUM: Ellipsoid = { centre: [4, 14, 100], axis: [1, 0.1, 0.15], radii: [32, 17, 20] };

export function paintHeart(slice: Slice): void {
  const { z } = slice;
  const put = (e: Ellipsoid, hu: number, ripple = 0): void => {
    const polygon = sectionOf(
      e,
      z,
      ripple === 0 ? undefined : (t) => ripple * Math.sin(3 * t + z * 0.05) + ripple * 0.6 * Math.sin(7 * t - z * 0.11),
    );
    if (polygon !== undefined) paint(slice, polygon, { hu });
  };
  put(ENVELOPE, 25, 0.015);
  put(grown(ENVELOPE, -1.6), EPICARDIAL_FAT, 0.015);
  put(grown(LEFT_ATRIUM, 2.2), MYOCARDIUM, 0.02);
  put(grown(RIGHT_ATRIUM, 2.4), MYOCARDIUM, 0.02);
  put(grown(RIGHT_VENTRICLE, 4), MYOCARDIUM, 0.02);
  put(RIGHT_VENTRICLE, BLOOD_RIGHT, 0.035);
  put(RIGHT_ATRIUM, BLOOD_RIGHT - 8, 0.025);
  put(grown(LEFT_VENTRICLE, 10.5), MYOCARDIUM, 0.012);
  put(LEFT_VENTRICLE, BLOOD_LEFT, 0.035);
  put(LEFT_ATRIUM, BLOOD_LEFT + 4, 0.02);
}

interface Named {
  readonly hu: number;
  readonly wall: number;
  readonly path: readonly Segment[];
}

const vessel = (hu: number, wall: number, ...points: Parameters<typeof tube>[0]): Named => ({
  hu,
  wall,
  path: tube(points, 5),
});

const VESSELS: readonly Named[] = [
  // Superior vena cava, brachiocephalic veins, inferior vena cava.
  vessel(BLOOD_RIGHT + 15, 0.6, [-28, -18, 166, 9], [-29, -16, 130, 9.5], [-27, -18, 104, 10]),
  vessel(BLOOD_RIGHT, 0.5, [-28, -18, 166, 8], [-34, -16, 190, 7], [-44, -8, 225, 7]),
  vessel(BLOOD_RIGHT, 0.5, [-28, -20, 166, 8], [-6, -42, 172, 6.5], [24, -36, 186, 6.5], [44, -10, 222, 6.5]),
  vessel(BLOOD_RIGHT - 45, 0.5, [-24, -8, 72, 12], [-22, 2, 40, 12], [-20, 10, -60, 11]),
  // Pulmonary trunk with both main arteries.
  vessel(
    BLOOD_RIGHT + 6,
    0.8,
    [14, -46, 100, 14],
    [22, -42, 114, 14],
    [24, -26, 126, 13.5],
    [27, -8, 131, 12],
    [38, 10, 132, 10.5],
    [44, 24, 124, 9],
    [45, 32, 108, 7.5],
  ),
  vessel(
    BLOOD_RIGHT + 6,
    0.8,
    [22, -18, 125, 11.5],
    [2, -6, 123, 10.5],
    [-24, 0, 121, 10],
    [-40, 8, 117, 8.5],
    [-45, 18, 104, 7.5],
  ),
  // Pulmonary veins into the left atrium.
  vessel(BLOOD_LEFT, 0.5, [22, 16, 100, 8], [36, 18, 97, 6.5], [50, 30, 90, 5.5]),
  vessel(BLOOD_LEFT, 0.5, [20, 8, 106, 8], [36, -2, 110, 6.5], [48, -14, 118, 5.5]),
  vessel(BLOOD_LEFT, 0.5, [-14, 16, 98, 8], [-30, 20, 95, 6.5], [-46, 30, 88, 5.5]),
  vessel(BLOOD_LEFT, 0.5, [-14, 10, 104, 8], [-32, 2, 106, 6.5], [-46, -12, 112, 5.5]),
  // Aorta from the root over the arch to the diaphragm.
  vessel(
    BLOOD_LEFT,
    1.2,
    [10, -26, 88, 14],
    [2, -32, 104, 15.5],
    [-8, -34, 126, 15.5],
    [-9, -30, 142, 15],
    [-2, -18, 156, 14.5],
    [10, 2, 163, 13.5],
    [20, 24, 158, 13],
    [25, 42, 143, 12.5],
    [24, 47, 110, 12],
    [21, 46, 60, 11.5],
    [12, 40, 20, 11],
    [5, 36, -100, 10],
  ),
  // Branches of the arch.
  vessel(BLOOD_LEFT, 0.8, [-4, -16, 160, 7], [-12, -8, 180, 6.8], [-24, 2, 198, 6], [-34, 10, 225, 5]),
  vessel(BLOOD_LEFT, 0.8, [6, -4, 165, 5], [10, 0, 184, 4.5], [26, 12, 225, 4.2]),
  vessel(BLOOD_LEFT, 0.8, [15, 12, 164, 6], [20, 18, 184, 5.8], [30, 20, 204, 5.5], [60, 14, 218, 5]),
  // Azygos vein, running up the right of the spine.
  vessel(
    BLOOD_RIGHT - 60,
    0.4,
    [-5, 50, -40, 3],
    [-6, 50, 100, 4],
    [-8, 44, 138, 4.5],
    [-16, 28, 146, 4.5],
    [-26, -4, 143, 4.5],
  ),
];

export function paintGreatVessels(slice: Slice): void {
  for (const v of VESSELS) paintTube(slice, widened(v.path, v.wall), { hu: 50, raises: true });
  for (const v of VESSELS) paintTube(slice, v.path, { hu: v.hu });
  paintTube(slice, OESOPHAGUS, { hu: 42 });
  paintTube(slice, OESOPHAGEAL_AIR, { hu: -600 });
  for (const side of SIDES) {
    // Hilar nodes and fat give the hilum its uneven outline; thyroid lobes mark the inlet.
    for (const [x, y, z, r] of HILAR) {
      const cut = r * r - (slice.z - z) ** 2 * 0.5;
      const e: Ellipsoid = { centre: [signOf(side) * x, y, z], axis: [0.6, 0.7, 0.3], radii: [r, r * 0.7, r * 1.3] };
      const polygon = cut > 0 ? sectionOf(e, slice.z) : undefined;
      if (polygon !== undefined) paint(slice, polygon, { hu: 40, displacesLung: false, opacity: 0.85 });
    }
  }
}

const HILAR = [
  [34, 14, 112, 8],
  [20, 18, 134, 6],
  [16, -2, 146, 6],
  [6, 26, 130, 6],
] as const;

const OESOPHAGUS = tube([
  [2, 34, 225, 6],
  [3, 40, 180, 6.5],
  [4, 40, 140, 7],
  [3, 36, 100, 7],
  [8, 28, 55, 8],
  [26, 18, 30, 9],
]);
const OESOPHAGEAL_AIR = tube([
  [2, 33, 200, 1.6],
  [3, 39, 176, 2.2],
  [4, 39, 150, 1.2],
]);
