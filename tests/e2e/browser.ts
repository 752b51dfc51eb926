/** Finds a browser: `CHROMIUM_PATH`, a system Chromium or Chrome, Playwright's own; else installs one. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
];

/** @returns the path of an executable browser. @throws Error with what to do when none can be had. */
export function findBrowser(): string {
  return present() ?? installed() ?? missing();
}

function present(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return named;
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...onPath, ...ELSEWHERE, chromium.executablePath()].find(executable);
}

function installed(): string | undefined {
  const debianRoot = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (debianRoot) {
    run('apt-get', ['update']);
    run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core']);
  } else {
    run('npx', ['playwright', 'install', 'chromium']);
  }
  return present();
}

function run(command: string, args: readonly string[]): void {
  console.error(`no browser found: ${command} ${args.join(' ')}`);
  execFileSync(command, [...args], { stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function missing(): never {
  throw new Error('No browser was found and none could be installed. Set CHROMIUM_PATH to a Chromium or Chrome.');
}
