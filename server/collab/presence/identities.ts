/**
 * Under which client ids people speak before they have written anything. Presence shows the id of a window to everybody; who
 * used it in an edit first would own it, and the edits of that window would be refused. So an id belongs, in memory, to the
 * person who announced it, as long as a connection that announced it is open. What is written binds it for ever.
 */
import type { Document, Extension } from '@hocuspocus/server';
import type { Author } from '#server/store/journal.ts';
import type { Admission, CollabContext } from '#server/collab/admission/admission.ts';
import { AWARENESS_IDS } from '#server/collab/limits.ts';

export interface Identities {
  readonly extension: Extension<CollabContext>;
  /** Whether the connection may speak under this id from now on: nobody else does, and nobody else has written under it. */
  announce(admission: Admission, document: Document, id: number): boolean;
  /** The person who announced the id, if anybody did. */
  holderOf(document: Document, id: number): Author | undefined;
}

interface Held {
  readonly user: Author;
  readonly by: Set<Admission>;
}

/** @param writerOf the person who has written under an id. */
export function createIdentities(writerOf: (document: Document, id: number) => Author | undefined): Identities {
  const documents = new WeakMap<Document, Map<number, Held>>();
  const announced = new WeakMap<Admission, Set<number>>();

  function release(admission: Admission, document: Document): void {
    const held = documents.get(document);
    for (const id of announced.get(admission) ?? []) {
      const by = held?.get(id)?.by;
      by?.delete(admission);
      if (by?.size === 0) held?.delete(id);
    }
    announced.delete(admission);
  }

  return {
    extension: {
      onDisconnect({ context: { admission }, document }) {
        if (admission) release(admission, document);
        return Promise.resolve();
      },
    },
    announce(admission, document, id) {
      const own = announced.get(admission) ?? new Set();
      if (own.has(id)) return true;
      const { user } = admission.actor;
      const held = documents.get(document) ?? new Map<number, Held>();
      const holder = held.get(id) ?? { user, by: new Set() };
      const writer = writerOf(document, id) ?? user;
      if (own.size >= AWARENESS_IDS || holder.user !== user || writer !== user) return false;
      announced.set(admission, own.add(id));
      documents.set(document, held.set(id, holder));
      holder.by.add(admission);
      return true;
    },
    holderOf: (document, id) => documents.get(document)?.get(id)?.user,
  };
}
