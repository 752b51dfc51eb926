/** Which rows of a record changed nothing but how many ballots are in, and of whom one is missing. */
import * as Y from 'yjs';
import { rootOf } from '#documents/entries.ts';
import { RECORD } from '#documents/record.ts';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { RecordView } from '#domain/session/view.ts';

/** @returns a function to be given the updates of one record, in order; it answers whether this one only counts. */
export function ballotCounter(): (update: Uint8Array) => boolean {
  const doc = new Y.Doc();
  const record = rootOf(doc, RECORD);
  let changed: ReadonlySet<string> = new Set();
  record.observe((event) => (changed = event.keysChanged));
  let before = withoutCount(null);
  return (update) => {
    changed = new Set();
    Y.applyUpdate(doc, update);
    const onlyFloor = changed.size === 1 && changed.has('floor');
    // The server wrote it from a `RecordView`, so that is what it is.
    const after = changed.has('floor') ? withoutCount(record.get('floor') as RecordView['floor']) : before;
    const counts = onlyFloor && after === before;
    before = after;
    return counts;
  };
}

function withoutCount(floor: RecordView['floor'] | null): string {
  const voting = floor?.voting ? { ...floor.voting, cast: null, missing: null } : null;
  return canonicalJson(floor && { ...floor, voting });
}
