import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testFolder } from '#tests/factories/folder.ts';
import { filesAt, type Incoming } from './sources.ts';

it('[IM6] a file that cannot be read is named and passed over; the others come in', async () => {
  const folder = testFolder();
  mkdirSync(join(folder, 'b'));
  for (const name of ['a', 'b/inside', 'c', 'd']) writeFileSync(join(folder, name), name);
  const seen: Incoming[] = [];
  for await (const file of filesAt(folder)) {
    seen.push(file);
    // Both are gone before the walk gets to them.
    if (seen.length === 1) for (const gone of ['b', 'c']) rmSync(join(folder, gone), { recursive: true });
  }
  expect(seen.map((file) => [file.path.slice(folder.length + 1), 'failed' in file ? file.failed : 'read'])).toEqual([
    ['a', 'read'],
    ['b', 'no-access'],
    ['c', 'no-access'],
    ['d', 'read'],
  ]);
});

it('[IM7] a folder may be named by a link to it; links inside it are not followed', async () => {
  const [folder, link] = [testFolder(), join(testFolder(), 'link')];
  writeFileSync(join(folder, 'a'), 'a');
  symlinkSync('/', join(folder, 'out'));
  symlinkSync(folder, link);
  const seen: string[] = [];
  for await (const file of filesAt(link)) seen.push(file.path);
  expect(seen).toEqual([join(link, 'a')]);
});
