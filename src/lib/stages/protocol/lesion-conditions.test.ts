import { expect, test } from 'vitest';
import { v7 } from 'uuid';
import { draftIn } from '#documents/protocol-draft.ts';
import { beginCondition, conditionSubjects, ticked } from './lesion-conditions.ts';

const [nodule, texture, size, note] = [v7(), v7(), v7(), v7()];
const draft = draftIn({
  findings: { [nodule]: { name: 'Nodule' } },
  fields: {
    [texture]: {
      of: nodule,
      order: 'A',
      label: 'Texture',
      kind: 'choice',
      options: [{ value: 'solid', label: 'Solid' }],
    },
    [size]: { of: nodule, order: 'B', label: 'Size', kind: 'number' },
    [note]: { of: nodule, order: 'C', label: 'Note', kind: 'text' },
  },
});

test('[PT23] a condition can be about size, finding and every field with answers, and says something from the start', () => {
  expect(conditionSubjects(draft).map(({ label }) => label)).toEqual([
    'the longest diameter, mm',
    'the finding',
    '“Texture” of Nodule',
    '“Size” of Nodule',
  ]);
  expect(beginCondition(draft, 'finding')).toEqual({ about: 'finding', is: [nodule] });
  expect(beginCondition(draft, texture)).toEqual({ about: 'answer', field: texture, is: ['solid'] });
  expect(beginCondition(draft, size)).toEqual({ about: 'value', field: size });
  expect(beginCondition(draft, v7())).toBeUndefined();
});

test('[PT23] the last answer of a condition stays: with none it could never hold', () => {
  const one = { about: 'answer', field: texture, is: ['solid'] } as const;
  const two = ticked({ ...one, is: [...one.is] }, 'part-solid', true);
  expect(two).toEqual({ ...one, is: ['solid', 'part-solid'] });
  expect(ticked({ ...one, is: [...one.is] }, 'solid', false)).toEqual(one);
});
