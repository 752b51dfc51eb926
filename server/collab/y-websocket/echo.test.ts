import { describe, expect, it } from 'vitest';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { createEchoes } from './echo.ts';

type States = Readonly<Record<number, readonly [clock: number, state: object | null]>>;

/** An update that says this of these ids. */
function updateOf(states: States): Uint8Array {
  const awareness = new Awareness(new Y.Doc());
  for (const [id, [clock, state]] of Object.entries(states)) {
    awareness.meta.set(Number(id), { clock, lastUpdated: 0 });
    if (state) awareness.states.set(Number(id), state);
  }
  const update = encodeAwarenessUpdate(awareness, Object.keys(states).map(Number));
  awareness.destroy();
  return update;
}

const HERE = { c: [1, 2] };

describe('[YW5] what a client of y-websocket repeats of others is dropped', () => {
  it('a state it was told, once or after a newer one, and that somebody has left', () => {
    const echoes = createEchoes();
    echoes.told(updateOf({ 2: [7, HERE] }));
    expect(echoes.newsIn(updateOf({ 2: [7, HERE] }))).toBeNull();
    echoes.told(updateOf({ 2: [8, HERE] }));
    expect(echoes.newsIn(updateOf({ 2: [7, HERE] }))).toBeNull();
    echoes.told(updateOf({ 2: [8, null] }));
    expect(echoes.newsIn(updateOf({ 2: [8, null] }))).toBeNull();
  });

  it('its own states pass as they are, also when the server tells them back', () => {
    const echoes = createEchoes();
    for (const clock of [0, 1, 2]) {
      const own = updateOf({ 1: [clock, HERE] });
      expect(echoes.newsIn(own)).toBe(own);
      echoes.told(own);
    }
  });

  it('its own states pass after the server has shown what an earlier connection of it said', () => {
    const echoes = createEchoes();
    echoes.told(updateOf({ 1: [5, HERE] }));
    const own = updateOf({ 1: [6, HERE] });
    expect(echoes.newsIn(own)).toBe(own);
  });

  it('of a message with both only what is new passes', () => {
    const echoes = createEchoes();
    echoes.told(updateOf({ 2: [7, HERE] }));
    const heard = new Awareness(new Y.Doc());
    applyAwarenessUpdate(heard, echoes.newsIn(updateOf({ 1: [1, HERE], 2: [7, HERE] })) ?? new Uint8Array(), null);
    expect([heard.states.has(1), heard.states.has(2)]).toEqual([true, false]);
    heard.destroy();
  });

  it('what is cut off is an error', () => {
    expect(() => createEchoes().newsIn(updateOf({ 1: [0, HERE] }).subarray(0, 4))).toThrow('Unexpected end');
    expect(() => createEchoes().newsIn(Uint8Array.of(2, 1))).toThrow('Unexpected end');
  });
});
