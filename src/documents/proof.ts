/**
 * A proof of what a client has written: its state vector and the deletions it knows. A state vector alone does not show a
 * deletion, and a read submitted right after removing a mark would still contain the mark.
 */
import { fromBase64, toBase64 } from 'lib0/buffer';
import * as Y from 'yjs';

/** Base64 text of a Yjs snapshot (version 1 encoding). */
export const proofOf = (doc: Y.Doc): string => toBase64(Y.encodeSnapshot(Y.snapshot(doc)));

/** Whether `doc` has everything the proof speaks of. False for a text that is no proof. */
export function holdsProof(doc: Y.Doc, proof: string): boolean {
  const theirs = decoded(proof);
  if (!theirs) return false;
  const ours = Y.snapshot(doc);
  for (const [client, clock] of theirs.sv) if ((ours.sv.get(client) ?? 0) < clock) return false;
  return Y.equalDeleteSets(Y.mergeDeleteSets([ours.ds, theirs.ds]), Y.mergeDeleteSets([ours.ds]));
}

function decoded(proof: string): Y.Snapshot | null {
  try {
    return Y.decodeSnapshot(fromBase64(proof));
  } catch {
    return null;
  }
}
