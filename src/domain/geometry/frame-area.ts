/**
 * What one reader enclosed of one lesion, frame by frame, and how two of these are laid upon each other: as bodies where their
 * frames form one stack, else plane by plane on the frames both drew on.
 */
import { depthOf, frameText, normalOf, type FrameGeometry, type FrameKey } from './frame.ts';
import type { PatientPoint } from './point.ts';
import type { Polygon } from './polygon.ts';
import { runsOf } from './runs.ts';
import type { Body } from './surface.ts';

export interface FrameArea {
  readonly frame: FrameKey;
  readonly polygons: readonly Polygon<'pixel'>[];
  readonly geometry: FrameGeometry | undefined;
}

/** Bodies that lie in the same place, in mm; the samples of the two fall upon each other. */
export interface BodyPair {
  readonly first: Body;
  readonly second: Body;
}

/**
 * Where both drew on several frames of one stack, one pair of bodies with a thickness. A reader who outlined a single frame drew a
 * section and not a body, and frames of a film have no depth: then one pair per frame both drew on. Empty without millimetres.
 */
export function bodyPairs(first: readonly FrameArea[], second: readonly FrameArea[]): BodyPair[] {
  const bodies = [first, second].every((areas) => areas.length > 1 && atDepthsOfTheirOwn(areas));
  const thickness = bodies ? thicknessOf([...first, ...second]) : undefined;
  if (thickness !== undefined) return pairOf(first, second, thickness);
  return first.flatMap((mine) => {
    const theirs = second.find((area) => frameText(area.frame) === frameText(mine.frame));
    return theirs ? pairOf([mine], [theirs], undefined) : [];
  });
}

function pairOf(first: readonly FrameArea[], second: readonly FrameArea[], thickness: number | undefined): BodyPair[] {
  const [one, other] = [bodyOf(first, thickness), bodyOf(second, thickness)];
  return one && other ? [{ first: one, second: other }] : [];
}

/** Samples lie at most half a millimetre apart, as far as four samples along a pixel allow. */
const FINEST = 4;
const SAMPLE_MM = 0.5;

function bodyOf(areas: readonly FrameArea[], thickness: number | undefined): Body | undefined {
  const spacing = areas[0]?.geometry?.spacing;
  if (!spacing) return undefined;
  const perPixel = Math.min(FINEST, Math.ceil(Math.max(spacing.row, spacing.column) / SAMPLE_MM));
  const layers = areas.map(({ polygons, geometry }) => ({
    depth: thickness !== undefined && geometry?.plane ? depthOf(geometry.plane) : 0,
    runs: runsOf(polygons, perPixel),
  }));
  return { layers: layers.sort((a, b) => a.depth - b.depth), spacing, thickness };
}

/** Frames of one slice at several times are no body. */
function atDepthsOfTheirOwn(areas: readonly FrameArea[]): boolean {
  const depths = depthsOf(areas);
  return depths.every((depth, i) => i === 0 || depth - (depths[i - 1] ?? depth) > CLOSE);
}

const depthsOf = (areas: readonly FrameArea[]): number[] =>
  areas.flatMap(({ geometry }) => (geometry?.plane ? [depthOf(geometry.plane)] : [])).sort((a, b) => a - b);

/**
 * The distance of neighbouring frames of one stack, in mm. Undefined unless all frames are parallel, equally spaced in their
 * planes, straight above each other, and in one patient space.
 */
function thicknessOf(areas: readonly FrameArea[]): number | undefined {
  const base = areas[0]?.geometry;
  if (!base || !areas.every(({ geometry }) => geometry && stackedOn(base, geometry))) return undefined;
  const depths = depthsOf(areas);
  const gaps = depths
    .flatMap((depth, i) => (i > 0 ? [depth - (depths[i - 1] ?? depth)] : []))
    .filter((gap) => gap > CLOSE);
  return gaps.length > 0 ? Math.min(...gaps) : undefined;
}

/** Planes nearer than this, in mm, are one; a corner may stray as far to the side. */
const CLOSE = 0.01;

function stackedOn(base: FrameGeometry, { plane, spacing, frameOfReference }: FrameGeometry): boolean {
  if (!base.plane || !base.spacing || !plane || spacing?.kind !== 'patient' || base.spacing.kind !== 'patient')
    return false;
  if (frameOfReference === undefined || frameOfReference !== base.frameOfReference) return false;
  if (spacing.row !== base.spacing.row || spacing.column !== base.spacing.column) return false;
  const offset = difference(plane.position, base.plane.position);
  const aside = Math.max(Math.abs(dot(offset, base.plane.alongRow)), Math.abs(dot(offset, base.plane.alongColumn)));
  const turned = Math.max(
    length(difference(plane.alongRow, base.plane.alongRow)),
    length(difference(normalOf(plane), normalOf(base.plane))),
  );
  return aside < CLOSE && turned < 1e-4;
}

type Vector = readonly [number, number, number] | PatientPoint;

const difference = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const length = (a: Vector): number => Math.hypot(a[0], a[1], a[2]);
