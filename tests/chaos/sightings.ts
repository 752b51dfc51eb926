/** What clients saw of a session, against what the ledger says can ever have been seen, and in which order. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { SessionId } from '#domain/kernel/id.ts';
import type { SessionEvent } from '#domain/session/event.ts';
import { recordView } from '#domain/session/projection.ts';
import { evolve, type SessionState } from '#domain/session/state.ts';
import { rootOf } from '#documents/entries.ts';
import { RECORD } from '#documents/record.ts';
import type { SharedDocument } from '#lib/collab/shared-document.svelte.ts';
import type { Books } from './books.ts';

/** Notes every state of the record that this client shows, until its document is closed. */
export function watchRecord(document: SharedDocument, session: SessionId, books: Books): void {
  const sighting = { session, seen: [] as string[] };
  books.sightings.push(sighting);
  const look = (): void => {
    const json = rootOf(document.peek(), RECORD).toJSON();
    const seen = digestOf(json);
    if (Object.keys(json).length > 0 && sighting.seen.at(-1) !== seen) sighting.seen.push(seen);
  };
  const follow = (doc: SharedDocument['doc']): void => {
    doc.on('update', look);
    look();
  };
  follow(document.peek());
  document.onReplaced(follow);
}

/**
 * Each sighting must be the view after some event of the ledger, and never an earlier one after a later one: nobody saw what
 * was not durable, and no restart brought a phase back that was over.
 */
export function sightingFaults(id: SessionId, events: readonly SessionEvent[], books: Books): string[] {
  const places = new Map<string, number[]>();
  let state: SessionState | null = null;
  for (const [i, event] of events.entries()) {
    state = evolve(state, event, id);
    const digest = digestOf(recordView(state));
    places.set(digest, [...(places.get(digest) ?? []), i]);
  }
  return books.sightings
    .filter(({ session }) => session === id)
    .flatMap(({ seen }) => {
      let reached = -1;
      return seen.flatMap((digest): string[] => {
        const next = places.get(digest)?.find((place) => place >= reached);
        if (next !== undefined) reached = next;
        if (next !== undefined) return [];
        return [
          places.has(digest) ? `${id}: a phase came back that was over` : `${id}: something was shown that never was`,
        ];
      });
    });
}

const digestOf = (json: object): string => createHash('sha256').update(canonicalJson(json)).digest('base64');
