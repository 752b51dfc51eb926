/**
 * Content-addressed files: a blob's name is the SHA-256 of its bytes, so it can be stored twice but never changed. A blob
 * appears under its name only when all its bytes are on the disk (temporary file, fsync, rename, fsync of the folder).
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { removeLeftovers, unfinished } from './leftovers.ts';

export interface StoredBlob {
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

export interface Blobs {
  readonly folder: string;
  /** Stores bytes or a stream of them; storing the same bytes again is harmless. */
  put(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredBlob>;
  /** The bytes from `start`, `length` of them (to the end when left out). @throws Error (ENOENT) for an unknown blob. */
  read(sha256: string, range?: Range): Promise<Uint8Array>;
  stream(sha256: string, range?: Range): Readable;
  size(sha256: string): Promise<number | null>;
  /** Where the bytes lie, for a worker that reads them itself. */
  path(sha256: string): string;
  /** All blobs, in no particular order. */
  list(): AsyncIterable<string>;
}

export interface Range {
  readonly start: number;
  readonly length?: number;
}

const NAME = /^[0-9a-f]{64}$/;
const INCOMING = 'incoming';

export function createBlobs(folder: string): Blobs {
  const path = (sha256: string): string => {
    if (!NAME.test(sha256)) throw new TypeError('a blob is named by 64 hexadecimal digits');
    return join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  };
  removeLeftovers(join(folder, INCOMING));
  return {
    folder,
    path,
    put: (content) => put(folder, path, content),
    read: (sha256, range) => readBytes(path(sha256), range),
    stream: (sha256, range) => createReadStream(path(sha256), range ? window(range) : {}),
    size: (sha256) => sizeOf(path(sha256)),
    list: () => listed(folder),
  };
}

async function put(
  folder: string,
  path: (sha256: string) => string,
  content: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<StoredBlob> {
  const incoming = join(folder, INCOMING);
  await mkdir(incoming, { recursive: true });
  const temporary = unfinished(join(incoming, randomUUID()));
  try {
    const stored = await writeDurably(temporary, content);
    const place = path(stored.sha256);
    if ((await sizeOf(place)) === stored.size) await rm(temporary);
    else await moveDurably(temporary, place);
    return stored;
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cause;
  }
}

async function writeDurably(file: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredBlob> {
  const hash = createHash('sha256');
  let size = 0;
  const handle = await open(file, 'wx', 0o600);
  try {
    for await (const chunk of content instanceof Uint8Array ? [content] : content) {
      hash.update(chunk);
      size += chunk.byteLength;
      await writeAll(handle, chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest('hex'), size };
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  let done = 0;
  while (done < chunk.byteLength) done += (await handle.write(chunk, done)).bytesWritten;
}

async function moveDurably(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
  const folder = await open(dirname(to), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function readBytes(file: string, range?: Range): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const start = range?.start ?? 0;
    const bytes = new Uint8Array(range?.length ?? Math.max(0, (await handle.stat()).size - start));
    let done = 0;
    while (done < bytes.byteLength) {
      const { bytesRead } = await handle.read(bytes, done, bytes.byteLength - done, start + done);
      if (bytesRead === 0) throw new RangeError(`the blob ends ${String(bytes.byteLength - done)} bytes early`);
      done += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}

const window = ({ start, length }: Range) => (length === undefined ? { start } : { start, end: start + length - 1 });

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}

async function* listed(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isFile() && NAME.test(entry.name)) yield entry.name;
}
