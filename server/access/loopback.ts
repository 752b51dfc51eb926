/**
 * Whether a request truly comes from this machine: the other end is a loopback address, no proxy stands between, and the
 * browser believes it talks to a loopback name (else a foreign page could reach us by rebinding its own name).
 */
import { isLoopbackHost } from '#server/config.ts';
import type { Caller } from './ports.ts';

export function isFromThisMachine({ headers, address }: Caller): boolean {
  if (!isLoopbackHost(address.replace(/^::ffff:/, ''))) return false;
  if (PROXY_HEADERS.some((name) => headers.has(name))) return false;
  const host = headers.get('host');
  return host !== null && URL.canParse(`http://${host}`) && isLoopbackHost(new URL(`http://${host}`).hostname);
}

const PROXY_HEADERS = ['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'via', 'x-real-ip'];
