/**
 * One person's socket, spoken by hand: every frame that arrives is kept as it came, before anything interprets it, and the
 * documents are put together beside it. What a polite client would never send can be sent as well.
 */
import * as encoding from 'lib0/encoding';
import { WebSocket, type RawData } from 'ws';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { documentsIn, type Spoken } from './frame-words.ts';

const TYPE = { sync: 0, awareness: 1, auth: 2, query: 3, stateless: 5 } as const;

/** How the server answered a wish to open a document. */
export type Admitted = 'open' | 'refused' | 'cut off';

/** A token, or the cookie of a browser; neither for somebody who is not signed in. */
export interface Credentials {
  readonly token?: string;
  readonly cookie?: string;
}

export class Line {
  readonly docs = new Map<string, Y.Doc>();
  readonly #socket: WebSocket;
  readonly #token: string;
  readonly #answers = new Map<string, (answer: Admitted) => void>();
  readonly #pointers = new Map<string, Awareness>();
  readonly #pings: (() => void)[] = [];
  readonly #heard = new Set<() => void>();
  readonly #open: Promise<unknown>;
  #kept = 0;

  /** @param arrived told of every frame, as it came, and of what it says. */
  constructor(address: string, who: Credentials, arrived: (frame: Uint8Array, spoken: Spoken | undefined) => void) {
    this.#token = who.token ?? '';
    const headers = who.cookie === undefined ? {} : { cookie: who.cookie, origin: address };
    this.#socket = new WebSocket(`${address.replace('http', 'ws')}/collab`, { headers });
    this.#open = new Promise((resolve) => this.#socket.once('open', resolve));
    this.#socket.on('message', (data: RawData) => {
      const frame = new Uint8Array(data as Buffer);
      const [spoken] = documentsIn(frame);
      // The name of a document that was asked for is no news; everything behind it is.
      const known = spoken && this.#answers.has(spoken.name);
      arrived(known ? frame.subarray(Buffer.byteLength(spoken.name) + 1) : frame, spoken);
      if (spoken) this.#take(spoken);
      for (const again of this.#heard) again();
    });
    this.#socket.on('pong', () => this.#pings.shift()?.());
    // A connection that is cut while something is under way ends in an error as well; the close tells.
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      for (const answer of this.#answers.values()) answer('cut off');
      for (const answer of this.#pings.splice(0)) answer();
    });
  }

  /** Asks for a document under the person's own token; when it opens, its content is fetched. */
  async open(name: string): Promise<Admitted> {
    await this.#open;
    if (this.#socket.readyState !== WebSocket.OPEN) return 'cut off';
    const answered = new Promise<Admitted>((resolve) => this.#answers.set(name, resolve));
    this.say(name, TYPE.auth, (encoder) => {
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, this.#token);
      encoding.writeVarString(encoder, '4.8.0');
    });
    const answer = await answered;
    if (answer === 'open') this.#begin(name);
    return answer;
  }

  /** Everything that asks for content without having been let in: what comes back is kept like everything else. */
  pry(name: string): void {
    this.say(name, TYPE.sync, (encoder) => {
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarUint8Array(encoder, Uint8Array.of(0));
    });
    this.say(name, TYPE.query, () => undefined);
    this.whisper(name, JSON.stringify({ t: 'tell', what: 'everything' }));
  }

  /** Sends what was changed in the own copy; resolves when the server has answered that it is kept. */
  async edit(name: string, change: (doc: Y.Doc) => void): Promise<void> {
    const doc = this.#docOf(name);
    const before = this.#kept;
    const listen = (update: Uint8Array): void => this.#send(name, 2, update);
    doc.on('update', listen);
    doc.transact(() => change(doc));
    doc.off('update', listen);
    await this.sees(() => this.#kept > before);
  }

  point(name: string, state: Record<string, unknown>): void {
    const awareness = this.#pointers.get(name) ?? new Awareness(this.#docOf(name));
    this.#pointers.set(name, awareness);
    awareness.setLocalState(state);
    const update = encodeAwarenessUpdate(awareness, [awareness.clientID]);
    this.say(name, TYPE.awareness, (encoder) => encoding.writeVarUint8Array(encoder, update));
  }

  whisper(name: string, payload: string): void {
    this.say(name, TYPE.stateless, (encoder) => encoding.writeVarString(encoder, payload));
  }

  say(name: string, type: number, write: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarString(encoder, name);
    encoding.writeVarUint(encoder, type);
    write(encoder);
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(encoding.toUint8Array(encoder));
  }

  /** Resolves when what the server had sent by now has arrived: the pong comes behind it. */
  async caughtUp(): Promise<void> {
    await this.#open;
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    const answered = new Promise<void>((resolve) => this.#pings.push(resolve));
    this.#socket.ping();
    await answered;
  }

  async sees(check: () => boolean): Promise<void> {
    if (check()) return;
    await new Promise<void>((resolve) => {
      const again = (): void => {
        if (!check()) return;
        this.#heard.delete(again);
        resolve();
      };
      this.#heard.add(again);
    });
  }

  leave(): void {
    for (const awareness of this.#pointers.values()) awareness.destroy();
    this.#socket.terminate();
  }

  #docOf(name: string): Y.Doc {
    const doc = this.docs.get(name) ?? new Y.Doc();
    this.docs.set(name, doc);
    return doc;
  }

  #begin(name: string): void {
    const vector = Y.encodeStateVector(this.#docOf(name));
    this.#send(name, 0, vector);
    this.say(name, TYPE.query, () => undefined);
  }

  #send(name: string, step: number, payload: Uint8Array): void {
    this.say(name, TYPE.sync, (encoder) => {
      encoding.writeVarUint(encoder, step);
      encoding.writeVarUint8Array(encoder, payload);
    });
  }

  #take(spoken: Spoken): void {
    if (spoken.kind === 'admission') this.#answers.get(spoken.name)?.(spoken.open ? 'open' : 'refused');
    if (spoken.kind === 'update') Y.applyUpdate(this.#docOf(spoken.name), spoken.update);
    if (spoken.kind === 'kept') this.#kept += 1;
    if (spoken.kind === 'question') this.#send(spoken.name, 1, Y.encodeStateAsUpdate(this.#docOf(spoken.name)));
  }
}
