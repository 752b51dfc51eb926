/** The schema is written in TypeScript and the migrations are generated from it: one of them alone must not change. */
import { execFile } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { MIGRATIONS } from '#server/store/migration.ts';
import { testFolder } from '#tests/factories/folder.ts';

it('[MG3] the migrations build the schema as it is written', async () => {
  const copy = join(testFolder(), 'drizzle');
  cpSync(MIGRATIONS, copy, { recursive: true });
  // The tool reads every folder as relative to the present one.
  const out = relative(process.cwd(), copy);
  const kit = ['node_modules/drizzle-kit/bin.cjs', 'generate', '--dialect', 'sqlite'];
  const from = ['--schema', './server/store/schema/*.ts', '--out', out];
  const { stdout } = await promisify(execFile)(process.execPath, [...kit, ...from], { timeout: 30_000 });
  expect(stdout).toContain('No schema changes');
  expect(readdirSync(copy)).toEqual(readdirSync(MIGRATIONS));
}, 60_000);
