/**
 * New UIDs for old: the same key and UID give the same new UID on every import, so references keep pointing at each
 * other, and without the key nobody can compute the way from one to the other.
 */
import { createHmac } from 'node:crypto';

/** @returns `2.25.` and 128 bits of HMAC-SHA-256(key, uid) as a decimal number (PS3.5 annex B.2 form). */
export function remappedUid(uid: string, key: Uint8Array): string {
  if (isWellKnown(uid)) return uid;
  const digest = createHmac('sha256', key).update(`uid:${uid}`).digest('hex').slice(0, 32);
  return `2.25.${BigInt(`0x${digest}`).toString()}`;
}

/** @returns text that is equal for equal patients of one project and tells nothing about who they are. */
export const patientKeyOf = (patient: string, key: Uint8Array): string =>
  createHmac('sha256', key).update(`patient:${patient}`).digest('base64url');

/**
 * The day of a study as a number that orders the studies of one patient and tells no date: every patient's days are shifted by a
 * number of their own. @param date as DICOM writes it, YYYYMMDD. Null without a date or a patient.
 */
export function shiftedDayOf(date: string, patient: string, key: Uint8Array): number | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(date.trim()) ?? [];
  if (year === undefined || patient === '') return null;
  const days = Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000;
  const shift = createHmac('sha256', key).update(`day:${patient}`).digest().readUInt32BE() % SHIFTS;
  return days + shift;
}

/** A hundred years of days. */
const SHIFTS = 36_525;

/** PS3.5 §9.1: up to 64 characters, components without leading zeros; a little leniency for zeros, they occur. */
export const isUid = (text: string): boolean => text.length <= 64 && /^[0-2](\.\d+)+$/.test(text);

/** UIDs registered by DICOM itself (PS3.6 annex A) name classes and syntaxes, never a person's data. */
const isWellKnown = (uid: string): boolean => uid.startsWith('1.2.840.10008.');
