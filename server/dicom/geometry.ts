/** Where an image lies in the patient and what one pixel measures, and how far that measure can be trusted. */
import { itemsOf, numberOf, numbersOf, type DataSet } from './part10/dataset.ts';
import { tagOf } from './part10/dictionary.ts';
import { TAG, type Tag } from './part10/tag.ts';

/**
 * patient: Pixel Spacing, millimetres in the patient. imager: millimetres at the detector or scanned film, magnified.
 * ultrasound-region: from the first region calibrated in centimetres, true inside that region only. none: pixels only.
 */
export type SpacingKind = 'patient' | 'imager' | 'ultrasound-region' | 'none';

export interface Geometry {
  /** Centre of the first pixel, mm, patient coordinates (LPS); of the first frame. */
  readonly position: readonly [number, number, number] | null;
  /** Direction cosines of a row, then of a column. */
  readonly orientation: readonly number[] | null;
  /** Millimetres between rows, then between columns. */
  readonly spacing: readonly [number, number] | null;
  readonly spacingKind: SpacingKind;
}

export function geometryOf(set: DataSet): Geometry {
  const position = numbersIn(set, { group: 'PlanePositionSequence', tag: TAG.imagePosition });
  const orientation = numbersIn(set, { group: 'PlaneOrientationSequence', tag: TAG.imageOrientation });
  const [x, y, z] = position;
  return {
    position: position.length === 3 && x !== undefined && y !== undefined && z !== undefined ? [x, y, z] : null,
    orientation: orientation.length === 6 ? orientation : null,
    ...spacingOf(set),
  };
}

type Spacing = Pick<Geometry, 'spacing' | 'spacingKind'>;
const UNKNOWN: Spacing = { spacing: null, spacingKind: 'none' };

function spacingOf(set: DataSet): Spacing {
  const patient = pair(numbersIn(set, { group: 'PixelMeasuresSequence', tag: TAG.pixelSpacing }));
  const imager = pair(numbersOf(set, TAG.imagerPixelSpacing)) ?? pair(numbersOf(set, TAG.nominalScannedPixelSpacing));
  // PS3.3 10.7.1.3: equal values without a calibration type mean that nobody calibrated.
  const calibrated = set.elements.has(tagOf('PixelSpacingCalibrationType'));
  const same = patient !== undefined && imager !== undefined && patient[0] === imager[0] && patient[1] === imager[1];
  if (patient !== undefined && (!same || calibrated)) return { spacing: patient, spacingKind: 'patient' };
  if (imager !== undefined) return { spacing: imager, spacingKind: 'imager' };
  return ultrasoundSpacing(set);
}

const CENTIMETRES = 3;

function ultrasoundSpacing(set: DataSet): Spacing {
  for (const region of itemsOf(set, TAG.ultrasoundRegions)) {
    const units = [
      numberOf(region, tagOf('PhysicalUnitsXDirection')),
      numberOf(region, tagOf('PhysicalUnitsYDirection')),
    ];
    const dy = numberOf(region, tagOf('PhysicalDeltaY'));
    const dx = numberOf(region, tagOf('PhysicalDeltaX'));
    if (!units.every((unit) => unit === CENTIMETRES) || dx === undefined || dy === undefined) continue;
    const spacing = pair([Math.abs(dy) * 10, Math.abs(dx) * 10]);
    if (spacing !== undefined) return { spacing, spacingKind: 'ultrasound-region' };
  }
  return UNKNOWN;
}

const pair = ([row, column]: readonly number[]): readonly [number, number] | undefined =>
  row !== undefined && column !== undefined && row > 0 && column > 0 ? [row, column] : undefined;

/** Enhanced multi-frame objects keep these in functional groups: of the first frame, else shared by all. */
function numbersIn(set: DataSet, { group, tag }: { group: string; tag: Tag }): readonly number[] {
  const own = numbersOf(set, tag);
  if (own.length > 0) return own;
  const groups = [TAG.perFrameFunctionalGroups, TAG.sharedFunctionalGroups].map((at) => itemsOf(set, at)[0]);
  for (const item of groups) {
    const macro = item === undefined ? undefined : itemsOf(item, tagOf(group))[0];
    const numbers = macro === undefined ? [] : numbersOf(macro, tag);
    if (numbers.length > 0) return numbers;
  }
  return [];
}
