/**
 * One person with the real browser code for shared documents and with commands over HTTP. A command whose answer did not come
 * is sent again under its id until it does, as the pages do; what was acknowledged goes into the books.
 */
import { WebSocket } from 'ws';
import { textOf, type DocumentName } from '#documents/names.ts';
import { rootOf } from '#documents/entries.ts';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import { openLine, type Line } from '#lib/collab/line.ts';
import { openDocument, type SharedDocument } from '#lib/collab/shared-document.svelte.ts';
import { keyOf, type Books } from './books.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly repeated: boolean;
}

export interface WorkPlace {
  /** `http://127.0.0.1:<port>`. */
  readonly address: () => string;
  readonly books: Books;
}

const ANSWER_WITHIN_MS = 4000;
const AGAIN_AFTER_MS = 50;

export class PersonAtWork {
  readonly #place: WorkPlace;
  readonly #token: string;
  readonly #line: Line;
  readonly #open = new Map<string, SharedDocument>();
  #gone = false;

  constructor(place: WorkPlace, token: string) {
    this.#place = place;
    this.#token = token;
    const url = `${place.address().replace('http', 'ws')}/collab`;
    this.#line = openLine({ url, token, Socket: WebSocket as unknown as typeof globalThis.WebSocket });
  }

  /** The same document stays open until `close`. */
  open(name: DocumentName): SharedDocument {
    const text = textOf(name);
    const document = this.#open.get(text) ?? openDocument(name, { line: this.#line });
    this.#open.set(text, document);
    return document;
  }

  close(name: DocumentName): void {
    this.#open.get(textOf(name))?.close();
    this.#open.delete(textOf(name));
  }

  get documents(): readonly SharedDocument[] {
    return [...this.#open.values()];
  }

  leave(): void {
    this.#gone = true;
    for (const document of this.#open.values()) document.close();
    this.#open.clear();
    this.#line.close();
  }

  /** Writes, and resolves when the server has acknowledged it or the client has said that it was not taken. */
  async write(document: SharedDocument, edits: readonly PlannedEdit[]): Promise<void> {
    const { books } = this.#place;
    const kept = document.kept;
    const name = textOf(document.name);
    const made = edits.map(({ apply, ...edit }) => {
      apply(document.peek());
      const written = { document: name, ...edit, value: valueAt(document, edit) };
      books.began(written);
      return written;
    });
    const open = await document.settled();
    for (const edit of made) {
      if (open && canonicalJson(valueAt(document, edit) ?? null) === canonicalJson(edit.value ?? null))
        books.acknowledged(edit);
      else if (!open || document.kept !== kept) books.refused(edit);
      else if (!this.#gone) books.faults.push(`${keyOf(edit)} vanished from a client that says “saved”`);
    }
  }

  /** Sends until an answer comes; the id in `body` makes that harmless. Null when the person has left. */
  async send(path: string, body: object): Promise<Answer | null> {
    for (let repeated = false; ; repeated = true) {
      const answer = await this.once(path, body);
      // A server that cannot store says so and keeps nothing: as good as no answer.
      if (answer && answer.status < 500) return { ...answer, repeated };
      if (this.#gone) return null;
      await after(AGAIN_AFTER_MS);
    }
  }

  /** One attempt; null when no answer came. */
  async once(path: string, body: object | null): Promise<{ status: number; body: unknown } | null> {
    try {
      const response = await fetch(this.#place.address() + path, {
        method: body ? 'POST' : 'GET',
        headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json', connection: 'close' },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      return { status: response.status, body: await response.json() };
    } catch {
      return null;
    }
  }
}

export interface PlannedEdit {
  readonly root: string;
  readonly key: string;
  readonly apply: (doc: SharedDocument['doc']) => void;
}

function valueAt(document: SharedDocument, { root, key }: { root: string; key: string }): unknown {
  return (rootOf(document.peek(), root).toJSON() as Record<string, unknown>)[key];
}

export const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
