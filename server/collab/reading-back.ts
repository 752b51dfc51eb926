/** Reading a document on the server: what is durable, whether the document is loaded at the moment or not. */
import type { Document, Hocuspocus } from '@hocuspocus/server';
import * as Y from 'yjs';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import { rootOf } from '#documents/entries.ts';
import { textOf, type DocumentName } from '#documents/names.ts';
import { holdsProof } from '#documents/proof.ts';
import type { Journal } from '#server/store/journal.ts';
import type { CollabContext } from '#server/collab/admission/admission.ts';
import { replayInto, type Rooms } from './room.ts';

export interface DocumentState {
  /** Root → its JSON; empty roots are left out. */
  readonly roots: Readonly<Record<string, unknown>>;
  /** Canonical JSON of `roots`: equal documents have equal texts. */
  readonly canonical: string;
  /** Yjs state vector (version 1 encoding). */
  readonly stateVector: Uint8Array;
  /** Number of the document's last row in the journal; 0 when there is none. */
  readonly journalSeq: number;
  /** Whether everything a client proves to have written (`proofOf`) is in here. */
  readonly holds: (proof: string) => boolean;
}

export function stateOf(
  ports: { readonly hocuspocus: Hocuspocus<CollabContext>; readonly rooms: Rooms; readonly journal: Journal },
  name: DocumentName,
): DocumentState {
  const text = textOf(name);
  const live: Document | undefined = ports.hocuspocus.documents.get(text);
  if (live) return described(copyOf(live), ports.rooms.of(live).seq);
  const stored = ports.journal.load(text);
  const doc = new Y.Doc();
  replayInto(doc, stored);
  return described(doc, stored.seq);
}

/** The state must not change under somebody who keeps it, while the live document goes on. */
function copyOf(live: Document): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(live));
  return copy;
}

function described(doc: Y.Doc, journalSeq: number): DocumentState {
  const filled = [...doc.share.keys()].sort().map((root) => [root, rootOf(doc, root).toJSON()] as const);
  const roots = Object.fromEntries(filled.filter(([, json]) => Object.keys(json).length > 0));
  return {
    roots,
    canonical: canonicalJson(roots),
    stateVector: Y.encodeStateVector(doc),
    journalSeq,
    holds: (proof) => holdsProof(doc, proof),
  };
}
