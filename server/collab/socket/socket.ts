/** WebSocket upgrades: where they may come from, what a socket may send, and how a slow one is cut off. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Hocuspocus, WebSocketLike } from '@hocuspocus/server';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { MESSAGE_BYTES } from '#documents/messages.ts';
import { textOf } from '#documents/names.ts';
import { refuseUpgrade } from '#server/upgrade-refusal.ts';
import { webHeadersOf } from '#server/web-headers.ts';
import type { Arrival, CollabContext } from '#server/collab/admission/admission.ts';
import { isSound } from './frame.ts';
import { hocuspocusFraming, type Framing } from './framing.ts';
import type { SocketLimits } from '#server/collab/limits.ts';
import type { CollabPorts } from '#server/collab/ports.ts';
import { createVisits, type Visit } from './visit.ts';
import { Y_CLOSE_CODES } from '#server/collab/y-websocket/closing.ts';
import { yFraming } from '#server/collab/y-websocket/framing.ts';
import { yRequestIn } from '#server/collab/y-websocket/request.ts';

const NOT_A_DOCUMENT = [Y_CLOSE_CODES['not-a-document'], 'not-a-document'] as const;

/** Documents in which nobody shares a cursor are silent; the ping keeps both sides from taking the other for dead. */
const PING_MS = 15_000;

export interface Sockets {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Closes every socket and resolves when all are gone. */
  close(): Promise<void>;
}

export interface SocketPorts {
  readonly hocuspocus: Hocuspocus<CollabContext>;
  /** The address browsers use, when it is not the one of the request (behind a proxy). */
  readonly origin: string | null;
  /** The network address a request comes from. */
  readonly addressOf: (request: IncomingMessage) => string;
  readonly redeemTicket: CollabPorts['redeemTicket'];
  readonly limits: SocketLimits;
}

export function createSockets(ports: SocketPorts): Sockets {
  const { hocuspocus, origin, addressOf, limits } = ports;
  const server = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES, perMessageDeflate: false });
  const visits = createVisits(limits, () => performance.now());
  const present = new Map<WebSocket, Framing>();
  const ping = setInterval(() => {
    for (const [socket, framing] of present) if (socket.readyState === socket.OPEN) framing.ping();
  }, PING_MS);
  ping.unref();

  function receive(accepted: WebSocket, request: IncomingMessage, page: 'ours' | 'none'): void {
    accepted.on('error', () => accepted.terminate());
    const plainYjs = yRequestIn(request.url ?? '');
    if (plainYjs?.document === null) return end(accepted, () => accepted.close(...NOT_A_DOCUMENT));
    const outlet = capped(accepted, request.socket, limits.waitingBytes);
    const framing = plainYjs
      ? yFraming({ outlet, ping: () => accepted.ping() }, textOf(plainYjs.document))
      : hocuspocusFraming(outlet);
    const visit = visits.arrive(addressOf(request), (reason) => end(accepted, () => framing.end(reason)));
    const proof = proofOf(request, { page, ticket: plainYjs?.ticket ?? null, redeem: ports.redeemTicket });
    const context = { arrival: { ...proof, visit } };
    present.set(accepted, framing);
    accepted.once('close', () => present.delete(accepted));
    weighUntilSignIn(request.socket, visit);
    connect(accepted, {
      visit,
      framing,
      client: hocuspocus.handleConnection(framing.outlet, webRequestOf(proof.headers), context),
    });
  }

  return {
    upgrade(request, socket, head) {
      const page = pageOf(request, origin);
      if (page === 'foreign') refuseUpgrade(socket, '403 Forbidden');
      else if (visits.isFull(addressOf(request))) refuseUpgrade(socket, '503 Service Unavailable');
      else server.handleUpgrade(request, socket, head, (accepted) => receive(accepted, request, page));
    },
    async close() {
      clearInterval(ping);
      const gone = [...server.clients].map((socket) =>
        closed(socket, () => present.get(socket)?.end('shutting-down'), PATIENCE_MS.atTheEnd),
      );
      server.close();
      await Promise.all(gone);
    },
  };
}

/** SvelteKit's check of origins does not cover upgrades: without this one any page could use the visitor's cookie. */
function pageOf(request: IncomingMessage, origin: string | null): 'ours' | 'none' | 'foreign' {
  const claimed = request.headers.origin;
  if (claimed === undefined) return 'none';
  if (origin !== null) return claimed === origin ? 'ours' : 'foreign';
  return URL.canParse(claimed) && new URL(claimed).host === request.headers.host ? 'ours' : 'foreign';
}

interface Asking {
  readonly page: 'ours' | 'none';
  readonly ticket: string | null;
  readonly redeem: CollabPorts['redeemTicket'];
}

/** A ticket, also a wrong one, stands in for all that the request says. */
function proofOf(request: IncomingMessage, { page, ticket, redeem }: Asking): Omit<Arrival, 'visit'> {
  if (ticket === null) return { headers: webHeadersOf(request.headers), fromPage: page === 'ours' };
  const headers = redeem(ticket);
  return { headers: headers ?? new Headers(), fromPage: headers !== null };
}

/** The address stays out: nothing needs it, and it may hold a ticket. */
const webRequestOf = (headers: Headers): Request => new Request('http://collab.invalid/collab', { headers });

/** A message is kept in memory until it is whole: before anybody signed in, not even that much is taken. */
function weighUntilSignIn(stream: Duplex, visit: Visit): void {
  const weigh = (chunk: Buffer): void => {
    if (!visit.takeUnsigned(chunk.byteLength)) stream.destroy();
    else if (visit.isSignedIn) stream.off('data', weigh);
  };
  stream.on('data', weigh);
}

interface Line {
  readonly visit: Visit;
  readonly framing: Framing;
  readonly client: ReturnType<Hocuspocus['handleConnection']>;
}

function connect(socket: WebSocket, { visit, framing, client }: Line): void {
  socket.binaryType = 'nodebuffer';
  if (framing.greeting) client.handleMessage(framing.greeting);
  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (!isBinary || !(data instanceof Buffer)) return socket.close(1003, 'binary only');
    if (socket.readyState !== socket.OPEN) return;
    if (!visit.take(data.byteLength)) return visit.end('rate-limited');
    // Whoever answers our ping is there, silent as their documents may be.
    client.lastMessageReceivedAt = Date.now();
    const message = framing.heard(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    if (!message) return;
    if (isSound(message)) client.handleMessage(message);
    else visit.end('malformed');
  });
  socket.on('ping', () => {
    if (!visit.take(0)) visit.end('rate-limited');
  });
  socket.on('pong', () => (client.lastMessageReceivedAt = Date.now()));
  socket.on('close', (code, reason) => {
    visit.left();
    client.handleClose({ code, reason: reason.toString() });
  });
}

/**
 * Hocuspocus never looks at what is waiting in a socket. What it sends within one turn leaves in one write: an edit and its
 * acknowledgement, the edits of one flush, edits and cursors.
 */
function capped(socket: WebSocket, stream: Duplex, waitingBytes: number): WebSocketLike {
  let gathering = false;
  const letGo = (): void => {
    if (!gathering) return;
    gathering = false;
    stream.uncork();
  };
  const gather = (): void => {
    if (gathering) return;
    gathering = true;
    stream.cork();
    process.nextTick(letGo);
  };
  return {
    get readyState() {
      return socket.readyState;
    },
    send(data) {
      // What was only gathered is not waiting for the client.
      if (socket.bufferedAmount > waitingBytes) letGo();
      if (socket.bufferedAmount > waitingBytes) socket.terminate();
      else {
        gather();
        socket.send(data as Uint8Array);
      }
    },
    close: (code, reason) => socket.close(code, reason),
  };
}

/** Whoever does not answer the closing in time is left without it; a busy client should still learn the reason. */
const PATIENCE_MS = { usual: 2500, atTheEnd: 1000 } as const;

function end(socket: WebSocket, say: () => void): void {
  if (socket.readyState === socket.OPEN) void closed(socket, say, PATIENCE_MS.usual);
}

/** Resolves when the socket is gone, also one whose closing had begun already. */
function closed(socket: WebSocket, say: () => void, patienceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => socket.terminate(), patienceMs);
    socket.once('close', () => {
      clearTimeout(impatient);
      resolve();
    });
    say();
  });
}
