/** Colour slots by number: participants have six, aliases eight; more people repeat colours and are told apart by initials. */

/** As in tokens.css; needed as values where something is drawn on a canvas. */
const PARTICIPANTS = ['#56b4e9', '#e69f00', '#cc79a7', '#52c9a0', '#f0e442', '#ff8a4c'] as const;
const ALIASES = ['#c7b6ff', '#ffd08a', '#9be7e0', '#ff9fb8', '#cfe08a', '#e3c7b0', '#a9c4ff', '#f0a9ef'] as const;

/** CSS colour of participant `index`, counted from 0. */
export const participantColour = (index: number): string => `var(--p${String((index % PARTICIPANTS.length) + 1)})`;
export const participantHex = (index: number): string => PARTICIPANTS[index % PARTICIPANTS.length] ?? PARTICIPANTS[0];

/** CSS colour of alias `index`, counted from 0 (A is 0). */
export const aliasColour = (index: number): string => `var(--a${String((index % ALIASES.length) + 1)})`;
export const aliasHex = (index: number): string => ALIASES[index % ALIASES.length] ?? ALIASES[0];
