/** Where files come from: a file, a folder walked to its leaves, or a zip archive read entry by entry. */

import { lstat, open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import * as yauzl from 'yauzl';

/** One file that may or may not be DICOM. `path` is for the operator's screen only, it is never stored. */
export type Incoming =
  | { readonly path: string; readonly bytes: Uint8Array }
  | { readonly path: string; readonly failed: 'too-large' | 'unreadable' | 'no-access' };

/** Larger files are refused one by one: a whole-file decode must fit in memory. */
export const MAXIMUM_FILE = 1024 * 1024 * 1024;
/** All entries of one archive together: beyond this it is taken for a bomb. */
const MAXIMUM_ARCHIVE = 16 * 1024 * 1024 * 1024;

/**
 * Everything at a path, which may be a link. Below it links are not followed, and what cannot be read is named and passed over.
 * @throws Error when the path itself cannot be read.
 */
export async function* filesAt(path: string): AsyncGenerator<Incoming> {
  const found = await stat(path);
  if (found.isDirectory()) yield* filesIn(path, await readdir(path));
  else if (found.isFile()) yield* fileAt(path, found.size);
}

async function* filesIn(folder: string, names: readonly string[]): AsyncGenerator<Incoming> {
  for (const name of [...names].sort()) {
    const path = join(folder, name);
    try {
      const found = await lstat(path);
      if (found.isDirectory()) yield* filesIn(path, await readdir(path));
      else if (found.isFile()) yield* fileAt(path, found.size);
    } catch (cause) {
      if (!isFromTheSystem(cause)) throw cause;
      yield { path, failed: 'no-access' };
    }
  }
}

async function* fileAt(path: string, size: number): AsyncGenerator<Incoming> {
  if (await isZip(path)) yield* entriesOf(path);
  else if (size > MAXIMUM_FILE) yield { path, failed: 'too-large' };
  else yield { path, bytes: await readFile(path) };
}

/** No right to read, gone in the meantime, a disk that fails: not a fault of ours. */
const isFromTheSystem = (cause: unknown): boolean => cause instanceof Error && 'syscall' in cause;

/** Entries of a zip archive; an entry that is no file is passed over, a broken archive ends with one `unreadable`. */
async function* entriesOf(path: string): AsyncGenerator<Incoming> {
  let total = 0;
  try {
    const zip = await yauzl.openPromise(path, { lazyEntries: true });
    for await (const entry of zip.eachEntry()) {
      const name = `${path}!${entry.fileName}`;
      if (entry.fileName.endsWith('/')) continue;
      total += entry.uncompressedSize;
      if (entry.uncompressedSize > MAXIMUM_FILE || total > MAXIMUM_ARCHIVE) {
        yield { path: name, failed: 'too-large' };
      } else {
        yield { path: name, bytes: await all(await zip.openReadStreamPromise(entry)) };
      }
    }
  } catch {
    yield { path, failed: 'unreadable' };
  }
}

async function isZip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.readUInt32LE(0) === 0x04034b50;
  } finally {
    await file.close();
  }
}

async function all(stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
