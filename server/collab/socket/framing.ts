/**
 * How one socket talks. Inside there is one protocol, that of Hocuspocus; what a client says is put into its words, and what
 * the server says into the client's.
 */
import type { WebSocketLike } from '@hocuspocus/server';
import { CLOSE_CODES, type CloseReason } from '#documents/messages.ts';

export interface Framing {
  /** The socket as Hocuspocus sees it. */
  readonly outlet: WebSocketLike;
  /** What Hocuspocus has to hear before the client says anything. */
  readonly greeting: Uint8Array | null;
  /** A message of the client in the words of Hocuspocus; null when there is nothing to pass on. */
  heard(message: Uint8Array): Uint8Array | null;
  /** Keeps the client of a silent document from taking us for dead. */
  ping(): void;
  /** Ends the socket in words the client understands. */
  end(reason: CloseReason): void;
}

const PING = Uint8Array.of(9);

/** Clients that speak as Hocuspocus does. */
export const hocuspocusFraming = (socket: WebSocketLike): Framing => ({
  outlet: socket,
  greeting: null,
  // A single byte is the answer to our ping.
  heard: (message) => (message.byteLength <= 1 ? null : message),
  ping: () => socket.send(PING),
  end: (reason) => socket.close(CLOSE_CODES[reason], reason),
});
