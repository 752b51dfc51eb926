/**
 * Unfinished files and folders carry the number of the process that makes them. A process that dies leaves them behind; the
 * next one of their kind removes those whose maker is gone, and never what somebody is still working at.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pid } from 'node:process';

/** Where to build what will be renamed to `target`. */
export const unfinished = (target: string): string => `${target}.${String(pid)}.unfinished`;

/** Removes what dead processes left in a folder. @param name only of targets whose name begins so. */
export function removeLeftovers(folder: string, name = ''): void {
  for (const entry of existsSync(folder) ? readdirSync(folder) : []) {
    const maker = /\.(\d+)\.unfinished$/.exec(entry)?.[1];
    if (maker === undefined || !entry.startsWith(name) || isAlive(Number(maker))) continue;
    remove(join(folder, entry));
  }
}

/** In a folder that is shared, such as the one for temporary files, what is another user's stays. */
function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (cause) {
    if (!hasCode(cause, 'EACCES') && !hasCode(cause, 'EPERM')) throw cause;
  }
}

/** A number that was given to another process since counts as alive: what is left over then waits for a later run. */
function isAlive(maker: number): boolean {
  try {
    process.kill(maker, 0);
    return true;
  } catch (cause) {
    return hasCode(cause, 'EPERM');
  }
}

const hasCode = (cause: unknown, code: string): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === code;
