/** Edits thrown together at random: what the guard lets through must be whole, the sender's own to make, and the same when replayed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import { putMark } from '#documents/marks.ts';
import { marksRootOf, putNote } from '#documents/table.ts';
import { mark, seatOf, uuid } from '#tests/factories/collab.ts';
import { GatedTable, admissionOf } from '#tests/factories/gated-table.ts';
import {
  any,
  craftSections,
  deleted,
  subdocument,
  type,
  type Content,
  type Crafted,
  type Id,
} from '#tests/factories/hostile.ts';
import { testStore } from '#tests/factories/store.ts';

const [annsRoot, bensRoot] = [marksRootOf(seatOf('ann')), marksRootOf(seatOf('ben'))];
const [ANN, BEN, FIRST, SECOND] = [11, 22, 33, 44];

const id = fc.record({ client: fc.constantFrom(ANN, BEN, FIRST, SECOND), clock: fc.nat(12) });
const content = fc.constantFrom<Content>(
  ...[any('x'), any('x'), any(7), any('x', 'y'), any(), type(1), type(1), type(0), deleted(1), deleted(3), subdocument],
);
const struct = fc.record({
  origin: fc.option(id, { nil: undefined, freq: 3 }),
  rightOrigin: fc.option(id, { nil: undefined, freq: 2 }),
  parent: fc.oneof(fc.constantFrom('notes', 'joint', bensRoot, annsRoot), id),
  key: fc.constantFrom('summary', 'finding', uuid(1), uuid(2), 'position'),
  content,
});
/** What Ben might well write. */
const plausible = fc.record({
  origin: fc.constant(undefined),
  rightOrigin: fc.constant(undefined),
  place: fc.constantFrom<Pick<Crafted, 'parent' | 'key' | 'content'>>(
    { parent: 'notes', key: 'summary', content: any('x') },
    { parent: 'notes', key: 'other', content: any('y') },
    { parent: 'joint', key: uuid(1), content: type(1) },
    { parent: bensRoot, key: uuid(2), content: type(1) },
    { parent: { client: BEN, clock: 0 }, key: 'finding', content: any('x') },
    { parent: 'notes', key: 'summary', content: deleted(2) },
  ),
});
const either = fc.oneof(
  { weight: 3, arbitrary: plausible.map(({ place, ...neighbours }) => ({ ...neighbours, ...place })) },
  { weight: 1, arbitrary: struct },
);
const section = fc.record({
  client: fc.constantFrom(ANN, BEN, BEN, FIRST, FIRST, SECOND, SECOND),
  ahead: fc.constantFrom(0, 0, 0, 0, 1, -1),
  structs: fc.array(either, { minLength: 1, maxLength: 3 }),
});
const range = fc.record({
  client: id.map(({ client }) => client),
  clock: fc.nat(12),
  length: fc.integer({ min: 1, max: 3 }),
});
const edit = fc.record({
  sections: fc.array(section, { maxLength: 3 }),
  deletions: fc.array(range, { maxLength: 2 }),
});

/** A table with a mark of each and a note. */
async function furnished(): Promise<GatedTable> {
  const table = new GatedTable(testStore().store);
  for (const [person, client, root] of [
    ['ann', ANN, annsRoot],
    ['ben', BEN, bensRoot],
  ] as const) {
    const doc = new Y.Doc();
    doc.clientID = client;
    putMark(doc, root, mark(client));
    putNote(doc, 'summary', person);
    expect(await table.send(admissionOf(person), Y.encodeStateAsUpdate(doc))).toBe('taken');
  }
  return table;
}

function updateOf(
  table: GatedTable,
  { sections, deletions }: { sections: readonly Drawn[]; deletions: readonly (Id & { length: number })[] },
): Uint8Array {
  return craftSections(
    sections.map(({ client, ahead, structs }) => {
      const start = Math.max(0, Y.getState(table.doc.store, client) + ahead);
      return structs.map(({ origin, rightOrigin, ...rest }, i): Crafted => ({
        id: { client, clock: start + i },
        ...(origin && { origin }),
        ...(rightOrigin && { rightOrigin }),
        ...rest,
      }));
    }),
    deletions,
  );
}
interface Drawn {
  readonly client: number;
  readonly ahead: number;
  readonly structs: readonly (Omit<Crafted, 'id' | 'origin' | 'rightOrigin'> & {
    readonly origin: Id | undefined;
    readonly rightOrigin: Id | undefined;
  })[];
}

const jsonOf = (doc: Y.Doc): string =>
  canonicalJson(Object.fromEntries([...doc.share.keys()].sort().map((root) => [root, doc.getMap(root).toJSON()])));

test('[GT20] whatever is let through is whole, touches nothing of others, and is the same when replayed', async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 12 }), async (edits) => {
      const table = await furnished();
      const anns = canonicalJson(table.doc.getMap(annsRoot).toJSON());
      for (const one of edits) {
        const before = table.fingerprint();
        const verdict = await table.send(admissionOf('ben'), updateOf(table, one));
        if (verdict !== 'taken') expect(table.fingerprint()).toEqual(before);
        else taken += 1;
        expect([table.doc.store.pendingStructs, table.doc.store.pendingDs]).toEqual([null, null]);
        expect(canonicalJson(table.doc.getMap(annsRoot).toJSON())).toBe(anns);
        expect(table.doc.subdocs.size).toBe(0);
      }
      const replayed = new Y.Doc();
      for (const { data } of table.journal.rows(table.room.text)) Y.applyUpdate(replayed, data);
      expect(jsonOf(replayed)).toBe(jsonOf(table.doc));
      expect(Y.encodeStateVector(replayed)).toEqual(Y.encodeStateVector(table.doc));
    }),
    { numRuns: 300 },
  );
  expect(taken).toBeGreaterThan(100);
});
