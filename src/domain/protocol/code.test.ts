import { expect, test } from 'vitest';
import { isKnownScheme, isValueOfScheme } from './code.ts';

// From DICOM PS3.16, context groups 4, 6141, 7021 and 7159.
const REAL = [
  ['SCT', '27925004'],
  ['SCT', '818981001'],
  ['SCT', '1017210004'],
  ['DCM', '110800'],
  ['RADLEX', 'RID11327'],
  ['NCIt', 'C113842'],
  ['IBSI', '0GBI'],
  ['FMA', '14657'],
  ['UMLS', 'C0681921'],
  ['SRT', 'M-03010'],
  ['LN', '18782-3'],
  ['99OWN', 'anything'],
] as const;

test.each(REAL)('[PT4] %s %s is a code', (scheme, value) => {
  expect([isKnownScheme(scheme), isValueOfScheme({ scheme, value })]).toEqual([true, true]);
});

test('[PT4] of ten SNOMED CT numbers that differ in their last digit, one is a code', () => {
  const values = Array.from({ length: 10 }, (_, i) => `2792500${String(i)}`);
  expect(values.filter((value) => isValueOfScheme({ scheme: 'SCT', value }))).toEqual(['27925004']);
});

test.each([
  ['SNOMED', '27925004', false, true],
  ['constructor', 'x', false, true],
  ['SCT', 'nodule', true, false],
  ['RADLEX', '11327', true, false],
])('[PT4] %s %s: scheme known %s, value possible %s', (scheme, value, known, possible) => {
  expect([isKnownScheme(scheme), isValueOfScheme({ scheme, value })]).toEqual([known, possible]);
});
