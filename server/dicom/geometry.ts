/** Where a frame lies in the patient and what one pixel measures, and how far that measure can be trusted. */
import type { FrameGeometry, Plane, Spacing } from '#domain/geometry/frame.ts';
import { patientPoint } from '#domain/geometry/point.ts';
import { itemsOf, numberOf, numbersOf, textOf, type DataSet } from './part10/dataset.ts';
import { tagOf } from './part10/dictionary.ts';
import { TAG, type Tag } from './part10/tag.ts';

export interface FrameSize {
  readonly rows: number;
  readonly columns: number;
}

/** @param frame 1-based; enhanced multi-frame objects say per frame what others say once. */
export function geometryOf(set: DataSet, { rows, columns }: FrameSize, frame = 1): FrameGeometry {
  const spacing = spacingOf(set, frame);
  const plane = planeOf(set, frame);
  const frameOfReference = textOf(set, TAG.frameOfReference);
  return {
    ...{ rows, columns },
    ...(spacing && { spacing }),
    ...(plane && { plane }),
    ...(frameOfReference !== undefined && frameOfReference !== '' && { frameOfReference }),
  };
}

/** Whether the frames of this object may lie in different places. */
export const hasFrameGeometry = (set: DataSet): boolean => itemsOf(set, TAG.perFrameFunctionalGroups).length > 0;

function planeOf(set: DataSet, frame: number): Plane | undefined {
  const [x, y, z] = numbersIn(set, frame, { macro: 'PlanePositionSequence', tag: TAG.imagePosition });
  const cosines = numbersIn(set, frame, { macro: 'PlaneOrientationSequence', tag: TAG.imageOrientation });
  const [rx, ry, rz, cx, cy, cz] = cosines;
  if (x === undefined || y === undefined || z === undefined) return undefined;
  if (rx === undefined || ry === undefined || rz === undefined) return undefined;
  if (cx === undefined || cy === undefined || cz === undefined) return undefined;
  // Two directions that are no right-angled unit vectors place the image nowhere.
  const unit = [Math.hypot(rx, ry, rz), Math.hypot(cx, cy, cz)].every((length) => Math.abs(length - 1) < 0.01);
  if (!unit || Math.abs(rx * cx + ry * cy + rz * cz) > 0.01) return undefined;
  return { position: patientPoint(x, y, z), alongRow: patientPoint(rx, ry, rz), alongColumn: patientPoint(cx, cy, cz) };
}

function spacingOf(set: DataSet, frame: number): Spacing | undefined {
  const patient = pair(numbersIn(set, frame, { macro: 'PixelMeasuresSequence', tag: TAG.pixelSpacing }));
  const imager =
    pair(numbersIn(set, frame, { macro: 'FramePixelDataPropertiesSequence', tag: TAG.imagerPixelSpacing })) ??
    pair(numbersOf(set, TAG.nominalScannedPixelSpacing));
  // PS3.3 10.7.1.3: equal values without a calibration type mean that nobody calibrated.
  const calibrated = (textOf(set, CALIBRATION) ?? '') !== '';
  const same =
    patient !== undefined && imager !== undefined && patient.row === imager.row && patient.column === imager.column;
  if (patient !== undefined && (!same || calibrated)) return { ...patient, kind: 'patient' };
  if (imager !== undefined) return { ...imager, kind: 'imager' };
  const region = regionSpacing(set);
  return region && { ...region, kind: 'ultrasound-region' };
}

const CALIBRATION = tagOf('PixelSpacingCalibrationType');
const UNIT_X = tagOf('PhysicalUnitsXDirection');
const UNIT_Y = tagOf('PhysicalUnitsYDirection');
const DELTA_X = tagOf('PhysicalDeltaX');
const DELTA_Y = tagOf('PhysicalDeltaY');
/** PS3.3 C.8.5.5.1.15: unit 3 is the centimetre. */
const CENTIMETRES = 3;

/** The first region calibrated as a plane in centimetres; true inside that region only. */
function regionSpacing(set: DataSet): Pair | undefined {
  const region = itemsOf(set, TAG.ultrasoundRegions).find((item) =>
    [UNIT_X, UNIT_Y].every((unit) => numberOf(item, unit) === CENTIMETRES),
  );
  if (region === undefined) return undefined;
  return pair([DELTA_Y, DELTA_X].map((delta) => Math.abs(numberOf(region, delta) ?? 0) * 10));
}

type Pair = Pick<Spacing, 'row' | 'column'>;

const pair = ([row, column]: readonly number[]): Pair | undefined =>
  row !== undefined && column !== undefined && row > 0 && column > 0 ? { row, column } : undefined;

function numbersIn(set: DataSet, frame: number, { macro, tag }: { macro: string; tag: Tag }): readonly number[] {
  const own = itemsOf(set, TAG.perFrameFunctionalGroups)[frame - 1];
  const shared = itemsOf(set, TAG.sharedFunctionalGroups)[0];
  for (const group of [own, shared]) {
    const item = group && itemsOf(group, tagOf(macro))[0];
    const numbers = item ? numbersOf(item, tag) : [];
    if (numbers.length > 0) return numbers;
  }
  return numbersOf(set, tag);
}
