import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { addressOf } from './address.ts';

const from = (headers: Record<string, string>) =>
  ({ headers, socket: { remoteAddress: '127.0.0.1' } }) as unknown as IncomingMessage;

test('[LM8] strangers are counted by the address our own proxy saw, never by one they name themselves', () => {
  const said = from({ 'x-forwarded-for': '6.6.6.6, 10.0.0.7, 192.0.2.1' });
  expect(addressOf(said, { addressHeader: null, forwardedDepth: 1 })).toBe('127.0.0.1');
  expect(addressOf(said, { addressHeader: 'x-forwarded-for', forwardedDepth: 1 })).toBe('192.0.2.1');
  expect(addressOf(said, { addressHeader: 'x-forwarded-for', forwardedDepth: 2 })).toBe('10.0.0.7');
  expect(addressOf(from({}), { addressHeader: 'x-forwarded-for', forwardedDepth: 1 })).toBe('127.0.0.1');
});
