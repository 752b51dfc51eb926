/** WebSocket upgrades: where they may come from, what a socket may send, and how a slow one is cut off. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Hocuspocus, WebSocketLike } from '@hocuspocus/server';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { webHeadersOf } from '#server/web-headers.ts';
import type { Arrival, CollabContext } from './admission.ts';
import { MESSAGE_BYTES, WAITING_BYTES, createBucket } from './limits.ts';

/** Documents in which nobody shares a cursor are silent; the ping keeps their clients from taking us for dead. */
const PING_MS = 15_000;
const PING = Uint8Array.of(9);

export interface Sockets {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Closes every socket and resolves when all are gone. */
  close(): Promise<void>;
}

export interface SocketPorts {
  readonly hocuspocus: Hocuspocus<CollabContext>;
  /** The address browsers use, when it is not the one of the request (behind a proxy). */
  readonly origin: string | null;
}

export function createSockets({ hocuspocus, origin }: SocketPorts): Sockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES, perMessageDeflate: false });
  const ping = setInterval(() => {
    for (const socket of server.clients) if (socket.readyState === socket.OPEN) socket.send(PING);
  }, PING_MS);
  ping.unref();
  return {
    upgrade(request, socket, head) {
      const page = pageOf(request, origin);
      if (page === 'foreign') {
        refuse(socket);
        return;
      }
      server.handleUpgrade(request, socket, head, (accepted) => {
        const web = webRequestOf(request);
        const arrival: Arrival = { headers: web.headers, fromPage: page === 'ours' };
        connect(hocuspocus, accepted, { web, arrival });
      });
    },
    async close() {
      clearInterval(ping);
      const gone = [...server.clients].map(closed);
      server.close();
      await Promise.all(gone);
    },
  };
}

/** SvelteKit's check of origins does not cover upgrades: without this one any page could use the visitor's cookie. */
function pageOf(request: IncomingMessage, origin: string | null): 'ours' | 'none' | 'foreign' {
  const claimed = request.headers.origin;
  if (claimed === undefined) return 'none';
  if (origin !== null && claimed === origin) return 'ours';
  return URL.canParse(claimed) && new URL(claimed).host === request.headers.host ? 'ours' : 'foreign';
}

function refuse(socket: Duplex): void {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

function webRequestOf(request: IncomingMessage): Request {
  const headers = webHeadersOf(request.headers);
  return new Request(new URL(request.url ?? '/', 'http://collab.invalid'), { headers });
}

function connect(
  hocuspocus: Hocuspocus<CollabContext>,
  socket: WebSocket,
  from: { readonly web: Request; readonly arrival: Arrival },
): void {
  socket.binaryType = 'nodebuffer';
  const client = hocuspocus.handleConnection(capped(socket), from.web, { arrival: from.arrival });
  const bucket = createBucket(() => performance.now());
  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (!isBinary || !(data instanceof Buffer)) return socket.close(1003, 'binary only');
    // A single byte is the answer to our ping.
    if (data.byteLength <= 1) return;
    if (!bucket.take(data.byteLength)) return socket.close(4429, 'rate-limited');
    client.handleMessage(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  });
  socket.on('close', (code, reason) => client.handleClose({ code, reason: reason.toString() }));
  socket.on('error', () => socket.terminate());
}

/** Hocuspocus never looks at what is waiting in a socket. */
function capped(socket: WebSocket): WebSocketLike {
  return {
    get readyState() {
      return socket.readyState;
    },
    send(data) {
      if (socket.bufferedAmount > WAITING_BYTES) socket.terminate();
      else socket.send(data as Uint8Array);
    },
    close: (code, reason) => socket.close(code, reason),
  };
}

function closed(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => socket.terminate(), 1000);
    socket.once('close', () => {
      clearTimeout(impatient);
      resolve();
    });
    socket.close(1001, 'shutting-down');
  });
}
