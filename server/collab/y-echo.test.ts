import { describe, expect, it } from 'vitest';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { AWARENESS_IDS } from './limits.ts';
import { createEchoes } from './y-echo.ts';

/** What somebody says of themselves. */
function stateOf(id: number, state: Record<string, unknown> = { c: null }): Uint8Array {
  const awareness = new Awareness(new Y.Doc());
  awareness.clientID = id;
  awareness.setLocalState(state);
  const update = encodeAwarenessUpdate(awareness, [id]);
  awareness.destroy();
  return update;
}

/** As the provider of y-websocket sends: all states that changed, others' included. */
function stateOfSeveral(ids: readonly number[]): Uint8Array {
  const awareness = new Awareness(new Y.Doc());
  for (const id of ids) awareness.states.set(id, { c: [id, 0] });
  for (const id of ids) awareness.meta.set(id, { clock: 1, lastUpdated: 0 });
  const update = encodeAwarenessUpdate(awareness, [...ids]);
  awareness.destroy();
  return update;
}

describe('[YW5] what a client of y-websocket repeats of others is not taken for its own', () => {
  it('its own state passes as it is, also when the server tells it back', () => {
    const echoes = createEchoes();
    const own = stateOf(1);
    expect(echoes.own(own)).toBe(own);
    echoes.told(stateOf(1));
    expect(echoes.own(own)).toBe(own);
  });

  it('an echo is nothing, its own state in the same message passes', () => {
    const echoes = createEchoes();
    echoes.own(stateOf(1));
    echoes.told(stateOf(2));
    expect(echoes.own(stateOf(2))).toBeNull();
    expect(echoes.own(stateOfSeveral([1, 2]))).toEqual(stateOfSeveral([1]));
  });

  it('a client that makes up ever more people is not remembered with all of them', () => {
    const echoes = createEchoes();
    for (let id = 1; id <= AWARENESS_IDS; id++) expect(echoes.own(stateOf(id))).not.toBeNull();
    expect(echoes.own(stateOf(99))).toBeNull();
    expect(echoes.own(stateOf(1))).not.toBeNull();
  });

  it('what is cut off is an error', () => {
    expect(() => createEchoes().own(stateOf(1).subarray(0, 4))).toThrow('Unexpected end');
    expect(() => createEchoes().own(Uint8Array.of(2, 1))).toThrow('Unexpected end');
  });
});
