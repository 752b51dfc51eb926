/** The other half of a gate: whatever honest people do, in whatever order it arrives, passes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { validateRoot } from '#documents/shapes.ts';
import { TABLE } from '#tests/factories/collab.ts';
import { GatedTable, admissionOf } from '#tests/factories/gated-table.ts';
import { testStore } from '#tests/factories/store.ts';
import { ACTS, Window, type Person } from '#tests/factories/table-acts.ts';

const PEOPLE: readonly Person[] = ['ann', 'ann', 'ben', 'ben'];

/** `catch up`: what the server lacks. `push`: all there is, as a script might. `reopen`: another window on what the browser kept. */
const step = fc.record({
  window: fc.nat(PEOPLE.length - 1),
  act: fc.nat(ACTS.length - 1),
  n: fc.nat(60),
  then: fc.constantFrom('wait', 'wait', 'deliver', 'catch up', 'push', 'hear', 'reopen'),
});

class Room {
  readonly table = new GatedTable(testStore().store);
  readonly windows = PEOPLE.map((person) => new Window(person));

  async deliver(window: Window, update: Uint8Array, catchUp: boolean): Promise<void> {
    const verdict = await this.table.send(admissionOf(window.person), update, catchUp);
    expect(['taken', 'nothing new']).toContain(verdict);
    expect(this.table.doc.store.pendingStructs).toBeNull();
  }

  async catchUp(window: Window): Promise<void> {
    window.waiting = [];
    await this.deliver(window, Y.encodeStateAsUpdate(window.doc, Y.encodeStateVector(this.table.doc)), true);
  }

  async then(what: string, index: number): Promise<void> {
    const window = this.windows[index];
    if (!window || what === 'wait') return;
    if (what === 'deliver') for (const update of window.waiting.splice(0)) await this.deliver(window, update, false);
    if (what === 'catch up') await this.catchUp(window);
    if (what === 'push') {
      window.waiting = [];
      await this.deliver(window, Y.encodeStateAsUpdate(window.doc), true);
    }
    if (what === 'hear') {
      await this.catchUp(window);
      window.hear(this.table.doc);
    }
    if (what === 'reopen') {
      const again = new Window(window.person);
      again.hear(window.doc);
      again.waiting = [...window.waiting];
      this.windows[index] = again;
    }
  }
}

test('[GT11] honest edits are never refused, whatever their order, offline times, undo, and number of windows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120 }), async (steps) => {
      const room = new Room();
      for (const { window, act, n, then } of steps) {
        room.windows[window]?.act(act, n);
        await room.then(then, window);
      }
      for (const window of room.windows) await room.catchUp(window);
      for (const window of room.windows) window.hear(room.table.doc);
      const [first, ...others] = room.windows.map(({ doc }) => JSON.stringify(Y.encodeStateVector(doc)));
      expect(others).toEqual(others.map(() => first));
      for (const root of room.table.doc.share.keys())
        expect(validateRoot(TABLE, root, room.table.doc.getMap(root).toJSON())).toBeNull();
    }),
    { numRuns: 120 },
  );
});

test('[GT11] a day of work offline, in two windows of each person, comes in as one catch-up each', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), async (seed) => {
      const room = new Room();
      const draw = random(seed);
      for (const window of room.windows) for (let i = 0; i < 1500; i++) window.act(draw(ACTS.length), draw(1000));
      for (const window of room.windows) await room.catchUp(window);
      for (const window of room.windows) await room.then('hear', room.windows.indexOf(window));
    }),
    { numRuns: 3 },
  );
}, 60_000);

/** A linear congruential generator (Numerical Recipes): the day shrinks to a seed. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
