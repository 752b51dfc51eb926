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
import type { LookReason } from '#domain/ingest/look-reason.ts';
import { textOf, textsOf, type DataSet } from './part10/dataset.ts';
import { TAG } from './part10/tag.ts';
import { isCrossSectional, isSecondaryCapture } from './sop-class.ts';

/** Modalities of rule 2, as PS3.3 C.7.3.1.1.1 names them. */
const DRAWN_ON = new Set(
  'US IVUS BDUS XA RF DF CF DS XC ES GM SM OP OPT OAM IVOCT OCT DG EC LS OT SC TG HC DOC ECG EPS VF PX'.split(' '),
);
/** Anywhere in Image Type: SCREEN SAVE, SECONDARY, SECONDARY CAPTURE, PASTED, … */
const SCREEN = /SCREEN|SECONDARY|CAPTURE|PASTE/;

/**
 * Why somebody must look, or null.
 * @param set the dataset as it came in: de-identification drops values that are telling here.
 */
export function lookReasonOf(set: DataSet): LookReason | null {
  const declared = textOf(set, TAG.burnedInAnnotation)?.toUpperCase();
  const sopClass = textOf(set, TAG.sopClass) ?? '';
  const imageType = textsOf(set, TAG.imageType).map((text) => text.toUpperCase());
  if (declared === 'YES') return 'declared-burned-in';
  if (isSecondaryCapture(sopClass) || imageType.some((word) => SCREEN.test(word))) return 'captured-screen';
  if (DRAWN_ON.has(textOf(set, TAG.modality) ?? 'OT')) return 'kind-of-image-often-has-text';
  const original = imageType[0] === 'ORIGINAL' && imageType[1] === 'PRIMARY';
  if ((original && isCrossSectional(sopClass)) || declared === 'NO') return null;
  return 'not-declared-free-of-text';
}
