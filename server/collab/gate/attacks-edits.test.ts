/** Edits no honest client would make, put together by hand, against a document people work in. None may leave a trace. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { marksRootOf } from '#documents/table.ts';
import { MARKS } from '#documents/read.ts';
import { putMark } from '#documents/marks.ts';
import { mark, seatOf, uuid } from '#tests/factories/collab.ts';
import { GatedTable, admissionOf } from '#tests/factories/gated-table.ts';
import {
  any,
  binary,
  bytes,
  collected,
  craft,
  craftAll,
  craftSections,
  deletionsOf,
  letters,
  nested,
  poisoned,
  subdocument,
  type,
  type Content,
  type Id,
} from '#tests/factories/hostile.ts';
import { testStore } from '#tests/factories/store.ts';
import { ACTS, Window } from '#tests/factories/table-acts.ts';

const [annsRoot, bensRoot] = [marksRootOf(seatOf('ann')), marksRootOf(seatOf('ben'))];
/** Marks that the random work never touches. */
const [ANNS_MARK, BENS_MARK] = [uuid(41), uuid(42)];
const ANNOUNCED = 4_000_000_001;

/** What an attacker, Ben, finds. */
interface Scene {
  readonly doc: Y.Doc;
  /** An id of Ben's own that nobody has used. */
  readonly fresh: Id;
  /** Where Ann's window would go on. */
  readonly annNext: Id;
  /** A mark of each, and one field of it. */
  readonly ann: { readonly mark: Id; readonly field: Id };
  readonly ben: { readonly mark: Id; readonly field: Id };
  readonly n: number;
}

type Attack = (at: Scene) => Uint8Array;

/** A new field of Ben's own mark. */
const field =
  (key: string, content: Content): Attack =>
  ({ fresh, ben }) =>
    craft({ id: fresh, parent: ben.mark, key, content });
/** Something in a root, under a key. */
const entry =
  (parent: string, key: string | undefined, content: Content = type(1)): Attack =>
  ({ fresh }) =>
    craft({ id: fresh, parent, ...(key !== undefined && { key }), content });
const note = (content: Content): Attack => entry('notes', 'summary', content);

const otherDocument = (root: string): Uint8Array => {
  const doc = new Y.Doc();
  putMark(doc, root, mark(1));
  return Y.encodeStateAsUpdate(doc);
};
const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
const UNDEFINED = 127;
const BIG_INTEGER = [122, 0, 0, 0, 0, 0, 0, 0, 9];
const SOME_BYTES = [116, 1, 7];

const ATTACKS: Readonly<Record<string, Attack>> = {
  'forge another’s client id': ({ annNext }) =>
    craft({ id: annNext, parent: bensRoot, key: uuid(1), content: type(1) }),
  'take the id another speaks under': () =>
    craft({ id: { client: ANNOUNCED, clock: 0 }, parent: bensRoot, key: uuid(1), content: type(1) }),
  'change another’s mark beside its field': ({ fresh, ann }) =>
    craft({ id: fresh, origin: ann.field, content: any('x') }),
  'change another’s mark by its id': ({ fresh, ann }) =>
    craft({ id: fresh, parent: ann.mark, key: 'finding', content: any('x') }),
  'replace another’s mark': entry(annsRoot, ANNS_MARK),
  'delete another’s mark': ({ ann }) => craftAll([], [{ ...ann.mark, length: 1 }]),
  'delete a field of it': ({ ann }) => craftAll([], [{ ...ann.field, length: 1 }]),
  'delete all another ever wrote': ({ annNext }) =>
    craftAll([], [{ client: annNext.client, clock: 0, length: annNext.clock }]),
  'stand between two roots': ({ fresh, ann, ben }) =>
    craft({ id: fresh, origin: ben.field, rightOrigin: ann.field, content: any('x') }),
  'stand between two fields': ({ fresh, ben }) =>
    craft({
      id: fresh,
      origin: ben.field,
      rightOrigin: { ...ben.field, clock: ben.field.clock + 1 },
      content: any('x'),
    }),
  'write votes': entry('votes', 'ben', any('yes')),
  'write a record': entry('record', 'phase', any('reveal')),
  'write a seat': entry('seat', 'ballot', any('yes')),
  'write a root of another kind of document': entry('answers', 'quality', any('good')),
  'write marks in another’s root': entry(annsRoot, uuid(1)),
  'write comments in another’s root': entry(`c:${seatOf('ann')}`, uuid(1)),
  'write in the root of a seat nobody has': entry(`a:${uuid(55)}`, uuid(1)),
  'write a root every object has': entry('__proto__', uuid(1)),
  'write a root without a name': entry('', uuid(1)),
  'a subdocument': entry(bensRoot, uuid(1), subdocument),
  'a subdocument as a field': field('finding', subdocument),
  'a list as a mark': entry(bensRoot, uuid(1), type(0)),
  'a text as a mark': entry(bensRoot, uuid(1), type(2)),
  'an element as a mark': entry(bensRoot, uuid(1), type(3)),
  'a map inside a field': field('attributes', type(1)),
  'a value as a mark': entry(bensRoot, uuid(1), any({ finding: 'x' })),
  'a root as a list': entry(bensRoot, undefined, any(1)),
  'letters in a note': note(letters),
  'bytes in a note': note(binary),
  'two values at once': note(any('hidden', 'shown')),
  'a value behind a deleted one': ({ fresh }) =>
    craft({ id: fresh, parent: 'notes', key: 'summary', content: any('gone', 12345) }, [{ ...fresh, length: 1 }]),
  'no value at all': note(any()),
  'a struct without length over another’s mark': entry(annsRoot, ANNS_MARK, any()),
  undefined: field('finding', bytes(UNDEFINED)),
  'a big integer': field('finding', bytes(...BIG_INTEGER)),
  'bytes as a value': field('finding', bytes(...SOME_BYTES)),
  'a coordinate at infinity': field('points', any([[Infinity, 0]])),
  'a coordinate that is no number': field('points', any([[NaN, 0]])),
  'a coordinate out of all images': field('points', any([[1e9, 0]])),
  'a frame with another prototype': field('frame', poisoned()),
  'an attribute every object has': field('attributes', any({ constructor: 'x' })),
  'a value nested deeply': field('points', any(deep(5))),
  'a value nested without end': field('points', nested(100_000)),
  'a giant list': field('points', any(Array.from({ length: 20_000 }, () => [1, 1]))),
  'a giant note': note(any('x'.repeat(20_000))),
  'a giant update': note(any('x'.repeat(1_100_000))),
  'a field marks do not have': field('url', any('http://x')),
  'a field that is the id': field('id', any(uuid(9))),
  'a field every object has': field('__proto__', any('x')),
  'another field every object has': field('constructor', any('x')),
  'a mark that is called nothing special': entry(bensRoot, 'mark'),
  'a mark with the name every object has': entry(bensRoot, '__proto__'),
  'a mark with another such name': entry(bensRoot, 'constructor'),
  'a note with the name every object has': entry('notes', '__proto__', any('x')),
  'a note with another such name': entry('notes', 'constructor', any('x')),
  'a mark with an endless name': entry(bensRoot, 'x'.repeat(100_000)),
  'a gap in one’s own edits': ({ fresh, n }) =>
    craft({ id: { ...fresh, clock: 1 + n }, parent: bensRoot, key: uuid(1), content: type(1) }),
  'a parent that does not exist': ({ fresh, n }) =>
    craft({ id: fresh, parent: { client: fresh.client + 1, clock: n }, key: 'finding', content: any('x') }),
  'a neighbour that does not exist': ({ fresh, n }) =>
    craft({ id: fresh, origin: { client: fresh.client + 1, clock: n }, content: any('x') }),
  'itself as its neighbour': ({ fresh }) => craft({ id: fresh, origin: fresh, content: any('x') }),
  'a neighbour that comes later': ({ fresh }) =>
    craftAll([
      { id: fresh, origin: { ...fresh, clock: 1 }, content: any('x') },
      { id: { ...fresh, clock: 1 }, parent: 'notes', key: 'summary', content: any('y') },
    ]),
  'a parent that comes later': ({ fresh }) =>
    craftAll([
      { id: fresh, parent: { ...fresh, clock: 1 }, key: 'finding', content: any('x') },
      { id: { ...fresh, clock: 1 }, parent: bensRoot, key: uuid(1), content: type(1) },
    ]),
  'two that wait for each other': ({ fresh }) => {
    const other = { client: fresh.client + 1, clock: 0 };
    return craftSections([
      [
        { id: fresh, origin: other, content: any('x') },
        { id: { ...fresh, clock: 1 }, parent: 'notes', key: 'summary', content: any('y') },
      ],
      [{ id: other, origin: { ...fresh, clock: 1 }, content: any('z') }],
    ]);
  },
  'something known beside what does not exist': ({ ben }) =>
    craft({ id: ben.mark, origin: { client: 5, clock: 5 }, content: any('x') }),
  'something known beside what comes later': ({ ben }) =>
    craft({ id: ben.mark, rightOrigin: { ...ben.mark, clock: 2 ** 20 }, content: any('x') }),
  'something known in a root that does not exist': ({ ben }) =>
    craft({ id: ben.mark, parent: 'x'.repeat(1000), key: 'x', content: any('x') }),
  'one client in two parts': ({ fresh }) =>
    craftSections([
      [{ id: fresh, parent: 'notes', key: 'summary', content: any('x') }],
      [{ id: { ...fresh, clock: 1 }, parent: 'notes', key: 'other', content: any('y') }],
    ]),
  'deleting what does not exist': ({ fresh }) => craftAll([], [{ ...fresh, length: 5 }]),
  'deleting beyond the end': ({ annNext }) => craftAll([], [{ ...annNext, length: 5 }]),
  'clocks that would overflow': ({ fresh }) => collected(fresh, 1, 2 ** 52),
  'an id beyond those of Yjs': ({ fresh }) =>
    craft({ id: { ...fresh, client: 2 ** 40 }, parent: bensRoot, key: uuid(1), content: type(1) }),
  'more structs than a live edit has': ({ fresh }) => collected(fresh, 2001),
  'more deletions than a live edit has': ({ fresh }) => deletionsOf(fresh.client, 8001),
  'millions of structs in few bytes': ({ fresh }) => collected(fresh, 400_000),
  'an update of somebody’s read': () => otherDocument(MARKS),
  'an update of another table': () => otherDocument(annsRoot),
  'an update that was cut off': ({ doc, n }) => {
    const whole = Y.encodeStateAsUpdate(doc);
    return whole.subarray(0, n % whole.byteLength);
  },
  'numbers without end': () => new Uint8Array(64).fill(0xff),
};

/** Two people at work; everything here is theirs to do. */
async function tableAtWork() {
  const table = new GatedTable(testStore().store);
  const windows = [new Window('ann'), new Window('ann'), new Window('ben')] as const;
  const [ann, secondOfAnn, ben] = windows;
  const admissions = new Map([ann, secondOfAnn, ben].map((window) => [window, admissionOf(window.person)]));
  const deliver = async (window: Window): Promise<void> => {
    for (const update of window.waiting.splice(0)) {
      const verdict = await table.send(admissions.get(window) ?? admissionOf(window.person), update);
      expect(['taken', 'nothing new']).toContain(verdict);
    }
  };
  putMark(ann.doc, annsRoot, { ...mark(1), id: ANNS_MARK, lesion: ANNS_MARK });
  putMark(ben.doc, bensRoot, { ...mark(1), id: BENS_MARK, lesion: BENS_MARK });
  for (const window of windows) {
    await deliver(window);
    window.undo.clear();
  }
  table.identities.announce(admissionOf('ann'), table.doc, ANNOUNCED);
  return { table, windows, deliver, ann, ben };
}

function sceneOf({ doc, room }: GatedTable, n: number): Scene {
  const idsOf = (root: string, key: string) => {
    const map = doc.getMap<Y.Map<unknown>>(root).get(key);
    const [first] = [...(map?._map.values() ?? [])];
    if (!map?._item || !first) throw new Error('there is no mark');
    return { mark: map._item.id, field: first.id };
  };
  const ann = idsOf(annsRoot, ANNS_MARK);
  const annNext = { client: ann.mark.client, clock: Y.getState(doc.store, ann.mark.client) };
  const fresh = { client: 3_000_000_000 + n, clock: 0 };
  if (room.clients.has(fresh.client)) throw new Error('the id is used');
  return { doc, fresh, annNext, ann, ben: idsOf(bensRoot, BENS_MARK), n };
}

describe('[GT20] every attack is refused and leaves document, journal and bindings as they were', () => {
  test.each(Object.entries(ATTACKS))('%s', async (_, attack) => {
    const { table } = await tableAtWork();
    const before = table.fingerprint();
    const verdict = await table.send(admissionOf('ben'), attack(sceneOf(table, 7)));
    expect(verdict).not.toBe('taken');
    expect(verdict).not.toBe('nothing new');
    expect(table.fingerprint()).toEqual(before);
  });

  test('at any moment of any work, as live edits and as catch-ups; and the work goes on', async () => {
    const step = fc.record({
      window: fc.nat(2),
      act: fc.nat(ACTS.length - 1),
      n: fc.nat(60),
      attack: fc.option(fc.constantFrom(...Object.entries(ATTACKS).filter(([name]) => !SLOW.has(name)))),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const { table, windows, deliver } = await tableAtWork();
        for (const { window: index, act, n, attack } of steps) {
          const window = windows[index];
          if (!window) continue;
          window.act(act, n);
          if (n % 2 === 0) await deliver(window);
          if (n % 3 === 0) window.hear(table.doc);
          if (!attack) continue;
          const before = table.fingerprint();
          const ben = admissionOf('ben');
          // A catch-up is larger than a live edit may be, and nothing else.
          ben.catchUpUsed = true;
          const verdict = await table.send(ben, attack[1](sceneOf(table, n)), n % 2 === 1);
          expect([attack[0], verdict]).not.toEqual([attack[0], 'taken']);
          expect(table.fingerprint()).toEqual(before);
        }
        for (const window of windows) await deliver(window);
        expect(table.doc.store.pendingStructs).toBeNull();
      }),
      { numRuns: 60 },
    );
  });
});

const SLOW = new Set(['a value nested without end', 'millions of structs in few bytes', 'a giant update']);
