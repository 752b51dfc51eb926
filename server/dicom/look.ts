/**
 * Whether a person has to look at the pixels before anybody else may see them, because they might show a name.
 *
 * The rule, first match decides:
 *  1. The object says so itself (Burned In Annotation = YES): look.
 *  2. Devices that draw text into their pictures, photographs and screens (ultrasound, angiography, fluoroscopy,
 *     endoscopy, secondary capture, screen saves, …): look, whatever the object declares, because NO is often a default.
 *  3. Original primary CT, MR and PET images of their own SOP classes: no look.
 *  4. Anything else: look, unless it declares Burned In Annotation = NO.
 */
import { textOf, textsOf, type DataSet } from './part10/dataset.ts';
import { TAG } from './part10/tag.ts';
import { isCrossSectional, isSecondaryCapture } from './sop-class.ts';

export interface Look {
  readonly needed: boolean;
  readonly reason: LookReason;
}
export type LookReason =
  | 'declared-burned-in'
  | 'kind-of-image-often-has-text'
  | 'captured-screen'
  | 'not-declared-free-of-text'
  | 'original-cross-section'
  | 'declared-free-of-text'
  | 'no-pixels';

/** Modalities of rule 2, as PS3.3 C.7.3.1.1.1 names them. */
const DRAWN_ON = new Set(
  'US IVUS BDUS XA RF DF CF DS XC ES GM SM OP OPT OAM IVOCT OCT DG EC LS OT SC TG HC DOC ECG EPS VF PX'.split(' '),
);
/** Anywhere in Image Type: SCREEN SAVE, SECONDARY, SECONDARY CAPTURE, PASTED, … */
const SCREEN = /SCREEN|SECONDARY|CAPTURE|PASTE/;

/** @param set the dataset as it came in: de-identification drops values that are telling here. */
export function lookAt(set: DataSet): Look {
  const declared = textOf(set, TAG.burnedInAnnotation)?.toUpperCase();
  const sopClass = textOf(set, TAG.sopClass) ?? '';
  const imageType = textsOf(set, TAG.imageType).map((text) => text.toUpperCase());
  if (declared === 'YES') return { needed: true, reason: 'declared-burned-in' };
  if (isSecondaryCapture(sopClass) || imageType.some((word) => SCREEN.test(word)))
    return { needed: true, reason: 'captured-screen' };
  if (DRAWN_ON.has(textOf(set, TAG.modality) ?? 'OT')) return { needed: true, reason: 'kind-of-image-often-has-text' };
  const original = imageType[0] === 'ORIGINAL' && imageType[1] === 'PRIMARY';
  if (original && isCrossSectional(sopClass)) return { needed: false, reason: 'original-cross-section' };
  if (declared === 'NO') return { needed: false, reason: 'declared-free-of-text' };
  return { needed: true, reason: 'not-declared-free-of-text' };
}
