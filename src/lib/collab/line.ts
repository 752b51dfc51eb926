/** The one socket of a page: all documents share it. It reconnects by itself, for ever, with growing and random pauses. */
import { HocuspocusProviderWebsocket, WebSocketStatus } from '@hocuspocus/provider';
import { createWire, type Wire } from './wire.ts';

export interface Line {
  readonly socket: HocuspocusProviderWebsocket;
  readonly wire: Wire;
  /** `cookie` for the session cookie, else a personal access token. */
  readonly token: string;
  readonly connected: boolean;
  /** Called when the socket opens or is lost. Returns the undo. */
  onChange(listener: () => void): () => void;
  close(): void;
}

export interface LineOptions {
  /** E.g. `wss://consilium.example.org/collab`. */
  readonly url: string;
  readonly token?: string;
  readonly Socket?: typeof WebSocket;
}

export function openLine({ url, token = 'cookie', Socket }: LineOptions): Line {
  const wire = createWire(Socket);
  const socket = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: wire.Socket });
  return {
    socket,
    wire,
    token,
    get connected() {
      return socket.status === WebSocketStatus.Connected;
    },
    onChange(listener) {
      socket.on('status', listener);
      return () => void socket.off('status', listener);
    },
    close: () => socket.destroy(),
  };
}

let shared: Line | null = null;

/** The line of this page, opened when first asked for. */
export const sharedLine = (): Line => (shared ??= openLine({ url: addressOf(location) }));

/** At sign-out: nothing of this person stays open. */
export function hangUp(): void {
  shared?.close();
  shared = null;
}

const addressOf = ({ protocol, host }: Location): string => `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/collab`;
