/** A client without manners: frames of the Hocuspocus protocol as bytes, sent whenever and in whatever form a test likes. */
import { createDecoder, hasContent, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { textOf, type DocumentName } from '#documents/names.ts';

export const FRAME = {
  sync: 0,
  awareness: 1,
  auth: 2,
  stateless: 5,
  broadcastStateless: 6,
  close: 7,
  status: 8,
} as const;
export const STEP = { have: 0, lack: 1, edit: 2 } as const;

/** What the server said about one document. */
export type Heard =
  | { readonly kind: 'admitted' }
  | { readonly kind: 'turned-away'; readonly reason: string }
  /** `taken`: stored and acknowledged. */
  | { readonly kind: 'answer'; readonly taken: boolean }
  | { readonly kind: 'told'; readonly message: unknown }
  | { readonly kind: 'closed'; readonly reason: string }
  | { readonly kind: 'content'; readonly update: Uint8Array }
  | { readonly kind: 'presence'; readonly states: ReadonlyMap<number, unknown> };

export interface RawSocket {
  readonly socket: WebSocket;
  readonly heard: readonly Heard[];
  /** Every byte that arrived. */
  readonly received: Uint8Array[];
  send(frame: Uint8Array): void;
  /** The first thing heard that satisfies `check`, also one that is heard already. */
  hears<K extends Heard['kind']>(kind: K, count?: number): Promise<Extract<Heard, { kind: K }>>;
  /** Resolves with the next message. */
  next(): Promise<void>;
  /** The end of the socket. */
  readonly ended: Promise<{ readonly code: number; readonly reason: string }>;
}

/** Opens a socket and says nothing yet. Resolves with the status instead when the upgrade is refused. */
export async function rawSocket(url: string, headers: Record<string, string> = {}): Promise<RawSocket> {
  const opened = await tryRawSocket(url, headers);
  if (typeof opened === 'number') throw new Error(`the upgrade was refused with ${String(opened)}`);
  return opened;
}

export function tryRawSocket(url: string, headers: Record<string, string> = {}): Promise<RawSocket | number> {
  const socket = new WebSocket(url, { headers });
  onTestFinished(() => socket.terminate());
  const heard: Heard[] = [];
  const received: Uint8Array[] = [];
  const listeners = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    received.push(new Uint8Array(data));
    const one = data.byteLength > 1 ? heardIn(new Uint8Array(data)) : null;
    if (one) heard.push(one);
    for (const listener of listeners) listener();
  });
  const ended = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  const raw: RawSocket = {
    socket,
    heard,
    received,
    ended,
    send: (frame) => socket.send(frame),
    next: () =>
      new Promise((resolve) => {
        const once = (): void => {
          listeners.delete(once);
          resolve();
        };
        listeners.add(once);
      }),
    hears: (kind, count = 1) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = heard.filter((one): one is Extract<Heard, { kind: typeof kind }> => one.kind === kind);
          const [wanted] = found.slice(count - 1);
          if (!wanted) return;
          listeners.delete(look);
          resolve(wanted);
        };
        listeners.add(look);
        look();
      }),
  };
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(raw));
    socket.once('unexpected-response', (_request, response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', (cause) => {
      if (socket.readyState === socket.CONNECTING) reject(cause);
    });
  });
}

/** Signs in on a document and waits until it is open. */
export async function rawDesk(url: string, name: DocumentName | string, token: string): Promise<RawSocket> {
  const raw = await rawSocket(url);
  raw.send(authFrame(name, token));
  await raw.hears('admitted');
  return raw;
}

/** `admitted`, or why not. */
export async function knock(raw: RawSocket, name: DocumentName | string, token: string): Promise<string> {
  const before = raw.heard.filter(isAnswer).length;
  raw.send(authFrame(name, token));
  for (;;) {
    const answer = raw.heard.filter(isAnswer)[before];
    if (answer) return answer.kind === 'admitted' ? 'admitted' : answer.reason;
    await raw.next();
  }
}

const isAnswer = (one: Heard): one is Extract<Heard, { kind: 'admitted' | 'turned-away' }> =>
  one.kind === 'admitted' || one.kind === 'turned-away';

const addressOf = (name: DocumentName | string): string => (typeof name === 'string' ? name : textOf(name));

/** A frame of any type: its content is written by `write`. */
export function frame(
  name: DocumentName | string,
  type: number,
  write: (encoder: ReturnType<typeof createEncoder>) => void = () => undefined,
): Uint8Array {
  const encoder = createEncoder();
  writeVarString(encoder, addressOf(name));
  writeVarUint(encoder, type);
  write(encoder);
  return toUint8Array(encoder);
}

export const authFrame = (name: DocumentName | string, token: string): Uint8Array =>
  frame(name, FRAME.auth, (encoder) => {
    writeVarUint(encoder, 0);
    writeVarString(encoder, token);
  });

export const syncFrame = (name: DocumentName | string, step: number, payload: Uint8Array): Uint8Array =>
  frame(name, FRAME.sync, (encoder) => {
    writeVarUint(encoder, step);
    writeVarUint8Array(encoder, payload);
  });

export const editFrame = (name: DocumentName | string, update: Uint8Array): Uint8Array =>
  syncFrame(name, STEP.edit, update);

export const statelessFrame = (name: DocumentName | string, payload: string): Uint8Array =>
  frame(name, FRAME.stateless, (encoder) => writeVarString(encoder, payload));

/** @param states id → clock and JSON text of the state. */
export const awarenessFrame = (
  name: DocumentName | string,
  states: ReadonlyMap<number, readonly [clock: number, json: string]>,
): Uint8Array =>
  frame(name, FRAME.awareness, (encoder) => {
    const inner = createEncoder();
    writeVarUint(inner, states.size);
    for (const [id, [clock, json]] of states) {
      writeVarUint(inner, id);
      writeVarUint(inner, clock);
      writeVarString(inner, json);
    }
    writeVarUint8Array(encoder, toUint8Array(inner));
  });

function heardIn(message: Uint8Array): Heard | null {
  const decoder = createDecoder(message);
  readVarString(decoder);
  const type = readVarUint(decoder);
  switch (type) {
    case FRAME.auth: {
      const outcome = readVarUint(decoder);
      if (outcome === 1) return { kind: 'turned-away', reason: readVarString(decoder) };
      return outcome === 2 ? { kind: 'admitted' } : null;
    }
    case FRAME.status:
      return { kind: 'answer', taken: readVarUint(decoder) === 1 };
    case FRAME.stateless:
      return { kind: 'told', message: JSON.parse(readVarString(decoder)) as unknown };
    case FRAME.close:
      return { kind: 'closed', reason: hasContent(decoder) ? readVarString(decoder) : '' };
    case FRAME.awareness:
      return { kind: 'presence', states: statesIn(readVarUint8Array(decoder)) };
    case FRAME.sync:
    case 4:
      return readVarUint(decoder) === STEP.have ? null : { kind: 'content', update: readVarUint8Array(decoder) };
    default:
      return null;
  }
}

function statesIn(bytes: Uint8Array): Map<number, unknown> {
  const decoder = createDecoder(bytes);
  const states = new Map<number, unknown>();
  for (let left = readVarUint(decoder); left > 0; left--) {
    const id = readVarUint(decoder);
    readVarUint(decoder);
    states.set(id, JSON.parse(readVarString(decoder)));
  }
  return states;
}
