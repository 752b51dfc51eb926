/** The harness is only worth what its search finds. */
import { deflateRawSync, deflateSync, gzipSync, brotliCompressSync } from 'node:zlib';
import * as Y from 'yjs';
import { expect, it } from 'vitest';
import { numberNeedle, occurring, textNeedle } from './search.ts';

const SECRET = 'kestrel-51f0c7aa';
const PLACE = 237.413;
const needles = [textNeedle('text', SECRET), numberNeedle('place', PLACE)];
const words = Buffer.from(`{"reason":"${SECRET}","x":${String(PLACE)}}`);

const updateOf = (value: unknown): Uint8Array => {
  const doc = new Y.Doc();
  doc.getMap('record').set('floor', value);
  return Y.encodeStateAsUpdate(doc);
};

it.each([
  ['plain', words],
  ['in UTF-16', Buffer.from(words.toString(), 'utf16le')],
  ['in base64', Buffer.from(`x${words.toString('base64')}`)],
  ['in the other base64, without padding', Buffer.from(words.toString('base64url'))],
  ['in hexadecimal', Buffer.from(words.toString('hex').toUpperCase())],
  ['packed by gzip', gzipSync(words)],
  ['packed by gzip behind something else', Buffer.concat([Buffer.from('frame'), gzipSync(words)])],
  ['packed by deflate', deflateSync(words)],
  ['packed by raw deflate', deflateRawSync(words)],
  ['packed by brotli', brotliCompressSync(words)],
  ['packed, then in base64, then in JSON', Buffer.from(JSON.stringify({ a: [gzipSync(words).toString('base64')] }))],
  ['percent-encoded', Buffer.from([...words].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))],
  ['escaped in JSON', Buffer.from([...words].map((b) => `\\u${b.toString(16).padStart(4, '0')}`).join(''))],
  ['as references in HTML', Buffer.from([...words].map((byte) => `&#${String(byte)};`).join(''))],
  ['in an edit of Yjs', updateOf({ reason: SECRET, x: PLACE })],
  ['in an edit of Yjs, as bytes', updateOf(new Uint8Array(gzipSync(words)))],
])('[BL1] a secret is found %s', (_, bytes) => {
  expect(occurring(bytes, needles)).toEqual(['text', 'place']);
});

it('[BL1] and not where it is not', () => {
  const other = Buffer.from(`{"reason":"kestrel-51f0c7ab","x":237.414,"id":"018f6d2e-0000-7000-8000-0000000000a1"}`);
  expect(occurring(other, needles)).toEqual([]);
  expect(occurring(gzipSync(other), needles)).toEqual([]);
});
