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

/** PS3.5 §9.1: up to 64 characters, components without leading zeros; a little leniency for zeros, they occur. */
export const isUid = (text: string): boolean => text.length <= 64 && /^[0-2](\.\d+)+$/.test(text);

/** UIDs registered by DICOM itself (PS3.6 annex A) name classes and syntaxes, never a person's data. */
const isWellKnown = (uid: string): boolean => uid.startsWith('1.2.840.10008.');
