/**
 * What a reader can tell the lead beside the read itself: that something is wrong with the case, or that somebody else has to
 * read it. Neither is part of what is compared.
 */
export const FLAG_KINDS = ['image-quality', 'possible-identity', 'ethics-concern', 'out-of-protocol'] as const;
export type FlagKind = (typeof FLAG_KINDS)[number];

export const FLAG_TEXT: Readonly<Record<FlagKind, string>> = {
  'image-quality': 'The images are of poor quality or incomplete',
  'possible-identity': 'The images may show who the patient is',
  'ethics-concern': 'Using this case may not be right',
  'out-of-protocol': 'The case does not belong in this protocol',
};

/** Nobody but those who look at images sees them until they have looked. */
export const withholdsImages = (kind: FlagKind): boolean => kind === 'possible-identity';

/** Why a lead lets a withheld case in again: a closed list, because it stands in the ledger, where nobody's words may. */
export const RELEASE_REASONS = ['nothing-seen', 'not-the-patient', 'by-mistake'] as const;
export type ReleaseReason = (typeof RELEASE_REASONS)[number];

export const RELEASE_TEXT: Readonly<Record<ReleaseReason, string>> = {
  'nothing-seen': 'I looked at the images: nothing in them names anybody',
  'not-the-patient': 'What is seen does not tell who the patient is',
  'by-mistake': 'It was flagged by mistake',
};

export const EXCUSES = ['not-readable', 'conflict-of-interest', 'outside-expertise', 'no-time', 'other'] as const;
export type Excuse = (typeof EXCUSES)[number];

export const EXCUSE_TEXT: Readonly<Record<Excuse, string>> = {
  'not-readable': 'The images cannot be read',
  'conflict-of-interest': 'Conflict of interest: the reader knows the patient or treated them',
  'outside-expertise': 'Outside of the reader’s expertise',
  'no-time': 'No time before the date',
  other: 'Another reason',
};

/** Kept beside the ended read: "No time before the date. On leave until May." */
export const excuseSentence = (reason: Excuse, text: string): string =>
  text === '' ? `${EXCUSE_TEXT[reason]}.` : `${EXCUSE_TEXT[reason]}. ${text}`;
