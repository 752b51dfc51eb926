import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { AgreementPlanSchema } from './agreement-plan.ts';

const older = {
  matching: { maximumMm: 15, maximumPixels: 25 },
  extent: { mm: 2, share: 0.2 },
  classFields: ['texture'],
};
const cost = { management: [{ name: 'Follow-up', when: [{ about: 'diameter', atLeast: 6, below: 8 }] }] };

describe('agreement plan', () => {
  it('[AG27] of an older version is read as it was written: nothing is added, so its hash stays', () => {
    expect(canonicalJson(v.parse(AgreementPlanSchema, older))).toBe(canonicalJson(older));
  });

  it('takes costs, tolerances and resolutions as data', () => {
    const full = {
      ...older,
      matching: { ...older.matching, maximumShare: 0.5, maximumFrames: 2 },
      extent: { ...older.extent, surface: { dice: 0.8, mm: 1 } },
      location: { share: 0.5 },
      caseFields: ['quality'],
      tolerances: { malignancy: 1 },
      cost: { ...cost, kinds: { existence: 1 }, steps: { malignancy: 0.1 } },
      resolve: [{ by: 'majority', of: 'existence', share: 0.75, clause: '4.1' }],
    };
    expect(v.parse(AgreementPlanSchema, full)).toEqual(full);
  });

  it.each([
    ['a majority of half', { resolve: [{ by: 'majority', of: 'existence', share: 0.5, clause: '4.1' }] }],
    ['a median of existence', { resolve: [{ by: 'median', of: 'existence', even: 'lower', clause: '4.1' }] }],
    ['a rule without a clause', { resolve: [{ by: 'majority', of: 'class', share: 1 }] }],
    ['a cost below nothing', { cost: { management: [], kinds: { extent: -1 } } }],
    ['a cost of an unknown kind', { cost: { management: [], kinds: { mood: 1 } } }],
    ['a condition on something unknown', { cost: { management: [{ name: 'A', when: [{ about: 'mood' }] }] } }],
    ['no number', { tolerances: { malignancy: NaN } }],
  ])('refuses %s', (_, wrong) => {
    expect(v.safeParse(AgreementPlanSchema, { ...older, ...wrong }).success).toBe(false);
  });
});
