/** Value representations and what the byte layout of each demands (PS3.5 §6.2, §7.1.2). */
const TEXT_VRS = ['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT'] as const;
const ASCII_VRS = ['AE', 'AS', 'CS', 'DA', 'DS', 'DT', 'IS', 'TM', 'UI', 'UR'] as const;
const NUMBER_VRS = ['AT', 'FD', 'FL', 'SL', 'SS', 'SV', 'UL', 'US', 'UV'] as const;
const BINARY_VRS = ['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN'] as const;
const ALL = ['SQ', ...TEXT_VRS, ...ASCII_VRS, ...NUMBER_VRS, ...BINARY_VRS] as const;

export type Vr = (typeof ALL)[number];
type TextVr = (typeof TEXT_VRS)[number];
type AsciiVr = (typeof ASCII_VRS)[number];
export type NumberVr = (typeof NUMBER_VRS)[number];

const among =
  <V extends string>(list: readonly V[]) =>
  (text: string): text is V =>
    (list as readonly string[]).includes(text);

export const isVr = among(ALL);
/** Text whose bytes depend on Specific Character Set. */
export const isTextVr = among<TextVr>(TEXT_VRS);
/** Text in the default repertoire, whatever the character set says. */
export const isAsciiVr = among<AsciiVr>(ASCII_VRS);
export const isNumberVr = among<NumberVr>(NUMBER_VRS);

/** VRs whose explicit header is 12 bytes: two reserved bytes and a 32-bit length. */
const LONG = new Set<string>(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
export const hasLongHeader = (vr: Vr): boolean => LONG.has(vr);

/** One value only: a backslash in it is a character, not a separator. */
const SINGLE = new Set<string>(['LT', 'ST', 'UT', 'UR']);
export const isSingleValued = (vr: Vr): boolean => SINGLE.has(vr);

const WIDTH: Partial<Record<Vr, number>> = {
  ...{ US: 2, SS: 2, OW: 2, UL: 4, SL: 4, FL: 4, OF: 4, OL: 4 },
  ...{ FD: 8, SV: 8, UV: 8, OD: 8, OV: 8 },
};
/** Bytes per number as far as byte order is concerned: AT counts as two 16-bit numbers. */
export const swapWidth = (vr: Vr): number => (vr === 'AT' ? 2 : (WIDTH[vr] ?? 1));
export const numberWidth = (vr: NumberVr): number => (vr === 'AT' ? 4 : (WIDTH[vr] ?? 1));
