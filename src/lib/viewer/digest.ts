/** SHA-256 of a frame. Browsers offer it only on https and localhost; elsewhere a plain implementation does the same. */

/** Lower-case hex. */
export async function sha256(bytes: ArrayBuffer): Promise<string> {
  return hex(await digest(bytes));
}

async function digest(bytes: ArrayBuffer): Promise<Uint8Array> {
  if (globalThis.isSecureContext) return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const { sha256: plain } = await import('@noble/hashes/sha2.js');
  return plain(new Uint8Array(bytes));
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
