import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { assemble } from '#server/assemble.ts';
import { configFrom } from '#server/config.ts';
import { testFolder } from '#tests/factories/folder.ts';

/** The number of a process that has ended. */
const dead = (): string => String(spawnSync(process.execPath, ['--version']).pid);

it('[CH14] images and uploads that a dead process left half-written are gone with the next start', () => {
  const folder = testFolder();
  const incoming = join(folder, 'blobs', 'incoming');
  mkdirSync(incoming, { recursive: true });
  const left = [join(incoming, `a.${dead()}.unfinished`), join(tmpdir(), `consilium-upload-a.${dead()}.unfinished`)];
  const underWay = join(incoming, `b.${String(process.ppid)}.unfinished`);
  for (const file of [...left, underWay]) writeFileSync(file, 'pixels');
  const services = assemble(configFrom({ CONSILIUM_DATA: folder, CONSILIUM_LOG: 'silent' }));
  onTestFinished(() => services.close());
  expect(left.map((file) => existsSync(file))).toEqual([false, false]);
  expect(existsSync(underWay)).toBe(true);
});
