/** Builds the pages if needed and runs the stories in a real browser. */
import { spawn } from 'node:child_process';
import { buildIfNeeded } from '#server/build.ts';

await buildIfNeeded((line) => console.error(line));
const child = spawn('playwright', ['test', ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
child.on('exit', (code) => process.exit(code ?? 1));
