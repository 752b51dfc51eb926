/**
 * The one socket of a page: all documents share it. It comes back by itself, for ever: after a short pause of its own length, so
 * that a room full of people does not come back at one moment, and at once when the machine wakes up.
 */
import { HocuspocusProviderWebsocket, WebSocketStatus } from '@hocuspocus/provider';
import { onWake, type Wake } from './wake.ts';
import { createWire, type Wire } from './wire.ts';

export interface Line {
  readonly socket: HocuspocusProviderWebsocket;
  readonly wire: Wire;
  /** `cookie` for the session cookie, else a personal access token. */
  readonly token: string;
  readonly connected: boolean;
  /** Why there is no connection: a reason of the server, or '' when nobody said one. Null while there is one, or a first try. */
  readonly lost: string | null;
  /** Called when the socket opens or is lost. Returns the undo. */
  onChange(listener: () => void): () => void;
  close(): void;
}

export interface LineOptions {
  /** E.g. `wss://consilium.example.org/collab`. */
  readonly url: string;
  readonly token?: string;
  readonly Socket?: typeof WebSocket;
  /** How the line hears that the machine woke up or the network changed. */
  readonly wakes?: typeof onWake;
}

/**
 * Pauses between attempts are drawn between the shortest and one that grows to the longest: whoever waits when the server is back
 * is there within three seconds, and thirty people are some twenty attempts a second meanwhile. The provider never connects, and
 * does not say so, when its first pause is below the shortest.
 */
const SHORTEST_MS = 250;
const LONGEST_MS = 2000;
/** The server says something every 15 s. */
const SILENCE_MS = 20_000;
/** An attempt into a network that swallows it would wait for minutes. */
const ATTEMPT_MS = 5000;

export function openLine({ url, token = 'cookie', Socket, wakes = onWake }: LineOptions): Line {
  const wire = createWire(Socket);
  const socket = new HocuspocusProviderWebsocket({
    url,
    WebSocketPolyfill: wire.Socket,
    delay: SHORTEST_MS + anyPart(2 * SHORTEST_MS),
    minDelay: SHORTEST_MS,
    maxDelay: LONGEST_MS,
    factor: 1.5,
  });
  let lost: string | null = null;
  socket.on('disconnect', ({ event }: { event: { reason?: string } }) => (lost ??= event.reason ?? ''));
  socket.on('connect', () => (lost = null));
  const stops = [giveUpSlowAttempts(socket), dropSilent(socket), wakes((wake) => rouse(socket, wake))];
  return {
    socket,
    wire,
    token,
    get connected() {
      // A socket that is closing takes nothing more, and the provider hears of it only when it is closed.
      return socket.status === WebSocketStatus.Connected && socket.webSocket?.readyState === wire.Socket.OPEN;
    },
    get lost() {
      return lost;
    },
    onChange(listener) {
      socket.on('status', listener);
      return () => void socket.off('status', listener);
    },
    close() {
      for (const stop of stops) stop();
      socket.destroy();
    },
  };
}

/** Whole milliseconds below `limit`, by chance. */
function anyPart(limit: number): number {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
  return Math.floor((word / 2 ** 32) * limit);
}

/** A socket that another network opened is of no more use, whatever it says. */
function rouse(socket: HocuspocusProviderWebsocket, wake: Wake): void {
  const network = wake === 'network-gone' || wake === 'network-back';
  if (network || isSilent(socket)) drop(socket, wake);
  if (socket.status !== WebSocketStatus.Connected && wake !== 'network-gone') void socket.connect();
}

const isSilent = (socket: HocuspocusProviderWebsocket): boolean =>
  socket.status === WebSocketStatus.Connected &&
  socket.lastMessageReceived > 0 &&
  Date.now() - socket.lastMessageReceived > SILENCE_MS;

function dropSilent(socket: HocuspocusProviderWebsocket): () => void {
  const timer = setInterval(() => {
    if (isSilent(socket)) drop(socket, 'silence');
  }, SILENCE_MS / 10);
  return () => clearInterval(timer);
}

function giveUpSlowAttempts(socket: HocuspocusProviderWebsocket): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watch = (): void => {
    clearTimeout(timer);
    if (socket.status === WebSocketStatus.Connecting) timer = setTimeout(() => drop(socket, 'no answer'), ATTEMPT_MS);
  };
  socket.on('status', watch);
  return () => clearTimeout(timer);
}

/** Closing a half-open socket politely would wait for the other end; this tells everybody here that it is closed. */
function drop(socket: HocuspocusProviderWebsocket, reason: string): void {
  socket.webSocket?.dispatchEvent(new CloseEvent('close', { code: 4408, reason }));
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
