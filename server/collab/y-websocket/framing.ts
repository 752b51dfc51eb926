/**
 * Clients of y-websocket, before the same gate. A socket of theirs is one document: its messages have no address in front, it
 * introduces itself with its request instead of a message, and all it hears of a refusal is the code its socket closes with.
 */
import type { WebSocketLike } from '@hocuspocus/server';
import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import * as v from 'valibot';
import { RefusedMessageSchema } from '#documents/messages.ts';
import type { Framing } from '#server/collab/socket/framing.ts';
import { SHORT_FRAME_BYTES } from '#server/collab/limits.ts';
import { Y_CLOSE_CODES, yReasonOf, type YCloseReason } from './closing.ts';
import { createEchoes } from './echo.ts';

/** Types of messages that both protocols have. */
const SYNC = 0;
const AWARENESS = 1;
const AUTH = 2;
const QUERY_AWARENESS = 3;
/** Types that Hocuspocus alone has. */
const SYNC_REPLY = 4;
const STATELESS = 5;
const CLOSE = 7;

/** Kinds of Hocuspocus' messages about signing in. */
const TOKEN = 0;
const DENIED = 1;

/** The code with which Hocuspocus ends a socket that has been silent. */
const TIMED_OUT = 4408;

/** Nobody has moved: a client of y-websocket gives up after 30 s of silence, and knows no ping. */
const NOBODY = Uint8Array.of(AWARENESS, 1, 0);

export interface YSocket {
  readonly outlet: WebSocketLike;
  /** A ping of the WebSocket protocol, which browsers and libraries answer by themselves. */
  readonly ping: () => void;
}

/** @param document its name as Hocuspocus knows it. */
export function yFraming({ outlet, ping }: YSocket, document: string): Framing {
  const address = encoded((to) => writeVarString(to, document));
  const addressed = (message: Uint8Array): Uint8Array => joined(address, message);
  const echoes = createEchoes();
  let ended = false;

  function end(reason: YCloseReason): void {
    if (!ended) outlet.close(Y_CLOSE_CODES[reason], reason);
    ended = true;
  }
  /** @throws Error when the message is cut off, too long, or none of this protocol. */
  function inside(message: Uint8Array): Uint8Array | null {
    const content = createDecoder(message);
    const type = readVarUint(content);
    if (type === SYNC || type === QUERY_AWARENESS) return addressed(message);
    if (type !== AWARENESS || message.byteLength > SHORT_FRAME_BYTES) throw new Error('not a message of y-websocket');
    const news = echoes.newsIn(readVarUint8Array(content));
    return news && addressed(awarenessOf(news));
  }
  function say(message: Uint8Array): void {
    const content = createDecoder(message);
    switch (readVarUint(content)) {
      case SYNC:
        return outlet.send(message);
      case SYNC_REPLY:
        return outlet.send(joined(Uint8Array.of(SYNC), message.subarray(1)));
      case AWARENESS:
        echoes.told(readVarUint8Array(content));
        return outlet.send(message);
      case AUTH:
        if (readVarUint(content) === DENIED) end(yReasonOf(readVarString(content)));
        return;
      case STATELESS: {
        const refused = v.safeParse(RefusedMessageSchema, JSON.parse(readVarString(content)));
        if (refused.success) end(refused.output.code);
        return;
      }
      case CLOSE:
        return end(yReasonOf(readVarString(content)));
    }
  }

  return {
    outlet: {
      get readyState() {
        return outlet.readyState;
      },
      // Every frame of Hocuspocus is bytes, with the address of the one document of this socket in front.
      send: (frame) => {
        if (!ended) say((frame as Uint8Array).subarray(address.byteLength));
      },
      close: (code, reason = '') => end(code === TIMED_OUT ? 'silent' : yReasonOf(reason)),
    },
    // An empty token: who it is stands in the request.
    greeting: addressed(Uint8Array.of(AUTH, TOKEN, 0)),
    heard(message) {
      if (ended) return null;
      try {
        return inside(message);
      } catch {
        end('malformed');
        return null;
      }
    },
    ping() {
      outlet.send(NOBODY);
      ping();
    },
    end,
  };
}

function awarenessOf(update: Uint8Array): Uint8Array {
  return encoded((to) => {
    writeVarUint(to, AWARENESS);
    writeVarUint8Array(to, update);
  });
}

function encoded(write: (to: ReturnType<typeof createEncoder>) => void): Uint8Array {
  const encoder = createEncoder();
  write(encoder);
  return toUint8Array(encoder);
}

function joined(front: Uint8Array, back: Uint8Array): Uint8Array {
  const whole = new Uint8Array(front.byteLength + back.byteLength);
  whole.set(front);
  whole.set(back, front.byteLength);
  return whole;
}
