import { expect, test } from 'vitest';
import type { DocumentStatus } from '#lib/collab/document-status.ts';
import { savedSentence, savedText } from '#lib/ui/saved.ts';
import { isClosed, keptContent, keptFile, keptReason } from './kept-words.ts';
import { savedOf } from './saved-words.ts';

const work = {
  id: '1',
  document: 'read:018f6d2e-0000-7000-8000-000000000701',
  code: 'read-only',
  message: 'This document can be looked at but not changed. The edit was not saved.',
  at: Date.UTC(2026, 10, 25, 9, 5, 7),
  unsent: { marks: { a: { tool: 'probe' }, b: null }, answers: { quality: 'good' } },
};

test('[SD15] kept work says why it was not saved, and what it was', () => {
  expect(keptReason(work)).toBe('Not saved: the read was closed.');
  expect(isClosed(work)).toBe(true);
  expect(keptReason({ ...work, code: 'value-denied', message: 'A value is outside.' })).toBe(
    'Not saved: A value is outside.',
  );
  expect(keptContent(work)).toBe('1 mark, 1 removed, 1 answer');
  const seat = '018f6d2e-0000-7000-8000-000000000801';
  const table = { [`a:${seat}`]: { a: {}, b: {} }, [`c:${seat}`]: { c: {} }, joint: { v: {}, w: {} } };
  expect(keptContent({ ...work, unsent: table })).toBe('2 marks, 1 comment, 2 corners of the joint outline');
});

test('[SD15] the file names the kind of document and the moment, and holds all of it', () => {
  const { name, text } = keptFile(work);
  expect(name).toBe('not-saved-read-2026-11-25T09-05-07.json');
  expect(JSON.parse(text)).toMatchObject({ unsent: work.unsent, why: 'Not saved: the read was closed.' });
});

const STATES: readonly (readonly [DocumentStatus, string, RegExp])[] = [
  [{ kind: 'connecting' }, 'Saving', /On the way/],
  [{ kind: 'saved' }, 'Saved', /durable/],
  [{ kind: 'saving', waiting: 2, trouble: null }, 'Saving', /On the way/],
  [{ kind: 'saving', waiting: 2, trouble: 'storage' }, 'Not saved yet, 2 waiting', /cannot store/],
  [{ kind: 'offline', waiting: 0, reason: '' }, 'Offline', /no connection.*kept in this browser/],
  [{ kind: 'offline', waiting: 3, reason: 'shutting-down' }, 'Offline, 3 waiting', /restarting/],
  [{ kind: 'offline', waiting: 3, reason: 'rate-limited' }, 'Offline, 3 waiting', /More was sent/],
  [{ kind: 'refused', waiting: 1, reason: 'not-signed-in' }, 'Signed out', /sign in again/],
  [{ kind: 'refused', waiting: 0, reason: 'no-longer-allowed' }, 'Not saved', /may not open this any more/],
];

test('[SD10] every state has its words, and says what to do where something is to be done', () => {
  for (const [status, text, sentence] of STATES) {
    expect(savedText(savedOf(status))).toBe(text);
    expect(savedSentence(savedOf(status))).toMatch(sentence);
  }
});
