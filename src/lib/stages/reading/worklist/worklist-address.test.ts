import { expect, it } from 'vitest';
import * as v from 'valibot';
import { WorklistQuerySchema } from '#contract/worklist.ts';
import { addressOf } from './worklist-address.ts';

it('[WL21] the filters of a worklist are its address, and an address that makes no sense is refused', () => {
  const query = v.parse(WorklistQuerySchema, { state: 'submitted', project: 'p', number: '12' });
  const address = addressOf('/worklist', query);
  expect(address).toBe('/worklist?state=submitted&project=p&number=12');
  const again = Object.fromEntries(new URL(address, 'http://x').searchParams);
  expect(v.parse(WorklistQuerySchema, again)).toEqual(query);
  expect(addressOf('/worklist', v.parse(WorklistQuerySchema, {}))).toBe('/worklist');
  for (const odd of [{ state: 'all' }, { due: 'soon' }, { number: '1x' }, { after: 'a.b.c' }])
    expect(v.safeParse(WorklistQuerySchema, odd).success).toBe(false);
});
