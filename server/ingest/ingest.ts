/** The ingest stage: files in, cases out, pixels to those who may see them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Actor } from '#domain/access/actor.ts';
import { httpStatusOf } from '#contract/refusal-status.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import type { Result } from '#domain/kernel/result.ts';
import { createCaseService, type CasePorts, type CaseService } from './case-service.ts';
import { answerDicomWeb, type DicomWebPorts } from './dicomweb.ts';
import { importFiles, type ImportPorts, type ImportReport, type ImportRequest } from './import.ts';
import { answerUpload, forgetUploads, UPLOAD } from './upload.ts';

export interface IngestPorts extends ImportPorts, CasePorts, Pick<DicomWebPorts, 'isShown'> {
  readonly whoIs: (headers: Headers) => Promise<Actor | null>;
  readonly log: { error(about: object, message: string): void };
}

export interface Ingest extends CaseService {
  /** @param by null for the command line. */
  importFiles(by: Actor | null, request: ImportRequest): Promise<Result<ImportReport, Refusal>>;
  /** Frames out and files in, streamed; answers whether it took the request. */
  http(request: IncomingMessage, response: ServerResponse): boolean;
}

export function createIngest(ports: IngestPorts): Ingest {
  forgetUploads();
  const cases = createCaseService(ports);
  const importer = (by: Actor | null, request: ImportRequest) => importFiles(ports, by, request);
  return {
    ...cases,
    importFiles: importer,
    http(request, response) {
      const answer = handlerOf(request);
      if (!answer) return false;
      answer(request, response).catch((cause: unknown) => failed(ports, { request, response, cause }));
      return true;
    },
  };

  type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

  function handlerOf({ url = '/' }: IncomingMessage): Answer | undefined {
    const path = url.split('?')[0] ?? '/';
    if (path === '/dicomweb' || path.startsWith('/dicomweb/')) {
      return (request, response) => answerDicomWeb({ ...ports, cases }, request, response);
    }
    const upload = UPLOAD.exec(path);
    if (!upload) return undefined;
    const project = upload[1] ?? '';
    return (request, response) =>
      answerUpload({ whoIs: ports.whoIs, importFiles: importer }, { project, request, response });
  }
}

interface Failing {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly cause: unknown;
}

/** A client that went away is nothing to tell; a disk that is full is told to the client and to the log. */
function failed({ log }: IngestPorts, { request, response, cause }: Failing): void {
  if (request.socket.destroyed || response.headersSent) {
    response.destroy();
    return;
  }
  log.error({ err: cause }, 'images were not stored or sent');
  const refused = refusal('storage-failed');
  response.writeHead(httpStatusOf(refused.code), { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(refused));
}
