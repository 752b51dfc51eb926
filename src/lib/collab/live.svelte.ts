/** Reading a shared document as Svelte state: a value computed from it that is computed anew when the document changes. */
import { createSubscriber } from 'svelte/reactivity';
import type * as Y from 'yjs';
import { rootOf } from '#documents/entries.ts';
import type { SharedDocument } from './shared-document.svelte.ts';

export interface Live<T> {
  /** Tracked when read in a template, `$derived` or `$effect`. */
  readonly current: T;
}

/** `live(document, (doc) => marksOf(doc, root))`. `read` must only read. */
export function live<T>(document: SharedDocument, read: (doc: Y.Doc) => T): Live<T> {
  return new LiveValue(document, read);
}

/** A root as a plain object: key → JSON. */
export const fromMap = (document: SharedDocument, root: string): Live<Record<string, unknown>> =>
  live(document, (doc) => rootOf(doc, root).toJSON());

class LiveValue<T> implements Live<T> {
  readonly #document: SharedDocument;
  readonly #read: (doc: Y.Doc) => T;
  readonly #subscribe: () => void;
  /** Only while somebody listens can we know that a value is still true. */
  #cached: { readonly value: T } | null = null;
  #listening = false;

  constructor(document: SharedDocument, read: (doc: Y.Doc) => T) {
    this.#document = document;
    this.#read = read;
    this.#subscribe = createSubscriber((update) => this.#listen(update));
  }

  get current(): T {
    this.#subscribe();
    const known = this.#listening ? this.#cached : null;
    if (known) return known.value;
    const value = this.#read(this.#document.peek());
    this.#cached = { value };
    return value;
  }

  #listen(update: () => void): () => void {
    const changed = (): void => {
      this.#cached = null;
      update();
    };
    let doc = this.#document.peek();
    doc.on('update', changed);
    const undo = this.#document.onReplaced((next) => {
      doc.off('update', changed);
      doc = next;
      doc.on('update', changed);
      changed();
    });
    this.#listening = true;
    return () => {
      this.#listening = false;
      this.#cached = null;
      doc.off('update', changed);
      undo();
    };
  }
}
