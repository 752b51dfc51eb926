/** The texts of a protocol behind the gate: several people write in them at once, and nothing else than letters comes in. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { v7 } from 'uuid';
import * as Y from 'yjs';
import { LOCAL, rootOf } from '#documents/entries.ts';
import { insertEntry, writeContent } from '#documents/protocol-content.ts';
import { ABOUT, CLAUSES, draftIn } from '#documents/protocol-draft.ts';
import { changeText } from '#documents/texts.ts';
import { idOf } from '#domain/kernel/id.ts';
import { TEXT_LETTERS } from '#server/collab/limits.ts';
import { uuid } from '#tests/factories/collab.ts';
import { GatedTable, admissionOf, type Verdict } from '#tests/factories/gated-table.ts';
import { any, craft, letters, type } from '#tests/factories/hostile.ts';
import { testStore } from '#tests/factories/store.ts';
import { fullProtocol } from '#tests/factories/written-protocol.ts';

const NAME = { kind: 'protocol', protocol: idOf<never>(v7()) } as const;
const CLAUSE = uuid(1);
const place = { root: CLAUSES, id: CLAUSE, field: 'text' };
const FRESH = { client: 4_000_000, clock: 0 };

class Person {
  readonly doc = new Y.Doc();
  readonly #gate: GatedTable;
  readonly #admission;
  constructor(gate: GatedTable, name: string) {
    this.#gate = gate;
    this.#admission = admissionOf(name, 'write', NAME);
    this.catchUp();
  }
  catchUp(): void {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.#gate.doc));
  }
  /** Sends what the server has not got. */
  send(catchUp = false): Promise<Verdict> {
    const update = Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(this.#gate.doc));
    return this.#gate.send(this.#admission, update, catchUp);
  }
  attack(update: Uint8Array): Promise<Verdict> {
    return this.#gate.send(this.#admission, update);
  }
  write(text: string): void {
    changeText(this.doc, place, text);
  }
  get text(): string {
    return draftIn({ [CLAUSES]: rootOf(this.doc, CLAUSES).toJSON() }).clauses[0]?.text ?? '';
  }
}

async function begun(text = 'Mark a nodule.'): Promise<{ gate: GatedTable; ann: Person; ben: Person }> {
  const gate = new GatedTable(testStore().store, NAME);
  const ann = new Person(gate, 'ann');
  insertEntry(ann.doc, CLAUSES, { id: CLAUSE, number: '1.1', kind: 'rule', text });
  insertEntry(ann.doc, ABOUT, { id: ABOUT, title: 'T', question: 'Q', population: '' });
  expect(await ann.send()).toBe('taken');
  return { gate, ann, ben: new Person(gate, 'ben') };
}

test('[PT11] the gate takes everything that a protocol can say', async () => {
  const gate = new GatedTable(testStore().store, NAME);
  const ann = new Person(gate, 'ann');
  writeContent(ann.doc, { content: fullProtocol, version: 1, newId: v7, chance: () => 0.5 });
  expect(await ann.send()).toBe('taken');
});

test('[PT11] two people write in one clause at once, and the gate takes both', async () => {
  const { ann, ben } = await begun();
  ann.write('Mark every nodule.');
  ben.write('Mark a nodule of 3 mm or more.');
  expect([await ann.send(), await ben.send()]).toEqual(['taken', 'taken']);
  ann.catchUp();
  ben.catchUp();
  expect([ann.text, ben.text]).toEqual(Array(2).fill('Mark every nodule of 3 mm or more.'));
});

test('[PT11] whatever two people type, delete, take back and bring in late, the gate takes it and both see the same', async () => {
  const act = fc.record({
    who: fc.constantFrom<'ann' | 'ben'>('ann', 'ben'),
    what: fc.constantFrom('type', 'type', 'type', 'undo', 'redo', 'send', 'see', 'drop', 'add'),
    text: fc.string({ unit: fc.constantFrom('a', 'b', '🫁', ' '), maxLength: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
      const { ann, ben } = await begun();
      const undo = new Map(
        [ann, ben].map((one) => [
          one,
          new Y.UndoManager(one.doc.getMap(CLAUSES), { trackedOrigins: new Set([LOCAL]), captureTimeout: 0 }),
        ]),
      );
      for (const { who, what, text } of acts) {
        const one = who === 'ann' ? ann : ben;
        if (what === 'type') one.write(text);
        else if (what === 'undo') undo.get(one)?.undo();
        else if (what === 'redo') undo.get(one)?.redo();
        else if (what === 'see') one.catchUp();
        else if (what === 'drop') one.doc.transact(() => rootOf(one.doc, CLAUSES).delete(CLAUSE), LOCAL);
        else if (what === 'add') insertEntry(one.doc, CLAUSES, { id: CLAUSE, number: '1.1', text });
        else expect(['taken', 'nothing new']).toContain(await one.send());
      }
      for (const one of [ann, ben]) expect(['taken', 'nothing new']).toContain(await one.send());
      ann.catchUp();
      ben.catchUp();
      expect(ann.doc.getMap(CLAUSES).toJSON()).toEqual(ben.doc.getMap(CLAUSES).toJSON());
    }),
    { numRuns: 150 },
  );
});

test('[PT12] into a text come letters and nothing else, and nothing but a text where a text belongs', async () => {
  const { gate, ann, ben } = await begun();
  const clause = gate.doc.getMap<Y.Map<unknown>>(CLAUSES).get(CLAUSE);
  const [entry, text] = [clause?._item?.id, (clause?.get('text') as Y.Text)._item?.id];
  if (!entry || !text) throw new Error('there is no text');
  const inside = { id: FRESH, parent: text };
  const attacks: readonly (readonly [string, Uint8Array])[] = [
    ['a format', formatted(gate, ben)],
    ['an object between letters', embedded(gate)],
    ['a value between letters', craft({ ...inside, content: any('x') })],
    ['a map between letters', craft({ ...inside, content: type(1) })],
    ['a text in a text', craft({ ...inside, content: type(2) })],
    ['an attribute of a text', craft({ ...inside, key: 'bold', content: any(true) })],
    ['letters with a name', craft({ ...inside, key: 'bold', content: letters })],
    ['a string where a text belongs', craft({ id: FRESH, parent: entry, key: 'text', content: any('x') })],
    ['a map where a text belongs', craft({ id: FRESH, parent: entry, key: 'text', content: type(1) })],
    ['a list where a text belongs', craft({ id: FRESH, parent: entry, key: 'text', content: type(0) })],
    ['a text where a value belongs', craft({ id: FRESH, parent: entry, key: 'number', content: type(2) })],
    ['letters where a value belongs', craft({ id: FRESH, parent: entry, key: 'number', content: letters })],
    ['letters in an entry', craft({ id: FRESH, parent: entry, content: letters })],
    ['letters in a root', craft({ id: FRESH, parent: CLAUSES, content: letters })],
    ['a text as an entry', craft({ id: FRESH, parent: CLAUSES, key: uuid(2), content: type(2) })],
    ['a text as a field nobody knows', craft({ id: FRESH, parent: entry, key: 'stray', content: type(2) })],
  ];
  const before = gate.fingerprint();
  for (const [what, update] of attacks) {
    expect([what, await ben.attack(update)]).not.toEqual([what, 'taken']);
    expect([what, gate.fingerprint()]).toEqual([what, before]);
  }
  // The person is heard all the same.
  ann.write('Mark it.');
  expect(await ann.send()).toBe('taken');
});

test('[PT12] a text has an end, however it is filled', async () => {
  const { ann, ben } = await begun('');
  ann.write('x'.repeat(TEXT_LETTERS));
  expect(await ann.send()).toBe('taken');
  ben.catchUp();
  ben.write(`${ben.text}y`);
  expect(await ben.send()).toBe('too-large');
  const other = await begun('');
  for (let i = 0; i < 3; i++) other.ann.write(other.ann.text + 'x'.repeat(TEXT_LETTERS / 2));
  expect(await other.ann.send()).toBe('too-large');
});

test('[PT12] what is of another text, or of another entry, stays where it is', async () => {
  const { gate, ben } = await begun();
  const about = gate.doc.getMap<Y.Map<unknown>>(ABOUT).get(ABOUT);
  const [title, question] = ['title', 'question'].map((field) => (about?.get(field) as Y.Text)._start?.id);
  if (!title || !question) throw new Error('there are no texts');
  const before = gate.fingerprint();
  const between = craft({ id: FRESH, origin: title, rightOrigin: question, content: letters });
  expect(await ben.attack(between)).toBe('root-denied');
  expect(gate.fingerprint()).toEqual(before);
});

function formatted(gate: GatedTable, ben: Person): Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(gate.doc));
  const text = doc.getMap<Y.Map<Y.Text>>(CLAUSES).get(CLAUSE)?.get('text');
  text?.format(0, 4, { bold: true });
  ben.catchUp();
  return Y.encodeStateAsUpdate(doc, Y.encodeStateVector(gate.doc));
}

function embedded(gate: GatedTable): Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(gate.doc));
  doc.getMap<Y.Map<Y.Text>>(CLAUSES).get(CLAUSE)?.get('text')?.insertEmbed(0, { image: 'https://example.org' });
  return Y.encodeStateAsUpdate(doc, Y.encodeStateVector(gate.doc));
}
