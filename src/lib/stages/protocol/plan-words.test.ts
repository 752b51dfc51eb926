import { expect, test } from 'vitest';
import type { LesionCondition } from '#domain/plan/cost-rules.ts';
import { writtenProtocol } from '#tests/factories/written-protocol.ts';
import { categoryWords, comparedWords, conditionWords, namesIn, resolutionWords } from './plan-words.ts';

const names = namesIn(writtenProtocol);

test('[PT23] a category of management reads as a sentence', () => {
  const when: LesionCondition[] = [
    { about: 'finding', is: ['nodule'] },
    { about: 'diameter', atLeast: 6, below: 8 },
    { about: 'answer', field: 'texture', is: ['solid', 'part-solid'] },
    { about: 'value', field: 'malignancy', atLeast: 4 },
  ];
  expect(categoryWords({ name: 'CT in 6 months', when }, names)).toBe(
    'CT in 6 months: when it is a Nodule ≥ 3 mm, and its longest diameter is from 6 mm to below 8 mm, ' +
      'and “Texture” is Solid or Part-solid, and “Malignancy” is 4 or more',
  );
  expect(categoryWords({ name: 'Biopsy', when: [] }, names)).toBe('Biopsy: always');
  expect(conditionWords({ about: 'diameter', below: 6 }, names)).toBe('its longest diameter is below 6 mm');
});

test('[PT23] a rule that settles by itself names its share and its clause', () => {
  expect(resolutionWords({ by: 'majority', of: 'class', share: 0.75, clause: 'solid' }, names)).toBe(
    'Where readers differ in what it is, what 75 % of the readers say counts, by clause 4.1.',
  );
  expect(resolutionWords({ by: 'median', of: 'extent', even: 'upper', clause: 'diameter' }, names)).toBe(
    'Where readers differ in how large it is, the middle value, of two the upper counts, by clause 3.2.',
  );
});

test('[PT23] what is compared names what is tolerated and which figure counts, the default too', () => {
  const agreement = {
    ...writtenProtocol.agreement,
    tolerances: { malignancy: 1 },
    figures: { quality: 'gwet-ac' } as const,
  };
  expect(comparedWords({ ...writtenProtocol, agreement })).toEqual([
    'Readers are compared in “Texture”: mark by mark, not corrected for chance.',
    'Readers are compared in “Malignancy”: 1 apart is still the same, mark by mark, not corrected for chance.',
    'Readers are compared in “Any nodule ≥ 3 mm?”: the figure that counts is Krippendorff’s α.',
    'Readers are compared in “Image quality”: the figure that counts is Gwet’s AC.',
  ]);
});
