/** Pages are built when there is no build or when it was made from other sources than those present (by content, not time). */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = ['src', 'static', 'package-lock.json', 'svelte.config.js', 'vite.config.ts'];
const MARK = join(ROOT, 'build', 'sources.sha256');

/** @throws Error when the build fails; the message names its exit code, its output went to stderr. */
export async function buildIfNeeded(say: (line: string) => void): Promise<void> {
  const present = await digestOfSources();
  if (existsSync(MARK) && (await readFile(MARK, 'utf8')) === present) return;
  say('Building the pages (this takes a minute, once) …');
  await build();
  await writeFile(MARK, present);
}

/** Tests beside the sources do not end up in the pages. */
async function digestOfSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES)
    for (const file of await filesUnder(join(ROOT, source)))
      if (!file.endsWith('.test.ts')) hash.update(`${file.slice(ROOT.length)}\0`).update(await readFile(file));
  return hash.digest('hex');
}

async function filesUnder(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => null);
  if (!entries) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function build(): Promise<void> {
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'error'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the build ended with exit code ${String(code)}`));
    });
  });
}
