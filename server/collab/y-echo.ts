/**
 * The client of y-websocket sends every state of awareness it hears back to the server. Such echoes are not its own to send:
 * they would take the ids of people who have just left, and in a room of thirty cursors they would use up what one may send.
 */
import { createDecoder, readVarString, readVarUint } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding';

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

/** More echoes than this are not under way. */
const ECHOES = 1000;

export function createEchoes(): Echoes {
  /** Id → whether this client named it before it was told. */
  const ids = new Map<number, boolean>();
  /** One for each update it was told: a client that makes echoes up pays for them. */
  let expected = 0;

  function isOwn(id: number, first: boolean): boolean {
    const known = ids.get(id);
    if (known === undefined) ids.set(id, first);
    return known ?? first;
  }
  return {
    told(update) {
      const others = statesIn(update).filter(({ id }) => !isOwn(id, false));
      if (others.length > 0) expected = Math.min(ECHOES, expected + 1);
    },
    own(update) {
      const states = statesIn(update);
      const own = states.filter(({ id }) => isOwn(id, true));
      if (own.length === states.length) return update;
      if (own.length === 0 && expected > 0) {
        expected -= 1;
        return null;
      }
      return updateOf(own);
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
