/**
 * A shared document open on this page. `saved` means durable on the server. Whatever happens to the connection, work goes on
 * here and is delivered later; only what the server refuses is taken out of the document, and kept beside it for the person.
 */
import { HocuspocusProvider } from '@hocuspocus/provider';
import { createSubscriber } from 'svelte/reactivity';
import * as v from 'valibot';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { ServerMessageSchema, type RefusedMessage, type ServerMessage } from '#documents/messages.ts';
import { isProjection, textOf, type DocumentName } from '#documents/names.ts';
import { keepInBrowser, type BrowserStore } from './browser-store.ts';
import { rootsOf, unsentOf, type KeptWork } from './kept-work.ts';
import { sharedLine, type Line } from './line.ts';
import { Signal } from './signal.ts';

export type DocumentStatus =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'saved' }
  /** `waiting` changes made here are not yet durable on the server. */
  | { readonly kind: 'saving'; readonly waiting: number }
  | { readonly kind: 'offline'; readonly waiting: number }
  /** The document cannot be opened (any more). */
  | { readonly kind: 'refused'; readonly waiting: number; readonly reason: string };

export interface OpenOptions {
  /** Id of the person, under which unsent work is kept in this browser; null keeps nothing. */
  readonly user?: string | null;
  readonly line?: Line;
}

/** Close it when the component goes: `$effect(() => () => document.close())`. */
export const openDocument = (name: DocumentName, options: OpenOptions = {}): SharedDocument =>
  new SharedDocument(name, options);

/** One attempt at being in the document: a Y.Doc with its provider. After a refusal its client id is of no more use. */
interface Stay {
  readonly doc: Y.Doc;
  readonly provider: HocuspocusProvider;
  readonly store: BrowserStore;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

export class SharedDocument {
  readonly name: DocumentName;
  readonly #line: Line;
  readonly #user: string | null;
  readonly #changed = new Signal<undefined>();
  readonly #replaced = new Signal<Y.Doc>();
  readonly #told = new Signal<ServerMessage>();
  readonly #subscribe: () => void;
  readonly #subscribeDoc: () => void;
  readonly #undo: (() => void)[] = [];
  #stay: Stay;
  /** What is shown; a projection keeps showing the old one until the new one is there. */
  #shown: Y.Doc;
  #waiting = 0;
  #reason: string | null = null;
  #closed = false;
  #connected: boolean;
  #wasConnected: boolean;
  #lastSavedAt: number | null = null;
  #kept: KeptWork | null = null;
  #pause = FIRST_PAUSE_MS;
  #retry: ReturnType<typeof setTimeout> | null = null;

  constructor(name: DocumentName, { user = null, line = sharedLine() }: OpenOptions) {
    this.name = name;
    this.#line = line;
    this.#user = user;
    this.#connected = line.connected;
    this.#wasConnected = line.connected;
    this.#subscribe = createSubscriber((update) => this.#changed.listen(update));
    this.#subscribeDoc = createSubscriber((update) => this.#replaced.listen(update));
    this.#stay = this.#enter();
    this.#shown = this.#stay.doc;
    this.#undo.push(
      line.onChange(() => this.#onLine()),
      line.wire.onChange((key) => {
        if (key === null || key === this.#key) this.#settle();
      }),
    );
  }

  /** The document as it is now. It may be replaced by another (after a refusal): read it anew, or listen to `onReplaced`. */
  get doc(): Y.Doc {
    this.#subscribeDoc();
    return this.#shown;
  }

  /** The same without telling Svelte. */
  peek(): Y.Doc {
    return this.#shown;
  }

  get awareness(): Awareness | null {
    return this.#stay.provider.awareness;
  }

  get status(): DocumentStatus {
    this.#subscribe();
    const waiting = this.#waiting;
    if (this.#reason !== null) return { kind: 'refused', waiting, reason: this.#reason };
    if (!this.#line.connected) return this.#wasConnected ? { kind: 'offline', waiting } : { kind: 'connecting' };
    if (waiting > 0) return { kind: 'saving', waiting };
    return this.#delivered ? { kind: 'saved' } : { kind: 'connecting' };
  }

  get state(): DocumentStatus['kind'] {
    return this.status.kind;
  }

  /** When everything here was last durable on the server, in ms since 1970. */
  get lastSavedAt(): number | null {
    this.#subscribe();
    return this.#lastSavedAt;
  }

  /** Work the server did not take, until `dismissKept`. */
  get kept(): KeptWork | null {
    this.#subscribe();
    return this.#kept;
  }

  dismissKept(): void {
    this.#kept = null;
    this.#changed.emit(undefined);
  }

  /** Resolves with true when everything made here is durable on the server, with false when the document cannot be opened. */
  async settled(): Promise<boolean> {
    while (this.#reason === null && (this.#waiting > 0 || !this.#delivered)) await this.#changed.next();
    return this.#reason === null;
  }

  /** Each change of status. Returns the undo. */
  onChange(listener: () => void): () => void {
    return this.#changed.listen(listener);
  }
  onReplaced(listener: (doc: Y.Doc) => void): () => void {
    return this.#replaced.listen(listener);
  }
  onMessage(listener: (message: ServerMessage) => void): () => void {
    return this.#told.listen(listener);
  }
  send(message: object): void {
    this.#stay.provider.sendStateless(JSON.stringify(message));
  }

  close(): void {
    this.#closed = true;
    if (this.#retry) clearTimeout(this.#retry);
    for (const undo of this.#undo.splice(0)) undo();
    this.#leave(this.#stay);
    if (this.#shown !== this.#stay.doc) this.#shown.destroy();
  }

  get #key(): string {
    return this.#stay.provider.effectiveName;
  }
  get #delivered(): boolean {
    const { waiting, caughtUp } = this.#line.wire.of(this.#key);
    return this.#line.connected && this.#stay.provider.isAuthenticated && caughtUp && waiting === 0;
  }

  #enter(): Stay {
    const doc = new Y.Doc();
    const store = keepInBrowser(doc, this.name, this.#user);
    const provider = new HocuspocusProvider({
      websocketProvider: this.#line.socket,
      name: textOf(this.name),
      document: doc,
      token: this.#line.token,
      // The server takes a provider that comes right after another of the same name for the old one; this tells them apart.
      sessionAwareness: true,
    });
    const stay: Stay = { doc, provider, store };
    const current = (run: () => void) => () => {
      if (this.#stay === stay && !this.#closed) run();
    };
    doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin !== provider) current(() => this.#changedHere())();
    });
    provider.on('stateless', ({ payload }: { payload: string }) => current(() => this.#hear(payload))());
    provider.on('authenticationFailed', ({ reason }: { reason: string }) => current(() => this.#refuse(reason))());
    provider.on('close', ({ event }: { event: { reason?: string } }) =>
      current(() => this.#sentOut(event.reason ?? ''))(),
    );
    provider.on(
      'authenticated',
      current(() => this.#settle()),
    );
    provider.on(
      'synced',
      current(() => this.#show(doc)),
    );
    void store.ready.then(current(() => provider.attach()));
    return stay;
  }

  #leave({ doc, provider, store }: Stay): void {
    provider.destroy();
    store.close();
    doc.destroy();
  }

  #changedHere(): void {
    this.#waiting += 1;
    this.#changed.emit(undefined);
  }

  /** Asks the wire whether everything has arrived. */
  #settle(): void {
    if (this.#delivered) {
      this.#waiting = 0;
      this.#pause = FIRST_PAUSE_MS;
      this.#lastSavedAt = Date.now();
    }
    this.#changed.emit(undefined);
  }

  #onLine(): void {
    const back = this.#line.connected && !this.#connected && this.#wasConnected;
    this.#connected = this.#line.connected;
    this.#wasConnected ||= this.#connected;
    // Merging with what stood here before could show a phase that is over: a projection comes anew, and whole.
    if (back && isProjection(this.name)) this.#restart();
    this.#changed.emit(undefined);
  }

  #hear(payload: string): void {
    const message = v.safeParse(ServerMessageSchema, parsedJson(payload));
    if (!message.success) return;
    if (message.output.t === 'refused') void this.#takeBack(message.output);
    this.#told.emit(message.output);
  }

  /** The server did not take an edit: what follows on it would not be taken either, so we come in again with a new document. */
  async #takeBack({ code, message }: RefusedMessage): Promise<void> {
    const here = rootsOf(this.#stay.doc);
    const at = Date.now();
    this.#kept = { code, message, at, unsent: here };
    await this.#stay.store.clear();
    this.#restart();
    this.#show(this.#stay.doc);
    // Only when the server's copy has arrived can we tell which part of it was not taken.
    await this.settled();
    this.#kept = { code, message, at, unsent: unsentOf(here, rootsOf(this.#stay.doc)) };
    this.#changed.emit(undefined);
  }

  #restart(): void {
    const before = this.#stay;
    this.#waiting = 0;
    this.#stay = this.#enter();
    before.provider.destroy();
    before.store.close();
    if (before.doc !== this.#shown) before.doc.destroy();
  }

  #show(doc: Y.Doc): void {
    if (this.#shown === doc) return;
    this.#shown.destroy();
    this.#shown = doc;
    this.#replaced.emit(doc);
    this.#changed.emit(undefined);
  }

  #refuse(reason: string): void {
    this.#reason = reason;
    this.#changed.emit(undefined);
  }

  /** The server closed this document but not the socket; the provider would stay silent for ever. */
  #sentOut(reason: string): void {
    if (!this.#line.connected || reason === 'provider_initiated') return;
    this.#line.wire.forget(this.#key);
    if (reason === 'no-longer-allowed') {
      this.#refuse(reason);
      return;
    }
    this.#retry = setTimeout(() => void this.#comeBack(), this.#pause);
    this.#pause = Math.min(LONGEST_PAUSE_MS, this.#pause * 2);
  }

  async #comeBack(): Promise<void> {
    const { provider } = this.#stay;
    if (!this.#line.connected) return;
    await provider.sendToken();
    provider.startSync();
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
