/**
 * The client of y-websocket sends every state of awareness it hears back to the server. Such echoes are not its own to send:
 * they would take the ids of people who have just left.
 */
import { createDecoder, readVarString, readVarUint } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding';
import { AWARENESS_IDS } from './limits.ts';

export interface Echoes {
  /** The server tells this client an update of awareness. */
  told(update: Uint8Array): void;
  /**
   * What the client says of itself; null when all of it is an echo of something it was told.
   * @throws Error when it is no update of awareness.
   */
  own(update: Uint8Array): Uint8Array | null;
}

interface State {
  readonly id: number;
  readonly clock: number;
  readonly json: string;
}

export function createEchoes(): Echoes {
  /** Whoever names an id first, the client or the server, decides whose it is. */
  const own = new Set<number>();
  const others = new Set<number>();

  function isOwn(id: number): boolean {
    if (!others.has(id) && own.size < AWARENESS_IDS) own.add(id);
    return own.has(id);
  }
  return {
    told(update) {
      for (const { id } of statesIn(update)) if (!own.has(id)) others.add(id);
    },
    own(update) {
      const states = statesIn(update);
      const mine = states.filter(({ id }) => isOwn(id));
      if (mine.length === states.length) return update;
      return mine.length === 0 ? null : updateOf(mine);
    },
  };
}

function statesIn(update: Uint8Array): State[] {
  const decoder = createDecoder(update);
  const states: State[] = [];
  for (let left = readVarUint(decoder); left > 0; left--)
    states.push({ id: readVarUint(decoder), clock: readVarUint(decoder), json: readVarString(decoder) });
  return states;
}

function updateOf(states: readonly State[]): Uint8Array {
  const encoder = createEncoder();
  writeVarUint(encoder, states.length);
  for (const { id, clock, json } of states) {
    writeVarUint(encoder, id);
    writeVarUint(encoder, clock);
    writeVarString(encoder, json);
  }
  return toUint8Array(encoder);
}
