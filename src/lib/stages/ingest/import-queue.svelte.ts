/** Files on their way in: one request per file, two at a time, each with its own progress and its own honest ending. */
import { ImportReportSchema, type ImportReport } from '#contract/ingest.ts';
import type { ProjectId } from '#domain/kernel/id.ts';
import { parsed, UNREACHABLE } from '#lib/stages/access/api-request.ts';

export type FileState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'sending'; readonly share: number }
  /** The server has the file and is checking every frame of it. */
  | { readonly kind: 'checking' }
  | { readonly kind: 'done'; readonly report: ImportReport }
  | { readonly kind: 'failed'; readonly message: string };

export class QueuedFile {
  readonly file: File;
  readonly path: string;
  state = $state.raw<FileState>({ kind: 'waiting' });

  constructor(file: File, path: string) {
    this.file = file;
    this.path = path;
  }
}

const AT_ONCE = 2;

export class ImportQueue {
  readonly #project: ProjectId;
  /** Told when nothing is on its way any more. */
  readonly #settled: () => void;
  files = $state.raw<readonly QueuedFile[]>([]);
  #running = 0;

  constructor(project: ProjectId, settled: () => void) {
    this.#project = project;
    this.#settled = settled;
  }

  readonly done = $derived(this.files.filter(({ state }) => state.kind === 'done' || state.kind === 'failed').length);
  readonly imported = $derived(
    this.files.reduce((sum, { state }) => sum + (state.kind === 'done' ? state.report.imported : 0), 0),
  );
  readonly busy = $derived(this.done < this.files.length);

  add(files: readonly { readonly file: File; readonly path: string }[]): void {
    const kept = this.busy ? this.files : [];
    this.files = [...kept, ...files.map(({ file, path }) => new QueuedFile(file, path))];
    for (let free = AT_ONCE - this.#running; free > 0; free -= 1) void this.#next();
  }

  retry(one: QueuedFile): void {
    one.state = { kind: 'waiting' };
    void this.#next();
  }

  async #next(): Promise<void> {
    const one = this.files.find(({ state }) => state.kind === 'waiting');
    if (!one) {
      if (this.#running === 0) this.#settled();
      return;
    }
    this.#running += 1;
    one.state = { kind: 'sending', share: 0 };
    one.state = await sent(`/api/v1/projects/${this.#project}/files`, one);
    this.#running -= 1;
    await this.#next();
  }
}

/** `fetch` tells nothing about how far an upload has come; this older door does. */
function sent(address: string, one: QueuedFile): Promise<FileState> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => {
      one.state = loaded < total ? { kind: 'sending', share: loaded / total } : { kind: 'checking' };
    };
    request.onload = () => resolve(stateOf(request));
    request.onerror = () => resolve({ kind: 'failed', message: UNREACHABLE.message });
    request.open('POST', address);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('accept', 'application/json');
    request.send(one.file);
  });
}

function stateOf({ status, responseText }: XMLHttpRequest): FileState {
  try {
    const answer = parsed(ImportReportSchema, status === 200, JSON.parse(responseText));
    return answer.ok ? { kind: 'done', report: answer.value } : { kind: 'failed', message: answer.error.message };
  } catch {
    return { kind: 'failed', message: UNREACHABLE.message };
  }
}
