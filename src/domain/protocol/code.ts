/** A concept from a terminology, as DICOM codes it: scheme designator, value, meaning (PS3.3 section 8). */
import * as v from 'valibot';

const Text = (maximum: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(maximum));

export const CodeSchema = v.object({ scheme: Text(16), value: Text(64), meaning: Text(200) });
export type Code = v.InferOutput<typeof CodeSchema>;

/**
 * Designators of DICOM PS3.16 table 8-1 that findings are coded with, and what their values look like. A designator that
 * begins with 99 is private, by the same chapter, and is taken as it comes.
 */
export const SCHEMES: Readonly<Record<string, RegExp>> = {
  SCT: /^[1-9]\d{5,17}$/,
  SRT: /^[A-Z][0-9A-Z]?-[0-9A-Z]{4,6}$/,
  DCM: /^[0-9A-Z_]{1,16}$/,
  RADLEX: /^RID\d{1,6}$/,
  LN: /^\d{1,7}-\d$/,
  FMA: /^\d{1,7}$/,
  UMLS: /^C\d{7}$/,
  NCIt: /^C\d{1,7}$/,
  IBSI: /^[0-9A-Z]{3,4}$/,
  BARI: /^[0-9A-Z.]{1,16}$/,
  UCUM: /^\S{1,64}$/,
  I10: /^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$/,
  ICDO3: /^[0-9C][0-9./]{2,8}$/,
};

export const isKnownScheme = (scheme: string): boolean => Object.hasOwn(SCHEMES, scheme) || scheme.startsWith('99');

/** Whether the value can be one of its scheme; true where the scheme itself is unknown. */
export function isValueOfScheme({ scheme, value }: Pick<Code, 'scheme' | 'value'>): boolean {
  if (!(Object.hasOwn(SCHEMES, scheme) && SCHEMES[scheme])) return true;
  return SCHEMES[scheme].test(value) && (scheme !== 'SCT' || hasVerhoeffDigit(value));
}

/** The dihedral group of order ten, and the permutation applied once more at each place (Verhoeff 1969). */
const PRODUCT = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
  [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
  [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
  [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
  [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
  [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
  [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
  [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
  [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
] as const;
const PERMUTATION = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4] as const;

/** SNOMED CT identifiers end in a check digit, so that most slips of the hand are no identifiers. */
function hasVerhoeffDigit(digits: string): boolean {
  let check = 0;
  Array.from(digits, Number)
    .reverse()
    .forEach((given, place) => {
      let digit = given;
      for (let i = 0; i < place % 8; i++) digit = PERMUTATION[digit] ?? 0;
      check = PRODUCT[check]?.[digit] ?? -1;
    });
  return check === 0;
}
