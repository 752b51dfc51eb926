/** Where the real data of these tests lie. They are never part of the project; without them the tests say so and skip. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const TEST_DATA = process.env['CONSILIUM_TEST_DATA'] ?? '../shared/data';

export const dataPath = (...parts: readonly string[]): string => join(TEST_DATA, ...parts);

/** For `describe.skipIf`: prints why when the folder is not there. */
export function missing(...parts: readonly string[]): boolean {
  const path = dataPath(...parts);
  const absent = !existsSync(path);
  if (absent) console.warn(`skipped: no ${path}; set CONSILIUM_TEST_DATA to a folder that holds it`);
  return absent;
}
