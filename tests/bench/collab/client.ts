/**
 * One person's client, reduced to what a server notices: it says who it is, answers the handshake, edits its own marks and
 * moves its cursor. What arrives is searched for marks of others and not applied, so that the driver is not what is measured.
 */
import { createDecoder, readVarString, readVarUint, readVarUint8Array, type Decoder } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { putMark } from '#documents/marks.ts';
import { mark } from '#tests/factories/collab.ts';
import type { Place } from '#tests/factories/many-panels.ts';
import type { Kind } from './shape.ts';

/** Message types both protocols share, and those only Hocuspocus has. */
const [SYNC, AWARENESS, AUTH, SYNC_REPLY, STATUS] = [0, 1, 2, 4, 8];
const [STEP_1, STEP_2, UPDATE] = [0, 1, 2];

export interface Heard {
  /** An edit of this place arrived at somebody. */
  edit(place: number, count: number): void;
  cursor(place: number, sentAt: number): void;
  acknowledged(place: number): void;
  closed(place: number): void;
}

export interface Client {
  readonly place: Place;
  readonly index: number;
  /** Resolves when the server has sent what it has and asked for what we have. */
  readonly ready: Promise<void>;
  /** Changes one own mark; the text in it finds it again at the others. */
  edit(count: number): void;
  /** Adds marks, some at a time, as a document that was worked on for long has them. */
  fill(marks: number): void;
  point(at: number): void;
  close(): void;
}

export interface ClientOptions {
  readonly kind: Kind;
  readonly port: number;
  readonly place: Place;
  readonly index: number;
  readonly heard: Heard;
}

export function createClient({ kind, port, place, index, heard }: ClientOptions): Client {
  const doc = new Y.Doc();
  const framed = kind !== 'y-websocket';
  // The browser code of Consilium names its visits to a document, too: two of one page are told apart by it.
  const address = kind === 'ours' ? `${place.document}\0${String(index)}` : place.document;
  const socket = new WebSocket(urlOf(kind, port, place.document));
  const ready = Promise.withResolvers<undefined>();
  let clock = 0;

  const send = (type: number, write: (encoder: ReturnType<typeof createEncoder>) => void): void => {
    const encoder = createEncoder();
    if (framed) writeVarString(encoder, address);
    writeVarUint(encoder, type);
    write(encoder);
    if (socket.readyState === WebSocket.OPEN) socket.send(toUint8Array(encoder));
  };
  const sync = (step: number, payload: Uint8Array): void =>
    send(SYNC, (encoder) => {
      writeVarUint(encoder, step);
      writeVarUint8Array(encoder, payload);
    });
  const begin = (): void => sync(STEP_1, Y.encodeStateVector(doc));

  socket.binaryType = 'nodebuffer';
  socket.on('open', () => {
    if (framed)
      send(AUTH, (encoder) => {
        writeVarUint(encoder, 0);
        writeVarString(encoder, place.token);
        writeVarString(encoder, '4.8.0');
      });
    begin();
  });
  socket.on('close', () => heard.closed(index));
  socket.on('error', (cause) => ready.reject(cause));
  socket.on('message', (data: Buffer) => {
    if (data.byteLength < 2) return;
    const decoder = createDecoder(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    if (framed) readVarString(decoder);
    const type = readVarUint(decoder);
    if (type === SYNC || type === SYNC_REPLY) heardSync(decoder, data);
    else if (type === AWARENESS) for (const at of cursorsIn(decoder)) heard.cursor(index, at);
    else if (type === STATUS) heard.acknowledged(index);
  });

  function heardSync(decoder: Decoder, data: Buffer): void {
    if (readVarUint(decoder) !== STEP_1) {
      for (const [from, count] of marksIn(data)) if (from !== index) heard.edit(from, count);
      return;
    }
    sync(STEP_2, Y.encodeStateAsUpdate(doc, readVarUint8Array(decoder)));
    ready.resolve(undefined);
  }

  doc.on('update', (update: Uint8Array) => sync(UPDATE, update));
  return {
    place,
    index,
    ready: ready.promise,
    edit(count) {
      const sent = `@${String(index)}.${String(count)}.`;
      putMark(doc, place.root, { ...mark(count % 20, count % 512), attributes: { sent } });
    },
    fill(marks) {
      for (let from = 0; from < marks; from += 100)
        doc.transact(() => {
          for (let n = from; n < Math.min(marks, from + 100); n++) putMark(doc, place.root, mark(1000 + n, n % 512));
        });
    },
    point(at) {
      clock += 1;
      const state = JSON.stringify({ c: [at % 512, (at / 7) % 512], f: '1.2.3/1', t: at });
      const encoder = createEncoder();
      writeVarUint(encoder, 1);
      writeVarUint(encoder, doc.clientID);
      writeVarUint(encoder, clock);
      writeVarString(encoder, state);
      send(AWARENESS, (outer) => writeVarUint8Array(outer, toUint8Array(encoder)));
    },
    close: () => socket.close(),
  };
}

const urlOf = (kind: Kind, port: number, document: string): string =>
  `ws://127.0.0.1:${String(port)}/${kind === 'y-websocket' ? document : 'collab'}`;

const AT = 0x40;

/** The texts `@<place>.<count>.` in a message, wherever they stand. */
function* marksIn(data: Buffer): Generator<[place: number, count: number]> {
  for (let at = data.indexOf(AT); at !== -1; at = data.indexOf(AT, at + 1)) {
    const found = /^@(\d+)\.(\d+)\./.exec(data.toString('latin1', at, at + 24));
    if (found) yield [Number(found[1]), Number(found[2])];
  }
}

/** Times in the cursors of an awareness message. */
function* cursorsIn(decoder: Decoder): Generator<number> {
  const inner = createDecoder(readVarUint8Array(decoder));
  for (let n = readVarUint(inner); n > 0; n--) {
    readVarUint(inner);
    readVarUint(inner);
    const found = /"t":(\d+(?:\.\d+)?)/.exec(readVarString(inner));
    if (found) yield Number(found[1]);
  }
}
