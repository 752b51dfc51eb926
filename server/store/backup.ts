/**
 * One file holds everything: a snapshot of the database taken online, every blob, and the keys. The last entry says that the
 * archive is complete. Restoring re-computes every blob's digest and the ledger before the folder gets its name.
 */
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createBlobs } from './blobs.ts';
import { openDatabase, type Store } from './database.ts';
import { removeLeftovers, unfinished } from './leftovers.ts';
import { readTar, writeTar, type TarEntry } from './tar.ts';
import { verifyLedger } from './verification.ts';

export interface BackupSummary {
  readonly blobs: number;
  /** The ledger's head in the archive: `verify --head` accepts it later. */
  readonly head: string;
}

const DATABASE = 'consilium.db';
const COMPLETE = 'complete.json';
/** In one step: a copy in parts begins anew whenever the server writes between two of them, and might never end. */
const ALL_PAGES = 0x7fffffff;
const PLACES = /^(?:consilium\.db|secrets\/[\w.-]+|blobs\/[0-9a-f]{64}|complete\.json)$/;

/** @throws Error when the file exists or cannot be written; nothing half-written stays. */
export async function writeBackup(store: Store, dataFolder: string, file: string): Promise<BackupSummary> {
  if (existsSync(file)) throw new Error(`${file} exists already`);
  const copying = join(dataFolder, 'backup');
  removeLeftovers(dataFolder, 'backup');
  removeLeftovers(dirname(file), basename(file));
  const scratch = unfinished(copying);
  const partial = unfinished(file);
  await mkdir(scratch, { mode: 0o700 });
  try {
    const snapshot = join(scratch, DATABASE);
    await store.connection.backup(snapshot, { progress: () => ALL_PAGES });
    const summary = { blobs: 0, head: headOf(snapshot) };
    await writeOut(partial, writeTar(entriesOf(dataFolder, snapshot, summary)));
    await rename(partial, file);
    return summary;
  } finally {
    await rm(scratch, { recursive: true, force: true });
    await rm(partial, { force: true });
  }
}

/** @throws Error when the folder is not empty, or the archive is incomplete, damaged or altered; nothing stays then. */
export async function restoreBackup(file: string, dataFolder: string): Promise<BackupSummary> {
  const present = await readdir(dataFolder).catch(() => []);
  if (present.length > 0) throw new Error(`${dataFolder} is not empty; a backup is restored into an empty folder only`);
  const incoming = unfinished(dataFolder);
  removeLeftovers(dirname(dataFolder), basename(dataFolder));
  await mkdir(dirname(dataFolder), { recursive: true });
  await mkdir(incoming, { mode: 0o700 });
  try {
    const blobs = await unpack(file, incoming);
    const head = headOf(join(incoming, DATABASE));
    await rm(dataFolder, { recursive: true, force: true });
    await rename(incoming, dataFolder);
    return { blobs, head };
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
}

/** The database first: every blob it names was stored before, and blobs never change. */
async function* entriesOf(
  dataFolder: string,
  snapshot: string,
  summary: { blobs: number; readonly head: string },
): AsyncGenerator<TarEntry> {
  yield await entry(DATABASE, snapshot);
  const secrets = join(dataFolder, 'secrets');
  for (const name of await readdir(secrets).catch(() => [])) yield await entry(`secrets/${name}`, join(secrets, name));
  const blobs = createBlobs(join(dataFolder, 'blobs'));
  for await (const sha256 of blobs.list()) {
    yield await entry(`blobs/${sha256}`, blobs.path(sha256));
    summary.blobs += 1;
  }
  const complete = Buffer.from(JSON.stringify(summary));
  yield { name: COMPLETE, size: complete.byteLength, content: once(complete) };
}

const entry = async (name: string, file: string): Promise<TarEntry> => ({
  name,
  size: (await stat(file)).size,
  content: createReadStream(file),
});

async function unpack(file: string, folder: string): Promise<number> {
  const blobs = createBlobs(join(folder, 'blobs'));
  let count = 0;
  let complete: string | null = null;
  for await (const { name, content } of readTar(createReadStream(file))) {
    if (!PLACES.test(name)) throw new Error(`the archive holds “${name}”, which is no part of a backup`);
    if (name === COMPLETE) complete = await text(content);
    else if (name.startsWith('blobs/')) {
      const { sha256 } = await blobs.put(content);
      if (name !== `blobs/${sha256}`) throw new Error(`the bytes of ${name} were altered`);
      count += 1;
    } else await writeOut(join(folder, name), content);
  }
  if (complete === null) throw new Error('the archive is incomplete');
  return count;
}

/** @throws Error when the ledger is broken. */
function headOf(database: string): string {
  const store = openDatabase(database);
  try {
    const found = verifyLedger(store);
    if (!found.intact) throw new Error(`the ledger is broken: ${found.message}`);
    return found.head;
  } finally {
    store.close();
  }
}

/** Readable by its owner alone: it may hold keys. */
async function writeOut(file: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, 'wx', 0o600);
  try {
    for await (const chunk of content) await handle.appendFile(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
