/**
 * Canonical JSON: object keys sorted by code unit, no white space, no undefined. Two equal values have one text,
 * so their hashes agree (the idea of RFC 8785, restricted to the values we store: no non-finite numbers).
 */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  /** A key whose value is undefined is left out. */
  | { readonly [key: string]: Json | undefined };

/** @throws TypeError for anything JSON cannot carry: NaN, infinities, functions, undefined in an array. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('canonical JSON has no NaN or infinity');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`canonical JSON has no ${typeof value}`);
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`;
}
