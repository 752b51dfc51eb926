/** A script with one shared document open: the real provider of y-websocket, with what a test waits for as promises of events. */
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { textOf, type DocumentName } from '#documents/names.ts';

export interface YScript {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
  /** Every end of a connection so far, in order: `4403 not-allowed`. */
  readonly ends: readonly string[];
  /** Both sides have told each other what they have. */
  readonly synced: () => Promise<void>;
  readonly sees: (check: (doc: Y.Doc) => boolean) => Promise<void>;
  readonly seesPresence: (
    check: (states: ReadonlyMap<number, Readonly<Record<string, unknown>>>) => boolean,
  ) => Promise<void>;
  /** The connection has ended for the `count`-th time; answers how. */
  ended(count?: number): Promise<string>;
  /** The provider has given up for good; answers why. */
  gaveUp(): Promise<string>;
  leave(): void;
}

export interface YScriptOptions {
  /** The address of `/collab`. */
  readonly url: string;
  readonly token?: string;
  readonly ticket?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly doc?: Y.Doc;
}

export function runScript(name: DocumentName | string, options: YScriptOptions): YScript {
  const { url, token, ticket, headers = {}, doc = new Y.Doc() } = options;
  const text = typeof name === 'string' ? name : textOf(name);
  const provider = new WebsocketProvider(`${url}/y`, text, doc, {
    WebSocketPolyfill: withHeaders({ ...headers, ...(token && { authorization: `Bearer ${token}` }) }),
    params: ticket === undefined ? {} : { ticket },
    disableBc: true,
    connect: false,
  });
  const ends: string[] = [];
  const closed = Promise.withResolvers<string>();
  provider.on('connection-close', (event) => ends.push(event ? wordsOf(event) : 'left'));
  provider.on('closed', (event) => closed.resolve(wordsOf(event)));
  provider.connect();
  return {
    doc,
    provider,
    ends,
    synced: () =>
      until(
        () => provider.synced,
        (again) => provider.on('sync', again),
      ),
    sees: (check) =>
      until(
        () => check(doc),
        (again) => doc.on('update', again),
      ),
    seesPresence: (check) =>
      until(
        () => check(provider.awareness.getStates()),
        (again) => provider.awareness.on('change', again),
      ),
    async ended(count = 1) {
      await until(
        () => ends.length >= count,
        (again) => provider.on('connection-close', again),
      );
      return ends[count - 1] ?? '';
    },
    gaveUp: () => closed.promise,
    leave() {
      provider.destroy();
      provider.awareness.destroy();
    },
  };
}

const wordsOf = ({ code, reason }: { readonly code: number; readonly reason: string }): string =>
  `${String(code)} ${reason}`;

function withHeaders(headers: Readonly<Record<string, string>>): typeof globalThis.WebSocket {
  class Socket extends WebSocket {
    constructor(address: string) {
      super(address, { headers });
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
