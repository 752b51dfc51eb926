import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { testFolder } from '#tests/factories/folder.ts';
import { createBlobs, type Blobs } from './blobs.ts';

const HELLO = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(bytes(text));
}

async function* failing(): AsyncGenerator<Uint8Array> {
  yield bytes('half');
  await Promise.reject(new Error('the sender went away'));
}

async function listed(blobs: Blobs): Promise<string[]> {
  const names = [];
  for await (const name of blobs.list()) names.push(name);
  return names;
}

describe('blobs', () => {
  it('[BB1] are named by the SHA-256 of their bytes, whether stored whole or as a stream, once or twice', async () => {
    const blobs = createBlobs(testFolder());
    expect(await blobs.put(bytes('hello'))).toEqual({ sha256: HELLO, size: 5 });
    expect(await blobs.put(pieces('he', 'llo'))).toEqual({ sha256: HELLO, size: 5 });
    expect(blobs.path(HELLO)).toBe(join(blobs.folder, '2c', 'f2', HELLO));
    expect(await listed(blobs)).toEqual([HELLO]);
    expect(await blobs.size(HELLO)).toBe(5);
    expect(await blobs.size('0'.repeat(64))).toBeNull();
  });

  it('are read whole, in part, and as a stream; a range beyond the end is an error, never zeros', async () => {
    const blobs = createBlobs(testFolder());
    await blobs.put(bytes('hello'));
    const text = (content: Uint8Array): string => new TextDecoder().decode(content);
    expect(text(await blobs.read(HELLO))).toBe('hello');
    expect(text(await blobs.read(HELLO, { start: 1, length: 3 }))).toBe('ell');
    expect(text(await blobs.read(HELLO, { start: 3 }))).toBe('lo');
    expect(text(await buffer(blobs.stream(HELLO, { start: 1, length: 3 })))).toBe('ell');
    await expect(blobs.read(HELLO, { start: 3, length: 3 })).rejects.toThrow(RangeError);
  });

  it('[BB2] a store that fails half-way leaves nothing behind', async () => {
    const blobs = createBlobs(testFolder());
    await expect(blobs.put(failing())).rejects.toThrow('the sender went away');
    expect(await listed(blobs)).toEqual([]);
    expect(readdirSync(join(blobs.folder, 'incoming'))).toEqual([]);
  });

  it('have no other names: a path cannot be smuggled in', () => {
    const blobs = createBlobs(testFolder());
    expect(() => blobs.path('../../etc/passwd')).toThrow(TypeError);
  });
});
