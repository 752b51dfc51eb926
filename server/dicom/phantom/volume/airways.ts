/** Trachea, carina and the first generations of bronchi: air inside a wall that thins outwards. */
import type { Slice } from './raster.ts';
import { paintTube, tube, widened, type Segment } from './solid.ts';

interface Airway {
  readonly path: readonly Segment[];
  readonly wall: number;
}

const airway = (wall: number, ...points: Parameters<typeof tube>[0]): Airway => ({ path: tube(points, 3), wall });

const AIRWAYS: readonly Airway[] = [
  airway(1.5, [0, 14, 240, 8.5], [0, 16, 205, 8.5], [-1, 20, 175, 8.6], [-2, 26, 150, 9], [-3, 28, 141, 9]),
  airway(1.3, [-4, 28, 142, 8], [-16, 28, 132, 7.4], [-28, 27, 124, 6.8]),
  airway(1.1, [-24, 27, 127, 5], [-36, 22, 132, 4.6], [-46, 16, 138, 3.6], [-56, 6, 146, 2.6], [-66, -8, 156, 1.7]),
  airway(1.0, [-42, 18, 136, 3.2], [-54, 28, 146, 2.6], [-64, 42, 158, 1.7]),
  airway(
    1.1,
    [-27, 27, 125, 5.8],
    [-33, 25, 112, 5.4],
    [-36, 26, 100, 4.8],
    [-44, 34, 86, 3.8],
    [-54, 48, 68, 2.4],
    [-60, 58, 52, 1.6],
  ),
  airway(0.9, [-34, 24, 106, 3.4], [-46, 8, 98, 3], [-60, -12, 92, 2.1], [-72, -28, 88, 1.4]),
  airway(0.9, [-40, 30, 92, 3], [-58, 34, 82, 2.2], [-76, 36, 68, 1.4]),
  airway(1.3, [-1, 28, 142, 7.4], [14, 27, 133, 6.6], [28, 26, 125, 6], [38, 25, 118, 5.6]),
  airway(1.0, [36, 25, 119, 4.6], [46, 16, 120, 4], [56, 2, 126, 2.8], [64, -14, 134, 1.8]),
  airway(0.9, [46, 16, 120, 3], [58, 8, 108, 2.4], [72, -8, 96, 1.5]),
  airway(0.9, [48, 12, 123, 2.8], [58, 18, 138, 2.2], [64, 26, 152, 1.5]),
  airway(1.0, [37, 25, 119, 5], [41, 30, 106, 4.4], [48, 40, 90, 3.4], [56, 54, 68, 2.2], [62, 62, 52, 1.5]),
  airway(0.9, [43, 32, 100, 3], [60, 36, 86, 2.2], [78, 38, 72, 1.4]),
];

export function paintAirways(slice: Slice): void {
  for (const a of AIRWAYS) paintTube(slice, widened(a.path, a.wall), { hu: 20 });
  for (const a of AIRWAYS) paintTube(slice, a.path, { hu: -985 });
}
