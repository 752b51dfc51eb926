/**
 * Whether a value out of an update is JSON and nothing else, and about how much memory it takes. The coding of Yjs knows
 * things JSON does not have, and an object it decodes under the key `__proto__` gets another prototype: such a value would
 * look to our schemas as it does not look to anybody who receives it.
 */

/** The deepest of our values are points in a list, and lists among attributes. */
const DEEPEST = 3;
const SMALL = 8;

/** In bytes, roughly; null for what is no JSON, is nested too deeply, or has a name every object has. */
export function weightOf(value: unknown, depth = 0): number | null {
  if (typeof value === 'string') return value.length + SMALL;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return SMALL;
  if (typeof value !== 'object' || depth === DEEPEST) return null;
  if (Array.isArray(value)) return sum(value, depth);
  const names = Object.keys(value);
  if (Object.getPrototypeOf(value) !== Object.prototype || names.some(isBuiltIn)) return null;
  return sum([...names, ...Object.values<unknown>({ ...value })], depth);
}

/** `constructor`, `__proto__` and their like, which code that looks names up in an object finds without anybody having written them. */
export const isBuiltIn = (name: string): boolean => name in Object.prototype;

function sum(parts: readonly unknown[], depth: number): number | null {
  let weight = SMALL;
  for (const part of parts) {
    const own = weightOf(part, depth + 1);
    if (own === null) return null;
    weight += own;
  }
  return weight;
}
