import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import { countBelow, Track } from './track.ts';

/** A step of somebody: put a value, an entry with a field, or take a key away; then perhaps meet the others. */
const step = fc.record({
  who: fc.nat(2),
  key: fc.constantFrom('a', 'b', 'c', 'd'),
  what: fc.oneof(
    fc.record({ put: fc.jsonValue({ maxDepth: 2 }) }),
    fc.record({ entry: fc.integer() }),
    fc.constant({ remove: true }),
  ),
  meets: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Updates as a server would have journalled them: in an order in which each can be applied. */
function journalOf(steps: readonly Step[]): { updates: Uint8Array[]; live: Y.Doc } {
  const live = new Y.Doc();
  const people = [0, 1, 2].map(() => new Y.Doc());
  const updates: Uint8Array[] = [];
  live.on('update', (update: Uint8Array) => updates.push(update));
  for (const { who, key, what, meets } of steps) {
    const doc = people[who] ?? live;
    change(doc, key, what);
    Y.applyUpdate(live, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(live)));
    if (meets) for (const other of people) Y.applyUpdate(other, Y.encodeStateAsUpdate(live));
  }
  return { updates, live };
}

function change(doc: Y.Doc, key: string, what: Step['what']): void {
  const map = doc.getMap<unknown>('root');
  if ('put' in what) map.set(key, what.put);
  else if ('remove' in what) map.delete(key);
  else {
    const entry = map.get(key);
    const fields = entry instanceof Y.Map ? (entry as Y.Map<unknown>) : new Y.Map<unknown>();
    if (fields !== entry) map.set(key, fields);
    fields.set('n', what.entry);
  }
}

const stateOf = (doc: Y.Doc): unknown => ({
  canonical: canonicalJson(doc.getMap('root').toJSON()),
  vector: [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(),
});

function replayed(updates: readonly Uint8Array[], rowsPerKeyframe: number): Track {
  const track = new Track(rowsPerKeyframe);
  for (const [position, update] of updates.entries()) track.add(position, update);
  return track;
}

describe('a document of a replay', () => {
  it('[RP4] ends as the live one, from the log alone and from every keyframe', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (steps, every) => {
        const { updates, live } = journalOf(steps);
        expect(stateOf(replayed(updates, every).at(updates.length))).toEqual(stateOf(live));
        expect(stateOf(replayed(updates, 10_000).at(updates.length))).toEqual(stateOf(live));
        expect(stateOf(replayed(updates, every).end)).toEqual(stateOf(live));
      }),
    );
  });

  it('[RP5] shows at every moment what was there, in whatever order moments are asked for', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.nat(70), { maxLength: 20 }),
        (steps, every, moments) => {
          const { updates } = journalOf(steps);
          const track = replayed(updates, every);
          for (const moment of moments) {
            const position = Math.min(moment, updates.length);
            const expected = new Y.Doc();
            for (const update of updates.slice(0, position)) Y.applyUpdate(expected, update);
            expect(stateOf(track.at(position))).toEqual(stateOf(expected));
          }
        },
      ),
    );
  });

  it('[RP5] goes on in the same document when time goes on a little', () => {
    const { updates } = journalOf(Array.from({ length: 10 }, (_, i) => setting(i)));
    const track = replayed(updates, 100);
    const doc = track.at(3);
    expect(track.at(7)).toBe(doc);
    expect(track.at(2)).not.toBe(doc);
  });

  it('counts what lies below a limit', () => {
    expect([0, 1, 2, 3, 9].map((limit) => countBelow([1, 1, 2], limit))).toEqual([0, 0, 2, 3, 3]);
  });
});

const setting = (n: number): Step => ({ who: 0, key: 'a', what: { put: n }, meets: false });
