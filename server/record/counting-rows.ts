/** Which rows of a record changed nothing but how many ballots are in, and of whom one is missing. */
import * as Y from 'yjs';
import { rootOf } from '#documents/entries.ts';
import { RECORD, recordOf } from '#documents/record.ts';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';

/** @param updates all rows of one record, in order. @returns for each of them whether it only counts. */
export function countingRows(updates: readonly Uint8Array[]): boolean[] {
  const doc = new Y.Doc();
  let changed: ReadonlySet<string> = new Set();
  rootOf(doc, RECORD).observe((event) => (changed = event.keysChanged));
  let before = floorWithoutCount(doc);
  return updates.map((data) => {
    Y.applyUpdate(doc, data);
    const after = floorWithoutCount(doc);
    const counts = changed.size === 1 && changed.has('floor') && after === before;
    before = after;
    return counts;
  });
}

function floorWithoutCount(doc: Y.Doc): string {
  const floor = recordOf(doc)?.floor ?? null;
  const voting = floor?.voting ? { ...floor.voting, cast: null, missing: null } : null;
  return canonicalJson(floor && { ...floor, voting });
}
