import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { idOf, type ProjectId } from '#domain/kernel/id.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { testStore } from '#tests/factories/store.ts';
import { restoreBackup, writeBackup } from './backup.ts';
import { createBlobs } from './blobs.ts';
import { openDatabase } from './database.ts';
import { createSecrets } from './secrets.ts';
import { verifyLedger } from './verification.ts';

const PROJECT = idOf<ProjectId>('p');

async function filledFolder() {
  const folder = testFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  const { store, ledger } = testStore({ file: join(data, 'consilium.db') });
  for (let n = 0; n < 5; n++)
    store.transact((tx) => ledger.append(tx, { actor: 'system', stream: 'case:1', type: 'noted', payload: { n } }));
  const blobs = createBlobs(join(data, 'blobs'));
  const stored = [];
  for (const size of [0, 1, 511, 512, 513, 70_000]) stored.push(await blobs.put(new Uint8Array(size).fill(size)));
  const uidKey = createSecrets(join(data, 'secrets')).uidKey(PROJECT);
  return { folder, data, store, ledger, stored, uidKey, file: join(folder, 'backup.tar') };
}

describe('backup and restore', () => {
  it('[BK1] a restored folder holds the same ledger, the same blobs and the same keys', async () => {
    const { folder, data, store, ledger, stored, uidKey, file } = await filledFolder();
    expect(await writeBackup(store, data, file)).toEqual({ blobs: stored.length, head: ledger.head().hash });
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const other = join(folder, 'other');
    expect(await restoreBackup(file, other)).toEqual({ blobs: stored.length, head: ledger.head().hash });
    const restored = openDatabase(join(other, 'consilium.db'));
    expect(verifyLedger(restored, { head: ledger.head().hash })).toMatchObject({ intact: true, events: 5 });
    restored.close();
    const blobs = createBlobs(join(other, 'blobs'));
    for (const { sha256, size } of stored) expect(await blobs.size(sha256)).toBe(size);
    expect(createSecrets(join(other, 'secrets')).uidKey(PROJECT)).toEqual(uidKey);
  });

  it('[BK2] a damaged, altered or cut-off archive is refused and leaves no folder', async () => {
    const { folder, data, store, file } = await filledFolder();
    await writeBackup(store, data, file);
    const whole = readFileSync(file);
    const flipped = Buffer.from(whole);
    const inBlob = flipped.indexOf(Buffer.alloc(600, 70_000 & 255));
    flipped[inBlob] = 1;
    const renamed = Buffer.from(whole);
    renamed.write('evil.db\0', 0);
    const damages = { cut: whole.subarray(0, 50_000), almost: whole.subarray(0, -2048), flipped, renamed };
    for (const [name, bytes] of Object.entries(damages)) {
      const damaged = join(folder, `${name}.tar`);
      writeFileSync(damaged, bytes);
      await expect(restoreBackup(damaged, join(folder, name)), name).rejects.toThrow();
      expect(existsSync(join(folder, name)), name).toBe(false);
    }
    expect(readdirSync(folder).filter((name) => name.endsWith('.restoring'))).toEqual([]);
  });

  it('[BK3] never writes over anything: neither a file nor a filled folder', async () => {
    const { data, store, file } = await filledFolder();
    await writeBackup(store, data, file);
    await expect(writeBackup(store, data, file)).rejects.toThrow('exists already');
    await expect(restoreBackup(file, data)).rejects.toThrow('not empty');
  });
});
