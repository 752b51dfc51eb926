/** Colour slots by number: participants have six, aliases eight; more people repeat colours and are told apart by initials. */
const PARTICIPANT_COLOURS = 6;
const ALIAS_COLOURS = 8;

/** CSS colour of participant `index`, counted from 0. */
export const participantColour = (index: number): string => `var(--p${String((index % PARTICIPANT_COLOURS) + 1)})`;

/** CSS colour of alias `index`, counted from 0 (A is 0). */
export const aliasColour = (index: number): string => `var(--a${String((index % ALIAS_COLOURS) + 1)})`;
