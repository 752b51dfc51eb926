/** The Image Pixel module as it was really stored, and the few attributes a viewer cannot do without. */
import { element } from './part10/builder.ts';
import { numberOf, textOf, type DataSet, type Element } from './part10/dataset.ts';
import { tagOf } from './part10/dictionary.ts';
import { TAG } from './part10/tag.ts';
import type { AdmittedPixels } from './pixels/admission.ts';

export function imageElements(set: DataSet, pixels: AdmittedPixels | undefined): Element[] {
  const modality = (textOf(set, TAG.modality) ?? '') === '' ? [element(TAG.modality, 'OT')] : [];
  if (pixels === undefined) return modality;
  const { image } = pixels;
  const framed = set.elements.has(TAG.numberOfFrames) || image.frames > 1;
  return [
    ...modality,
    element(TAG.samplesPerPixel, image.samples),
    element(TAG.photometricInterpretation, image.photometric),
    ...(image.samples === 3 ? [element(TAG.planarConfiguration, image.planar ? 1 : 0)] : []),
    ...(framed ? [element(TAG.numberOfFrames, image.frames)] : []),
    element(TAG.rows, image.rows),
    element(TAG.columns, image.columns),
    element(TAG.bitsAllocated, image.bitsAllocated),
    element(TAG.bitsStored, image.bitsStored),
    element(TAG.highBit, numberOf(set, TAG.highBit) ?? image.bitsStored - 1),
    element(TAG.pixelRepresentation, image.signed ? 1 : 0),
    ...frameTiming(set, image.frames),
  ];
}

/** A cine without a pointer to its timing is no valid multi-frame object (PS3.3 C.7.6.6). */
function frameTiming(set: DataSet, frames: number): Element[] {
  const pointer = tagOf('FrameIncrementPointer');
  const time = tagOf('FrameTime');
  return frames > 1 && !set.elements.has(pointer) && set.elements.has(time) ? [element(pointer, time)] : [];
}
