/** One person's window on a shared document: a real provider, with everything a test waits for as a promise of an event. */
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { createWire } from '#lib/collab/wire.ts';
import { textOf, type DocumentName } from '#documents/names.ts';
import type { ServerMessage } from '#documents/messages.ts';

export interface Desk {
  readonly doc: Y.Doc;
  readonly provider: HocuspocusProvider;
  /** What the server said beside the document, in order. */
  readonly messages: ServerMessage[];
  /** Everything written here is acknowledged. */
  saved(): Promise<void>;
  /** The document here satisfies `check`. */
  sees(check: (doc: Y.Doc) => boolean): Promise<void>;
  /** The `count`-th message from the server has arrived. */
  told(count?: number): Promise<ServerMessage>;
  /** The server closed the document, with its reason. */
  closed(): Promise<string>;
  /** The server refused to open the document, with its reason. */
  turnedAway(): Promise<string>;
  /** Some state in awareness satisfies `check`. */
  seesPresence(check: (states: ReadonlyMap<number, Record<string, unknown>>) => boolean): Promise<void>;
  leave(): void;
}

export interface DeskOptions {
  readonly url: string;
  readonly token: string;
  readonly doc?: Y.Doc;
  readonly headers?: Record<string, string>;
}

export function sitDown(
  name: DocumentName | string,
  { url, token, doc = new Y.Doc(), headers = {} }: DeskOptions,
): Desk {
  const wire = createWire(withHeaders(headers));
  const text = typeof name === 'string' ? name : textOf(name);
  const socket = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: wire.Socket });
  const provider = new HocuspocusProvider({ websocketProvider: socket, name: text, document: doc, token });
  const messages: ServerMessage[] = [];
  const closing = Promise.withResolvers<string>();
  const turning = Promise.withResolvers<string>();
  provider.on('stateless', ({ payload }: { payload: string }) => messages.push(JSON.parse(payload) as ServerMessage));
  provider.on('close', ({ event }: { event: { reason: string } }) => closing.resolve(event.reason));
  provider.on('authenticationFailed', ({ reason }: { reason: string }) => turning.resolve(reason));
  provider.attach();
  return {
    doc,
    provider,
    messages,
    saved: () =>
      until(
        () => wire.of(text).caughtUp && wire.of(text).waiting === 0,
        (again) => wire.onChange(again),
      ),
    sees: (check) =>
      until(
        () => check(doc),
        (again) => doc.on('update', again),
      ),
    async told(count = 1) {
      await until(
        () => messages.length >= count,
        (again) => provider.on('stateless', again),
      );
      const message = messages[count - 1];
      if (!message) throw new Error('no message');
      return message;
    },
    closed: () => closing.promise,
    turnedAway: () => turning.promise,
    seesPresence: (check) => {
      const states = () => new Map<number, Record<string, unknown>>(provider.awareness?.getStates());
      return until(
        () => check(states()),
        (again) => provider.on('awarenessChange', again),
      );
    },
    leave() {
      provider.destroy();
      socket.destroy();
    },
  };
}

/** The `ws` package can send headers; apart from that it has the face of a browser's WebSocket. */
function withHeaders(headers: Record<string, string>): typeof globalThis.WebSocket {
  class Socket extends WebSocket {
    constructor(address: string) {
      super(address, { headers });
      // Closed while it is still connecting it fails, as one of a browser does; there nobody has to listen.
      this.on('error', () => undefined);
    }
  }
  return Socket as unknown as typeof globalThis.WebSocket;
}

function until(check: () => boolean, listen: (again: () => void) => void): Promise<void> {
  if (check()) return Promise.resolve();
  return new Promise((resolve) => {
    listen(() => {
      if (check()) resolve();
    });
  });
}
