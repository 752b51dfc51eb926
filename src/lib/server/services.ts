/**
 * The door through which routes reach the server. `src` knows the server by type only: a value import would be bundled a
 * second time and split database handles and live rooms in two.
 */
import type { Services } from '#server/assemble.ts';

const isServices = (value: unknown): value is Services =>
  typeof value === 'object' && value !== null && 'access' in value;

/** @throws Error when the server side was not assembled in this process. */
export function services(): Services {
  const offered: unknown = Reflect.get(globalThis, Symbol.for('consilium.services'));
  if (!isServices(offered)) throw new Error('the server side is not running in this process');
  return offered;
}
