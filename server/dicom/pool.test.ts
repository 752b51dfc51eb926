import { afterEach, expect, test } from 'vitest';
import { SYNTAX } from './part10/transfer-syntax.ts';
import { createDecodePool, type DecodePool } from './pool.ts';

const image = { rows: 1, columns: 4, samples: 1, bitsAllocated: 8, bitsStored: 8 } as const;
const rest = { signed: false, photometric: 'MONOCHROME2', planar: false, frames: 1 };

/** One RLE segment: a header of 64 bytes, then a literal run of four bytes (PS3.5 annex G). */
function rle(...values: number[]): Uint8Array {
  const header = Buffer.alloc(64);
  header.writeUInt32LE(1, 0);
  header.writeUInt32LE(64, 4);
  return Buffer.concat([header, Uint8Array.of(values.length - 1, ...values)]);
}
const request = (frame: Uint8Array) => ({ frame, image: { ...image, ...rest }, transferSyntax: SYNTAX.rle });

let pool: DecodePool | undefined;
afterEach(() => pool?.close());

test('frames come back decoded, more of them than there are workers', async () => {
  const two = (pool = createDecodePool({ workers: 2 }));
  const frames = Array.from({ length: 9 }, (_, i) => [i, 1, 2, 3]);
  const decoded = await Promise.all(frames.map((values) => two.decode(request(rle(...values)))));
  expect(decoded).toEqual(frames.map((values) => ({ ok: true, value: Uint8Array.from(values) })));
});

test('a failed frame costs one worker, not the pool', async () => {
  pool = createDecodePool({ workers: 1 });
  expect(await pool.decode(request(Uint8Array.of(9, 9, 9)))).toEqual({ ok: false, error: 'undecodable-pixels' });
  expect(await pool.decode(request(rle(1, 2, 3, 4)))).toEqual({ ok: true, value: Uint8Array.of(1, 2, 3, 4) });
});

test('a frame that takes too long is given up', async () => {
  pool = createDecodePool({ workers: 1, timeLimit: 0 });
  expect(await pool.decode(request(rle(1, 2, 3, 4)))).toEqual({ ok: false, error: 'decode-limit' });
});

test('closing answers everybody who waits', async () => {
  pool = createDecodePool({ workers: 1 });
  const waiting = [pool.decode(request(rle(1, 2, 3, 4))), pool.decode(request(rle(1, 2, 3, 4)))];
  await pool.close();
  expect(await Promise.all(waiting)).toEqual([1, 2].map(() => ({ ok: false, error: 'decode-limit' })));
  expect(await pool.decode(request(rle(1, 2, 3, 4)))).toEqual({ ok: false, error: 'decode-limit' });
});
