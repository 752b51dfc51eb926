/** One document by the protocol of y-websocket, as a script has it: every frame and the reason of the end are kept. */
import * as encoding from 'lib0/encoding';
import { text } from 'node:stream/consumers';
import { WebSocket, type RawData } from 'ws';
import * as Y from 'yjs';
import { spokenByY, type Spoken } from './frame-words.ts';

export interface YVisit {
  readonly address: string;
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Told of every frame as it came, of the refusal, and of the reason of the end. */
  readonly arrived: (bytes: Uint8Array, spoken?: Spoken) => void;
}

export class YLine {
  readonly #socket: WebSocket;
  readonly #pings: (() => void)[] = [];
  #left = false;
  readonly #answered = Promise.withResolvers<undefined>();

  constructor({ address, name, headers, arrived }: YVisit) {
    this.#socket = new WebSocket(`${address.replace('http', 'ws')}/collab/y/${encodeURIComponent(name)}`, { headers });
    this.#socket.on('open', () => this.#ask());
    this.#socket.on('message', (data: RawData) => {
      const frame = new Uint8Array(data as Buffer);
      const spoken = spokenByY(`${name} by y-websocket`, frame);
      arrived(frame, spoken);
      if (spoken.kind === 'update') this.#answered.resolve(undefined);
    });
    this.#socket.on('pong', () => this.#pings.shift()?.());
    this.#socket.on('unexpected-response', (_, response) => {
      text(response).then(
        (body) => {
          arrived(Buffer.from(`${String(response.statusCode)} ${response.rawHeaders.join()} ${body}`));
          this.#end();
        },
        () => this.#end(),
      );
    });
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', (code, reason) => {
      if (!this.#left) arrived(Buffer.concat([Buffer.from(`${String(code)} `), reason]));
      this.#end();
    });
  }

  /** The content has come, or the refusal. */
  answered(): Promise<unknown> {
    return this.#answered.promise;
  }

  async caughtUp(): Promise<void> {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    const back = new Promise<void>((resolve) => this.#pings.push(resolve));
    this.#socket.ping();
    await back;
  }

  leave(): void {
    this.#left = true;
    this.#socket.terminate();
  }

  #end(): void {
    this.#answered.resolve(undefined);
    for (const back of this.#pings.splice(0)) back();
  }

  /** What the other side has, and who is there. */
  #ask(): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint8Array(encoder, Y.encodeStateVector(new Y.Doc()));
    this.#socket.send(encoding.toUint8Array(encoder));
    this.#socket.send(Uint8Array.of(3));
  }
}
