import { expect, test } from 'vitest';
import { v7 } from 'uuid';
import { draftIn } from '#documents/protocol-draft.ts';
import { refusal } from '#domain/kernel/refusal.ts';
import { placeOf, problemsIn } from './problem-places.ts';

const [nodule, texture, example, biopsy] = [v7(), v7(), v7(), v7()];
const draft = draftIn({
  findings: { [nodule]: { name: 'Nodule' } },
  fields: { [texture]: { of: nodule, label: 'Texture' } },
  examples: { [example]: {} },
  categories: { [biopsy]: { name: 'Biopsy' } },
});

test.each([
  ['findings.0.fields.0.options', texture, 'Nodule, “Texture”, answers'],
  ['examples.0.case', example, 'Example 1, case'],
  ['agreement.cost.management.0.when.1.field', biopsy, 'What a disagreement costs, category 1'],
  ['agreement.cost.steps.size', 'cost', 'What a disagreement costs'],
  ['agreement.resolve.1.clause', 'resolve', 'What needs no panel, rule 2'],
  ['agreement.matching.maximumMm', 'agreement', 'Comparing'],
  ['session.name', 'session', 'Panel'],
  ['population', 'about', 'Target population'],
])('[PT17] a problem at %s leads to where it can be mended', (path, entry, name) => {
  expect(placeOf(draft, { path })).toEqual({ entry, name });
});

test('[PT17] so does one that only the server can see', () => {
  const problems = ['examples.0.case: Somebody reads it. [example-case-judged]', 'nonsense'];
  expect(problemsIn(refusal('protocol-invalid', { problems }))).toEqual([
    { path: 'examples.0.case', message: 'Somebody reads it.' },
  ]);
  expect(problemsIn(null)).toEqual([]);
});
