/**
 * The client of y-websocket sends every state of awareness it hears back to the server. Such echoes are nothing new, and not
 * its own to send: they would take the ids of people who have just left.
 */
import { createDecoder, readVarString, readVarUint } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding';

export interface Echoes {
  /** The server tells this client an update of awareness. */
  told(update: Uint8Array): void;
  /**
   * What is new in what the client says; null when all of it is an echo of something it was told.
   * @throws Error when it is no update of awareness.
   */
  newsIn(update: Uint8Array): Uint8Array | null;
}

interface State {
  readonly id: number;
  readonly clock: number;
  readonly json: string;
}

export function createEchoes(): Echoes {
  /** Id → the newest clock it was told. Whatever is no newer comes from here, or is known here. */
  const clocks = new Map<number, number>();
  return {
    told(update) {
      for (const { id, clock } of statesIn(update)) clocks.set(id, clock);
    },
    newsIn(update) {
      const states = statesIn(update);
      const news = states.filter(({ id, clock }) => clock > (clocks.get(id) ?? -1));
      if (news.length === states.length) return update;
      return news.length === 0 ? null : updateOf(news);
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
