/** Keys of this installation, made at first use and readable by its owner alone (mode 0600). They never enter the database. */
import { createHmac, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectId } from '#domain/kernel/id.ts';

export interface Secrets {
  /** Signs the sign-in cookies. */
  authentication(): string;
  /** 32 bytes that remap the UIDs and dates of one project; other projects cannot link to them. */
  uidKey(project: ProjectId): Uint8Array;
}

export function createSecrets(folder: string): Secrets {
  const known = new Map<string, Buffer>();
  function secret(name: 'authentication' | 'uid'): Buffer {
    const key = known.get(name) ?? readOrMake(folder, `${name}.key`);
    known.set(name, key);
    return key;
  }
  return {
    authentication: () => secret('authentication').toString('base64url'),
    uidKey: (project) => createHmac('sha256', secret('uid')).update(`project:${project}`).digest(),
  };
}

const BYTES = 32;

/** Two processes may start at once: the link is atomic, the loser reads the winner's key. */
function readOrMake(folder: string, name: string): Buffer {
  const file = join(folder, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `${name}.${String(process.pid)}.new`);
  const present = readKey(file);
  if (present) return present;
  const descriptor = openSync(temporary, 'w', 0o600);
  writeSync(descriptor, randomBytes(BYTES));
  fsyncSync(descriptor);
  closeSync(descriptor);
  try {
    linkSync(temporary, file);
  } catch (cause) {
    if (!hasCode(cause, 'EEXIST')) throw cause;
  } finally {
    rmSync(temporary, { force: true });
  }
  const made = readKey(file);
  if (!made) throw new Error(`the key ${name} could not be made`);
  return made;
}

/** @throws Error for a key of the wrong length: going on would lock everybody out or remap every UID anew. */
function readKey(file: string): Buffer | null {
  try {
    const key = readFileSync(file);
    if (key.byteLength !== BYTES) throw new Error(`${file} is damaged: restore it from a backup`);
    return key;
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return null;
    throw cause;
  }
}

const hasCode = (cause: unknown, code: string): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === code;
