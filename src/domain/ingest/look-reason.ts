/** Why a person has to look at images before anybody else may see them: the codes of the import, and each as a sentence. */
const SENTENCES = {
  'declared-burned-in': 'The file itself says that text is burned into its pixels.',
  'captured-screen': 'This is a captured screen or document.',
  'kind-of-image-often-has-text': 'Devices of this kind often draw names into their pictures.',
  'reader-saw-identity': 'A reader says that the images may show who the patient is.',
  'not-declared-free-of-text': 'The file does not say that its pixels are free of text.',
} as const;

export type LookReason = keyof typeof SENTENCES;

/** The sentence of a code; a reason that somebody typed is its own sentence. */
export const lookReasonText = (reason: string): string => (isLookReason(reason) ? SENTENCES[reason] : reason);

const isLookReason = (text: string): text is LookReason => Object.hasOwn(SENTENCES, text);
