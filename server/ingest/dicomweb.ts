/**
 * The DICOMweb origin server, as far as it goes: one frame as one bare body (PS3.18 10.4, single part) and the metadata of an
 * instance. The digest of the bytes is the ETag, so a frame is fetched once and can never be another one.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Actor } from '#domain/access/actor.ts';
import type { FrameKey } from '#domain/geometry/frame.ts';
import type { ProjectId } from '#domain/kernel/id.ts';
import { refusal } from '#domain/kernel/refusal.ts';
import type { Blobs } from '#server/store/blobs.ts';
import { caseOfStudy } from '#server/store/cases.ts';
import type { Store } from '#server/store/database.ts';
import { framePlace, instanceNamed, type FramePlace } from '#server/store/images.ts';
import { webHeadersOf } from '#server/web-headers.ts';
import type { CaseService } from './case-service.ts';

export interface DicomWebPorts {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly cases: Pick<CaseService, 'maySeePixels'>;
  readonly whoIs: (headers: Headers) => Promise<Actor | null>;
  /** Whether the image is shown to this person for its own sake, whatever they may see of its case. */
  readonly isShown: (actor: Actor, project: ProjectId, frame: FrameKey) => boolean;
}

/** The paths below `/dicomweb/`, each with or without its study and series in front. */
export const DICOMWEB_PATHS = ['instances/:sop/frames/:frame', 'instances/:sop/metadata'] as const;

const IN_FRONT = String.raw`(?:studies/[0-9.]+/series/[0-9.]+/)?`;
const FRAME = new RegExp(String.raw`^/dicomweb/${IN_FRONT}instances/([0-9.]{1,64})/frames/([1-9]\d{0,5})$`);
const METADATA = new RegExp(String.raw`^/dicomweb/${IN_FRONT}instances/([0-9.]{1,64})/metadata$`);

/** Answers every request below `/dicomweb/`; what a person may not see does not exist for them. */
export async function answerDicomWeb(
  ports: DicomWebPorts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  answerTo(ports, await ports.whoIs(webHeadersOf(request.headers)), { request, response });
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

function answerTo(ports: DicomWebPorts, actor: Actor | null, { request, response }: Exchange): void {
  if (!actor) return refuse(response, 401, 'not-signed-in');
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'bad-request');
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const frame = FRAME.exec(pathname);
  if (frame) return answerFrame(ports, actor, { sop: frame[1] ?? '', frame: Number(frame[2]), request, response });
  const metadata = METADATA.exec(pathname);
  if (metadata) return answerMetadata(ports, actor, { sop: metadata[1] ?? '', response });
  refuse(response, 404, 'not-found');
}

interface FrameRequest extends Exchange {
  readonly sop: string;
  readonly frame: number;
}

function answerFrame(ports: DicomWebPorts, actor: Actor, { sop, frame, request, response }: FrameRequest): void {
  const place = framePlace(ports.store.db, { sop, frame });
  if (!place || !maySee(ports, actor, { place, key: { sop, frame } })) return refuse(response, 404, 'not-found');
  const etag = `"${place.sha256}"`;
  const unchanged = request.headers['if-none-match'] === etag;
  response.writeHead(unchanged ? 304 : 200, frameHeaders(place, etag, unchanged));
  if (unchanged || request.method === 'HEAD') {
    response.end();
    return;
  }
  const stream = ports.blobs.stream(place.blob, { start: place.offset, length: place.length });
  stream.on('error', () => response.destroy());
  stream.pipe(response);
}

function maySee(
  { cases, isShown }: DicomWebPorts,
  actor: Actor,
  { place, key }: { readonly place: FramePlace; readonly key: FrameKey },
): boolean {
  const { case: id, project, caseState: state } = place;
  return cases.maySeePixels(actor, { id, project, state }) || (state === 'ready' && isShown(actor, project, key));
}

const frameHeaders = (place: FramePlace, etag: string, unchanged: boolean): Record<string, string> => ({
  ETag: etag,
  'Cache-Control': 'private, max-age=31536000, immutable',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  ...(unchanged
    ? {}
    : {
        'Content-Type': `application/octet-stream; transfer-syntax=${place.frameSyntax}`,
        'Content-Length': String(place.length),
      }),
});

function answerMetadata(
  ports: DicomWebPorts,
  actor: Actor,
  { sop, response }: { sop: string; response: ServerResponse },
): void {
  const found = instanceNamed(ports.store.db, sop);
  const one = found && caseOfStudy(ports.store.db, found.study);
  if (!found || !one || !ports.cases.maySeePixels(actor, one)) return refuse(response, 404, 'not-found');
  response.writeHead(200, { 'Content-Type': 'application/dicom+json', 'Cache-Control': 'private, no-cache' });
  response.end(`[${found.metadata}]`);
}

function refuse(response: ServerResponse, status: number, code: 'not-signed-in' | 'not-found' | 'bad-request'): void {
  const { message } = refusal(code);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify({ code, message }));
}
