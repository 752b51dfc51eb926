/**
 * Unfinished files and folders carry the number of the process that makes them. A process that dies leaves them behind; the
 * next one of their kind removes those whose maker is gone, and never what somebody is still working at.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pid } from 'node:process';

/** Where to build what will be renamed to `target`. */
export const unfinished = (target: string): string => `${target}.${String(pid)}.unfinished`;

/** Removes what dead processes left of `target`. */
export function removeLeftovers(target: string): void {
  const folder = dirname(target);
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const maker = makerOf(name, basename(target));
    if (maker !== null && !isAlive(maker)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function makerOf(name: string, target: string): number | null {
  if (!name.startsWith(`${target}.`)) return null;
  const [, maker] = /^(\d+)\.unfinished$/.exec(name.slice(target.length + 1)) ?? [];
  return maker === undefined ? null : Number(maker);
}

/** A number that was given to another process since counts as alive: what is left over then waits for a later run. */
function isAlive(maker: number): boolean {
  try {
    process.kill(maker, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}
