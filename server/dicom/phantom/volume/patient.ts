/** One synthetic patient, and the order in which its parts are painted into a slice: later tissue covers earlier. */
import { seeded } from '#domain/kernel/random.ts';
import { paintAbdomen } from './abdomen.ts';
import { paintAirways } from './airways.ts';
import { paintBody, paintTable } from './body.ts';
import { paintBones } from './bones.ts';
import { paintGreatVessels, paintHeart } from './heart.ts';
import { lungMap, type LungMap } from './lung-map.ts';
import { paintFissures, paintLungs } from './lungs.ts';
import { paintNodule, settleNodules, type Nodule } from './nodules.ts';
import { blankSlice, type Grid, type Slice } from './raster.ts';
import { paintTube, type Segment } from './solid.ts';
import { torso, type Torso } from './torso.ts';
import { HILA, vesselTree } from './vessels.ts';

interface Pose {
  /** Slice thickness, mm, for the partial volume of the diaphragm. */
  readonly thickness: number;
  /** On the table with raised arms, or standing at the detector. */
  readonly lying: boolean;
}

export interface Patient {
  readonly torso: Torso;
  readonly vessels: readonly Segment[];
  readonly nodules: readonly Nodule[];
  readonly lungs: LungMap;
}

/** Heights the lungs occupy, mm. */
const LUNG_FLOOR = -12;
export const LUNG_TOP = 216;

export function patient(seed: number): Patient {
  const random = seeded(seed);
  const build = torso(random);
  const lungs = mapOf(build);
  const vessels = HILA.flatMap((plan) => vesselTree(plan, lungs, random));
  return { torso: build, lungs, vessels, nodules: settleNodules(lungs, vessels, random) };
}

/** A square raster over the chest, `span` mm wide, centred where a technician would centre it. */
export function chestGrid(size: number, span: number): Grid {
  const d = span / size;
  return { columns: size, rows: size, dx: d, dy: d, left: d / 2 - span / 2, top: d / 2 - span / 2 + 14 };
}

function mapOf(build: Torso): LungMap {
  const grid = chestGrid(104, 291.2);
  const step = 3;
  const slices: Float32Array[] = [];
  for (let z = LUNG_FLOOR; z <= LUNG_TOP; z += step) {
    const slice = blankSlice(grid, z);
    paintOrgans(slice, build, { thickness: step, lying: true });
    slices.push(slice.lung);
  }
  return lungMap(grid, slices, { z0: LUNG_FLOOR, step });
}

function paintOrgans(slice: Slice, build: Torso, how: Pose): void {
  paintLungs(slice, build);
  paintAbdomen(slice, build, how.thickness);
  paintHeart(slice);
  paintGreatVessels(slice);
  paintAirways(slice);
  paintBones(slice, build, how.lying);
}

/**
 * Paints the whole patient; afterwards slice.lung still holds the share of lung, vessels and nodules included.
 */
export function paintPatient(slice: Slice, of: Patient, how: Pose): void {
  if (how.lying) paintTable(slice, 141);
  paintBody(slice, of.torso);
  paintOrgans(slice, of.torso, how);
  paintFissures(slice);
  paintTube(slice, of.vessels, { hu: 130, within: slice.lung, displacesLung: false });
  for (const nodule of of.nodules) paintNodule(slice, nodule, slice.lung);
}
