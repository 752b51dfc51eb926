/**
 * One dropped file per request: `POST /api/v1/projects/<id>/files`, the body is the file (a Part 10 file or a zip). It is
 * written to a temporary file first, so that its size never depends on memory, and removed whatever happens.
 */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { httpStatusOf } from '#contract/refusal-status.ts';
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import { idOf, isId, type ProjectId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, type Result } from '#domain/kernel/result.ts';
import { removeLeftovers, unfinished } from '#server/store/leftovers.ts';
import { webHeadersOf } from '#server/web-headers.ts';
import type { ImportReport, ImportRequest } from './import.ts';
import { filesAt, MAXIMUM_FILE, type Incoming } from './sources.ts';

export const UPLOAD = /^\/api\/v1\/projects\/([0-9a-f-]{36})\/files$/;

const UPLOADS = 'consilium-upload-';

/** Uploads hold what images say about patients: what a server that died left of them must not stay. */
export const forgetUploads = (): void => removeLeftovers(tmpdir(), UPLOADS);

export interface UploadPorts {
  readonly whoIs: (headers: Headers) => Promise<Actor | null>;
  readonly importFiles: (by: Actor, request: ImportRequest) => Promise<Result<ImportReport, Refusal>>;
  /** Bytes of one body; as large as a file may be when left out. */
  readonly largest?: number;
}

export interface Upload {
  readonly project: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export async function answerUpload(ports: UploadPorts, { project, request, response }: Upload): Promise<void> {
  const actor = await ports.whoIs(webHeadersOf(request.headers));
  const { largest = MAXIMUM_FILE } = ports;
  const refused = refusalFor(actor, project, { request, largest });
  const result =
    refused || !actor ? err(refused ?? refusal('not-signed-in')) : await received(ports, actor, { project, request });
  const status = result.ok ? 200 : httpStatusOf(result.error.code);
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(result.ok ? result.value : result.error));
  if (!result.ok) readOn(request);
}

/** A connection that is cut while the client still sends takes the answer with it: the rest is read for a while, unkept. */
const PATIENCE_MS = 10_000;

function readOn(request: IncomingMessage): void {
  const impatience = setTimeout(() => request.destroy(), PATIENCE_MS);
  request.once('close', () => clearTimeout(impatience));
  request.on('error', () => request.destroy());
  request.resume();
}

interface Limited {
  readonly request: IncomingMessage;
  readonly largest: number;
}

function refusalFor(actor: Actor | null, project: string, { request, largest }: Limited): Refusal | null {
  if (!actor) return refusal('not-signed-in');
  if (request.method !== 'POST') return refusal('bad-request');
  const subject = { kind: 'project', project: idOf<ProjectId>(project) } as const;
  if (!isId(project) || !can(actor, 'images.import', subject)) return refusal('not-allowed');
  return Number(request.headers['content-length'] ?? 0) > largest ? refusal('body-too-large') : null;
}

async function received(
  ports: UploadPorts,
  actor: Actor,
  { project, request }: Pick<Upload, 'project' | 'request'>,
): Promise<Result<ImportReport, Refusal>> {
  const folder = unfinished(join(tmpdir(), `${UPLOADS}${randomUUID()}`));
  await mkdir(folder, { mode: 0o700 });
  try {
    const path = join(folder, 'file');
    const body = limited(request.iterator({ destroyOnReturn: false }), ports.largest ?? MAXIMUM_FILE);
    await pipeline(body, createWriteStream(path));
    return await ports.importFiles(actor, { project: idOf<ProjectId>(project), files: named(filesAt(path), path) });
  } catch (cause) {
    if (cause instanceof TooLarge) return err(refusal('body-too-large'));
    throw cause;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class TooLarge extends Error {}

/** A body without a declared length, or with a wrong one, ends here. */
async function* limited(source: AsyncIterable<Buffer>, largest: number): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const chunk of source) {
    total += chunk.length;
    if (total > largest) throw new TooLarge();
    yield chunk;
  }
}

/** Where the file lay on our disk is nobody's business; what is left is the name within an archive. */
async function* named(files: AsyncIterable<Incoming>, path: string): AsyncGenerator<Incoming> {
  for await (const file of files) yield { ...file, path: file.path.slice(path.length).replace(/^!/, '') };
}
