/** What kind of object a SOP Class makes, as far as admission treats kinds differently (PS3.4 annex B.5). */
const STORAGE = '1.2.840.10008.5.1.4.1.1.';

/** Understood without pixels: their references and identity stay, their content is not displayed yet. */
const WITHOUT_PIXELS: readonly string[] = [
  '11.', // presentation states
  '66.', // segmentations, registrations
  '67', // real world value mapping
  '88.', // structured reports, key objects
  '481.3', // RT structure set
];

/** Objects that carry a document, a plan or a signal instead of an image. */
const NOT_IMAGES: readonly string[] = ['9.', '104.', '481.5', '481.8', '91.', '90.', '200.'];

export type ObjectKind = 'image' | 'without-pixels' | 'unsupported';

export function kindOf(sopClass: string, hasPixels: boolean): ObjectKind {
  const suffix = sopClass.startsWith(STORAGE) ? sopClass.slice(STORAGE.length) : undefined;
  const within = (list: readonly string[]): boolean =>
    suffix !== undefined &&
    list.some((entry) => suffix === entry || `${suffix}.`.startsWith(`${entry.replace(/\.$/, '')}.`));
  if (within(WITHOUT_PIXELS)) return 'without-pixels';
  return within(NOT_IMAGES) && !hasPixels ? 'unsupported' : 'image';
}

const CROSS_SECTIONAL = new Set(['2', '2.1', '4', '4.1', '128', '130'].map((suffix) => STORAGE + suffix));

/** CT, MR and PET, classic and enhanced: images computed from measurements, on which a device draws no text. */
export const isCrossSectional = (sopClass: string): boolean => CROSS_SECTIONAL.has(sopClass);

/** Secondary capture in all its forms: whatever was on a screen, on paper or on film. */
export const isSecondaryCapture = (sopClass: string): boolean =>
  sopClass === `${STORAGE}7` || sopClass.startsWith(`${STORAGE}7.`);
