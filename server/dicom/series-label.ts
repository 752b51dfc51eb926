/** A name for a series that people understand, made from structured attributes only, never from its description. */
import { numberOf, textOf, type DataSet } from './part10/dataset.ts';
import { tagOf } from './part10/dictionary.ts';
import { TAG } from './part10/tag.ts';

/** @returns for example "Chest CT, 1.0 mm, kernel B50f, contrast". */
export function seriesLabelOf(set: DataSet): string {
  const modality = textOf(set, TAG.modality) ?? '';
  const noun = MODALITIES[modality] ?? (modality === '' ? 'Image' : modality);
  const thickness = numberOf(set, TAG.sliceThickness);
  const field = numberOf(set, tagOf('MagneticFieldStrength'));
  const frames = numberOf(set, TAG.numberOfFrames) ?? 1;
  const view = textOf(set, tagOf('ViewPosition')) ?? '';
  const kernel = textOf(set, TAG.convolutionKernel) ?? '';
  const parts = [
    `${sideOf(set)}${bodyPartOf(set, modality)}${noun}`,
    view === '' ? '' : `view ${view}`,
    thickness === undefined || thickness <= 0 ? '' : `${thickness.toFixed(1)} mm`,
    kernel === '' ? '' : `kernel ${kernel}`,
    modality === 'MR' && field !== undefined && field > 0 && field < 20 ? `${String(Number(field.toFixed(1)))} T` : '',
    frames > 1 ? `${String(frames)} frames` : '',
    textOf(set, TAG.contrastBolusAgent) === 'YES' ? 'contrast' : '',
  ].filter((part) => part !== '');
  return capitalised(parts.join(', '));
}

const MODALITIES: Readonly<Record<string, string>> = {
  ...{ CT: 'CT', MR: 'MR', PT: 'PET', US: 'ultrasound', XA: 'angiogram', RF: 'fluoroscopy', MG: 'mammogram' },
  ...{ CR: 'radiograph', DX: 'radiograph', NM: 'scintigram', SC: 'captured image', SR: 'report', SEG: 'segmentation' },
  ...{ RTSTRUCT: 'structure set', RTDOSE: 'dose', PR: 'presentation state', XC: 'photograph', ES: 'endoscopy' },
  ...{ OP: 'eye photograph', SM: 'slide', KO: 'key objects', OT: 'image' },
};

function bodyPartOf(set: DataSet, modality: string): string {
  const part = textOf(set, tagOf('BodyPartExamined'))?.toLowerCase().replaceAll('_', ' ') ?? '';
  // A mammogram of the breast says the same thing twice.
  return part === '' || (modality === 'MG' && part === 'breast') ? '' : `${part} `;
}

function sideOf(set: DataSet): string {
  const side = textOf(set, tagOf('ImageLaterality')) ?? textOf(set, tagOf('Laterality'));
  if (side === 'L') return 'left ';
  return side === 'R' ? 'right ' : '';
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
