/** What the live documents have to offer to sessions; collab implements it, and so can a test. */
import type { SessionId } from '#domain/kernel/id.ts';
import type { DocumentName } from '#documents/names.ts';

export interface Room {
  /** Writes the difference between what the document shows under `root` and the view. */
  publish(name: DocumentName, root: string, view: Readonly<Record<string, unknown>>): Promise<void>;
  /** Holds back edits of the document while `run` changes what it permits. */
  withLock<T>(name: DocumentName, run: () => Promise<T> | T): Promise<T>;
  /** What is durable of a document; `roots` by name, empty ones left out. Called while holding the lock. */
  readDocument(name: DocumentName): { readonly roots: Readonly<Record<string, unknown>>; readonly journalSeq: number };
  /** Asks again who may have the documents of this session open. */
  reconsider(what: { readonly session: SessionId }): Promise<void>;
  /** The lease to present ended or changed hands. */
  presentingEnded(session: SessionId): void;
}
