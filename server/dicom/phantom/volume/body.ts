/** Skin, fat, the muscles of the chest wall and shoulders, and the table underneath. */
import { bandPolygon, ellipse, lens, offsetRing, type Profile, profile, SIDES, signOf, type Side } from './contour.ts';
import { paint, type Slice } from './raster.ts';
import type { Torso } from './torso.ts';

const MUSCLE = 58;
const FAT = -102;
const SKIN = 15;

/** A flat muscle on the cage: where along the wall, how far out, and how thick at each height. */
interface FlatMuscle {
  readonly from: Profile;
  readonly to: Profile;
  readonly inner: Profile;
  readonly thickness: Profile;
}

const steady = (value: number): Profile => profile([0, value]);

const FLAT_MUSCLES: readonly FlatMuscle[] = [
  // Pectoralis major and minor.
  {
    from: steady(0.07),
    to: profile([90, 0.3], [190, 0.5]),
    inner: steady(12),
    thickness: profile([88, 0], [105, 7], [150, 15], [200, 17], [222, 12]),
  },
  {
    from: profile([120, 0.24], [190, 0.32]),
    to: profile([120, 0.36], [190, 0.5]),
    inner: steady(10),
    thickness: profile([118, 0], [135, 6], [200, 8]),
  },
  // Serratus anterior.
  {
    from: steady(0.36),
    to: steady(0.66),
    inner: steady(9.5),
    thickness: profile([10, 0], [40, 6], [150, 8], [200, 6]),
  },
  // Latissimus dorsi, lateral of the scapula higher up.
  {
    from: profile([60, 0.46], [150, 0.5]),
    to: profile([60, 0.78], [130, 0.62], [170, 0.56]),
    inner: profile([60, 16], [130, 24]),
    thickness: profile([-60, 8], [40, 9], [120, 16], [170, 18], [185, 0]),
  },
  // Subscapularis under and infraspinatus over the blade of the scapula.
  {
    from: profile([100, 0.62], [190, 0.5]),
    to: profile([100, 0.74], [200, 0.82]),
    inner: steady(15),
    thickness: profile([88, 0], [110, 10], [160, 14], [205, 12]),
  },
  {
    from: profile([100, 0.6], [190, 0.52]),
    to: profile([100, 0.75], [200, 0.84]),
    inner: profile([100, 28], [180, 33]),
    thickness: profile([88, 0], [115, 11], [160, 16], [205, 16]),
  },
  // Trapezius and rhomboids.
  {
    from: profile([40, 0.93], [190, 0.74]),
    to: steady(1),
    inner: profile([40, 29], [200, 27]),
    thickness: profile([30, 0], [70, 4], [190, 9], [222, 14]),
  },
  { from: steady(0.78), to: steady(0.95), inner: steady(16), thickness: profile([120, 0], [140, 6], [195, 7]) },
  // Rectus abdominis and the oblique muscles.
  { from: steady(0.02), to: steady(0.2), inner: steady(8), thickness: profile([-60, 10], [30, 9], [60, 0]) },
  { from: steady(0.2), to: steady(0.6), inner: steady(9), thickness: profile([-60, 14], [10, 9], [55, 0]) },
];

export function paintBody(slice: Slice, torso: Torso): void {
  const skin = torso.skin(slice.z);
  paint(slice, skin.points, { hu: SKIN });
  paint(
    slice,
    offsetRing(skin, () => -1.8),
    { hu: FAT },
  );
  const fat = torso.fat(slice.z);
  paintShoulders(slice);
  paintWall(slice, torso);
  // Whatever muscle reaches into the subcutaneous layer is covered again by its fat.
  const within = rim(slice, torso, fat);
  paint(
    slice,
    offsetRing(skin, () => -1.8),
    { hu: FAT, within },
  );
}

/** One where the subcutaneous fat is: inside the skin, outside the muscle compartment. */
function rim(slice: Slice, torso: Torso, fat: (u: number) => number): Float32Array {
  const compartment = new Float32Array(slice.hu.length).fill(-1000);
  paint(
    { ...slice, hu: compartment },
    offsetRing(torso.skin(slice.z), (u) => -1.8 - 0.62 * fat(u)),
    { hu: -1001, displacesLung: false },
  );
  for (let i = 0; i < compartment.length; i++) compartment[i] = (compartment[i] ?? 0) + 1001;
  return compartment;
}

function paintWall(slice: Slice, torso: Torso): void {
  const { z } = slice;
  const cage = torso.cage(z);
  for (const side of SIDES) {
    for (const m of FLAT_MUSCLES) {
      const thickness = m.thickness(z);
      if (thickness < 0.5) continue;
      paint(slice, bandPolygon(cage, lens({ side, from: m.from(z), to: m.to(z), inner: m.inner(z), thickness })), {
        hu: MUSCLE,
      });
    }
    paintErector(slice, side);
  }
  // Intercostal muscle, with the film of fat outside the pleura that separates it from the lung.
  paint(
    slice,
    offsetRing(cage, () => 9),
    { hu: MUSCLE - 6 },
  );
  paint(
    slice,
    offsetRing(cage, () => 1.2),
    { hu: -60 },
  );
  paint(
    slice,
    offsetRing(cage, () => 0.4),
    { hu: 20 },
  );
}

const erectorBack = profile([0, 114], [80, 119], [150, 119], [190, 110], [222, 100]);

function paintErector(slice: Slice, side: Side): void {
  const s = signOf(side);
  const y = erectorBack(slice.z);
  paint(slice, ellipse(s * 23, y, [20, 12.5, s * -0.22]), { hu: MUSCLE + 2 });
  paint(slice, ellipse(s * 9, y + 2, [6, 13, 0]), { hu: MUSCLE });
}

/** Axillary and shoulder muscles, the humeral heads with the arms raised. */
function paintShoulders(slice: Slice): void {
  const { z } = slice;
  const grow = profile([150, 0], [175, 0.55], [205, 1], [235, 1], [250, 0])(z);
  for (const side of SIDES) {
    const s = signOf(side);
    if (grow > 0.02) {
      paint(slice, ellipse(s * 152, 48, [30 * grow, 44 * grow, s * 0.5]), { hu: MUSCLE });
      paint(slice, ellipse(s * 128, 84, [26 * grow, 22 * grow, s * -0.4]), { hu: MUSCLE + 3 });
      paint(slice, ellipse(s * 140, -22, [34 * grow, 15 * grow, s * 0.55]), { hu: MUSCLE });
      paint(slice, ellipse(s * 168, 10, [24 * grow, 30 * grow, 0]), { hu: MUSCLE - 2 });
    }
    paintNodes(slice, s);
  }
  const neck = profile([200, 0], [225, 0.7], [250, 1])(z);
  if (neck > 0.05) paint(slice, ellipse(0, 62, [62 * neck, 46 * neck]), { hu: MUSCLE });
}

/** The axillary vessels and a few small lymph nodes in the fat between the muscles. */
function paintNodes(slice: Slice, s: number): void {
  const spots: readonly (readonly [number, number, number, number])[] = [
    [118, -8, 172, 6],
    [127, 6, 160, 5],
    [134, 18, 148, 4],
    [124, -2, 188, 8],
    [112, -18, 196, 8],
  ];
  for (const [x, y, z, r] of spots) {
    const cut = r * r - ((slice.z - z) * 0.45) ** 2;
    if (cut > 0.5) paint(slice, ellipse(s * x, y, [Math.sqrt(cut), Math.sqrt(cut) * 0.75, s * 0.6]), { hu: 45 });
  }
}

/** The curved table top with its foam core, well outside the patient. */
export function paintTable(slice: Slice, back: number): void {
  const arc = (drop: number, thick: number): number[] => {
    const upper: number[] = [];
    const lower: number[] = [];
    for (let x = -214; x <= 214; x += 6) {
      const y = back + 5 + drop - (x / 214) ** 2 * (34 - drop * 0.35);
      upper.push(x, y);
      lower.push(y + thick, x);
    }
    return [...upper, ...lower.reverse()];
  };
  paint(slice, arc(-4, 4), { hu: -930 });
  paint(slice, arc(0, 1.6), { hu: -250 });
  paint(slice, arc(1.6, 17), { hu: -935 });
  paint(slice, arc(18, 2), { hu: -120 });
}
