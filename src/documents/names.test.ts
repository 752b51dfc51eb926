import { expect, test } from 'vitest';
import { idOf } from '#domain/kernel/id.ts';
import { documentNameOf, isProjection, textOf, type DocumentName } from './names.ts';

const A = '018f6d2e-0000-7000-8000-000000000001';
const B = '018f6d2e-0000-7000-8000-000000000002';

const NAMES: readonly DocumentName[] = [
  { kind: 'read', read: idOf(A) },
  { kind: 'table', session: idOf(A), item: idOf(B) },
  { kind: 'record', session: idOf(A) },
  { kind: 'seat', session: idOf(A), seat: idOf(B) },
  { kind: 'protocol', protocol: idOf(A) },
];

test.each(NAMES)('[DOC1] the name of a $kind document survives being written and parsed', (name) => {
  expect(documentNameOf(textOf(name))).toEqual(name);
});

test.each([
  '',
  'read',
  'read:',
  'read:x',
  `read:${A}:${B}`,
  `table:${A}`,
  `table:${A}:${B}:${B}`,
  `READ:${A}`,
  `vote:${A}`,
  ` read:${A}`,
])('[DOC1] %j is no document', (text) => {
  expect(documentNameOf(text)).toBeNull();
});

test('[DOC2] the server alone writes record and seat documents', () => {
  expect(NAMES.filter(isProjection).map((name) => name.kind)).toEqual(['record', 'seat']);
});
