/**
 * What has really been sent and acknowledged, read off the wire. The provider's own counter of unsynced changes drifts when
 * edits are made while the socket is opening: it says "nothing waiting" after the first acknowledgement of several.
 * What is too large stays here: the server would end the whole socket, and again after every return.
 */
import { createDecoder, readVarString, readVarUint, type Decoder } from 'lib0/decoding';
import { MESSAGE_BYTES } from '#documents/messages.ts';
import { Signal } from './signal.ts';

/** Message types of the Hocuspocus protocol, and of y-protocols/sync inside it. */
const SYNC = 0;
const SYNC_REPLY = 4;
const SYNC_STATUS = 8;
const STEP_1 = 0;
const STEP_2 = 1;

export interface Delivery {
  /** Edits on the wire that the server has not acknowledged. */
  readonly waiting: number;
  /** Since the socket opened, the server asked for what it lacks and was answered. */
  readonly caughtUp: boolean;
}

export interface Wire {
  /** To be given to the provider as its WebSocket. */
  readonly Socket: typeof WebSocket;
  of(document: string): Delivery;
  /** A document was closed by the server on this socket; what it is owed will be sent again. */
  forget(document: string): void;
  /** Called with the document concerned, or null when all are. Returns the undo. */
  onChange(listener: (document: string | null) => void): () => void;
  /** Called with the document whose message was not sent. Returns the undo. */
  onTooLarge(listener: (document: string) => void): () => void;
}

const NOTHING: Delivery = { waiting: 0, caughtUp: false };

/** @param Base the browser's own WebSocket, or another with the same face. */
export function createWire(Base: typeof WebSocket = WebSocket): Wire {
  const deliveries = new Map<string, Delivery>();
  const changed = new Signal<string | null>();
  const tooLarge = new Signal<string>();

  function set(document: string, delivery: Delivery): void {
    deliveries.set(document, delivery);
    changed.emit(document);
  }
  function forgetAll(): void {
    deliveries.clear();
    changed.emit(null);
  }
  /** Whether the message may go. */
  function sending(data: unknown): boolean {
    const message = messageOf(data);
    if (!message || !isSync(message.type)) return true;
    const step = readVarUint(message.rest);
    if (step === STEP_1) return true;
    const { waiting, caughtUp } = deliveries.get(message.document) ?? NOTHING;
    // Before the server asked what it lacks, an edit might arrive without those before it. The answer will carry it.
    if (step !== STEP_2 && !caughtUp) return false;
    set(message.document, { waiting: waiting + 1, caughtUp: true });
    if (message.bytes <= MESSAGE_BYTES) return true;
    tooLarge.emit(message.document);
    return false;
  }
  function received(data: unknown): void {
    const message = messageOf(data);
    if (message?.type !== SYNC_STATUS || readVarUint(message.rest) !== 1) return;
    const { waiting, caughtUp } = deliveries.get(message.document) ?? NOTHING;
    set(message.document, { waiting: Math.max(0, waiting - 1), caughtUp });
  }

  return {
    Socket: socketClass(Base, { sending, received, opened: forgetAll }),
    of: (document) => deliveries.get(document) ?? NOTHING,
    forget: (document) => set(document, NOTHING),
    onChange: (listener) => changed.listen(listener),
    onTooLarge: (listener) => tooLarge.listen(listener),
  };
}

interface Watch {
  readonly sending: (data: unknown) => boolean;
  readonly received: (data: unknown) => void;
  readonly opened: () => void;
}

function socketClass(Base: typeof WebSocket, watch: Watch): typeof WebSocket {
  return class WatchedSocket extends Base {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols ?? []);
      watch.opened();
      this.addEventListener('message', (event: MessageEvent<unknown>) => watch.received(event.data));
    }
    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (watch.sending(data)) super.send(data);
    }
  };
}

const isSync = (type: number): boolean => type === SYNC || type === SYNC_REPLY;

/** Null for a ping and for anything that is no message of a document. */
function messageOf(data: unknown): { document: string; type: number; bytes: number; rest: Decoder } | null {
  const bytes = bytesOf(data);
  if (!bytes || bytes.byteLength < 2) return null;
  const rest = createDecoder(bytes);
  const document = readVarString(rest);
  return { document, type: readVarUint(rest), bytes: bytes.byteLength, rest };
}

function bytesOf(data: unknown): Uint8Array | null {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : null;
}
