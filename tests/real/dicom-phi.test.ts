/** No planted string survives de-identification in any encoding, and no kept attribute is on the list of PS3.15. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { admit } from '#server/dicom/admit.ts';
import { ALLOWED, type AllowList } from '#server/dicom/allow-list.ts';
import { createDecodePool } from '#server/dicom/pool.ts';
import { dataPath, missing } from './test-data.ts';

const absent = missing('dicom', 'phi-fictitious');

const pool = createDecodePool({ workers: 1 });
afterAll(() => pool.close());

interface Planted {
  readonly file: string;
  readonly strings_that_must_not_survive: readonly string[];
  readonly person: Readonly<Record<string, string>>;
}
const read = (path: string): unknown => JSON.parse(readFileSync(dataPath(path), 'utf8'));
const planted = absent ? [] : (read('dicom/phi-fictitious/truth.json') as readonly Planted[]);

/** Short values such as a sex or an age occur by chance in any binary file. */
const telling = ({ strings_that_must_not_survive: strings, person }: Planted): string[] => [
  ...new Set([...strings, ...Object.values(person).filter((value) => value.length >= 6)]),
];

describe.skipIf(absent)('[DE5] planted names', () => {
  test.each(planted)('$file: none survives in the header, in any encoding', async (one) => {
    const result = await admit(readFileSync(dataPath('dicom/phi-fictitious', one.file)), {
      uidKey: new Uint8Array(32),
      pool,
    });
    if (!result.ok) throw new Error(result.error.code);
    const { part10, metadata, frames, originalUids: _inMemoryOnly, ...rest } = result.value;
    // Pixels are random bytes to a text search; what is drawn in them is for the look.
    const header = Buffer.from(part10.subarray(0, frames[0]?.offset)).toString('latin1').toLowerCase();
    const texts = [header, JSON.stringify([metadata, rest]).toLowerCase()];
    for (const text of telling(one)) {
      for (const encoding of ['latin1', 'utf8', 'utf16le'] as const) {
        const needle = Buffer.from(text.toLowerCase(), encoding).toString('latin1');
        for (const haystack of texts) expect(haystack).not.toContain(needle);
      }
    }
  });

  test('burned-in text waits for a look', async () => {
    const result = await admit(readFileSync(dataPath('dicom/phi-fictitious/us-burned-in-name.dcm')), {
      uidKey: new Uint8Array(32),
      pool,
    });
    expect(result).toMatchObject({ ok: true, value: { lookReason: 'declared-burned-in' } });
  });
});

interface Confidential {
  readonly id: string;
  readonly basicProfile: string;
}

describe.skipIf(absent)('[DE6] the allow-list against PS3.15 table E.1-1', () => {
  const table = absent ? [] : (read('deid/ps3.15-table-E.1-1.json') as readonly Confidential[]);
  const actions = new Map(table.map(({ id, basicProfile }) => [Number.parseInt(id, 16), basicProfile]));

  function conflicts(list: AllowList): string[] {
    return [...list].flatMap(([tag, rule]) => {
      const action = actions.get(tag);
      if (typeof rule !== 'string') return conflicts(rule);
      const met =
        action === undefined || (rule === 'uid' && action === 'U') || (rule === 'presence' && /[ZD]/.test(action));
      return met ? [] : [`${tag.toString(16)} ${rule} but ${action}`];
    });
  }
  test('nothing is kept that the basic profile removes, empties or replaces', () => {
    expect(table.length).toBeGreaterThan(600);
    expect(conflicts(ALLOWED)).toEqual([]);
  });
});
