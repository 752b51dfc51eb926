/**
 * A shared document open on this page. `saved` means durable on the server. Whatever happens to the connection, work goes on
 * here and is delivered later; only what the server refuses is taken out of the document, and kept on a shelf for the person.
 */
import { createSubscriber } from 'svelte/reactivity';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { EDIT_REFUSALS, type RefusedMessage, type ServerMessage } from '#documents/messages.ts';
import { isProjection, textOf, type DocumentName } from '#documents/names.ts';
import { statusOf, type DocumentStatus } from './document-status.ts';
import { shelfOf, type KeptShelf } from './kept-shelf.ts';
import { editsIn, type KeptWork } from './kept-work.ts';
import { sharedLine, type Line } from './line.ts';
import { Patience } from './patience.ts';
import { Signal } from './signal.ts';
import { stayIn, type Stay } from './stay.ts';
import { Waiting } from './waiting.ts';

export interface OpenOptions {
  /** Id of the person, under which unsent work is kept in this browser; null keeps nothing. */
  readonly user?: string | null;
  readonly line?: Line;
}

/** Close it when the component goes: `$effect(() => () => document.close())`. */
export const openDocument = (name: DocumentName, options: OpenOptions = {}): SharedDocument =>
  new SharedDocument(name, options);

/** What the server would say, had it been asked. */
const TOO_LARGE = { code: 'too-large', message: EDIT_REFUSALS['too-large'] } as const;
/** Before coming back to a document that the server closed without closing the socket; in ms. */
const PAUSES = { shortest: 500, longest: 5000 };

export class SharedDocument {
  readonly name: DocumentName;
  readonly #line: Line;
  readonly #user: string | null;
  readonly #shelf: KeptShelf;
  readonly #waiting: Waiting;
  readonly #changed = new Signal<undefined>();
  readonly #replaced = new Signal<Y.Doc>();
  readonly #told = new Signal<ServerMessage>();
  readonly #subscribe: () => void;
  readonly #subscribeDoc: () => void;
  readonly #undo: (() => void)[] = [];
  #stay: Stay;
  /** What is shown; the old one goes on being shown until the new one is there. */
  #shown: Y.Doc;
  #reason: string | null = null;
  #trouble: string | null = null;
  #closed = false;
  #connected: boolean;
  #wasConnected: boolean;
  #lastSavedAt: number | null = null;
  readonly #patience = new Patience(PAUSES);

  constructor(name: DocumentName, { user = null, line = sharedLine() }: OpenOptions) {
    this.name = name;
    this.#line = line;
    this.#user = user;
    this.#shelf = shelfOf(user);
    this.#connected = line.connected;
    this.#wasConnected = line.connected;
    this.#subscribe = createSubscriber((update) => this.#changed.listen(update));
    this.#subscribeDoc = createSubscriber((update) => this.#replaced.listen(update));
    this.#waiting = new Waiting(this.#shelf, textOf(name), () => this.#settle());
    this.#stay = this.#enter();
    this.#shown = this.#stay.doc;
    this.#undo.push(
      line.onChange(() => this.#onLine()),
      line.wire.onChange((key) => {
        if (key === null || key === this.#key) this.#settle();
      }),
      line.wire.onTooLarge((key) => {
        // The provider is in the midst of sending; it is let go of afterwards.
        if (key === this.#key) queueMicrotask(() => void this.#takeBack(TOO_LARGE));
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
    return statusOf({
      waiting: this.#waiting.count,
      refused: this.#reason,
      connected: this.#line.connected,
      wasConnected: this.#wasConnected,
      lost: this.#line.lost,
      trouble: this.#trouble,
      delivered: this.#delivered,
    });
  }

  get state(): DocumentStatus['kind'] {
    return this.status.kind;
  }

  /** When everything here was last durable on the server, in ms since 1970. */
  get lastSavedAt(): number | null {
    this.#subscribe();
    return this.#lastSavedAt;
  }

  /** Work in this document that the server did not take, oldest first, until it is dismissed. */
  get kept(): readonly KeptWork[] {
    return this.#shelf.works.filter((work) => work.document === textOf(this.name));
  }

  /** Resolves with true when everything made here is durable on the server, with false when it cannot be opened or was closed. */
  async settled(): Promise<boolean> {
    while (!this.#closed && this.#reason === null && (this.#waiting.count > 0 || !this.#delivered))
      await this.#changed.next();
    return this.#reason === null && !this.#closed;
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

  /** Closes as soon as nothing made here waits any more: what was drawn offline is delivered after the page has moved on. */
  async leave(): Promise<void> {
    if (this.#waiting.count > 0) await this.settled();
    this.close();
  }

  /** Closes a document that is delivered, and forgets what this browser keeps of it unless another window has work in it. */
  async forget(): Promise<void> {
    this.close();
    if ((await this.#shelf.unsent(textOf(this.name))).size === 0) await this.#stay.store.empty();
  }

  close(): void {
    this.#closed = true;
    this.#patience.stop();
    for (const undo of this.#undo.splice(0)) undo();
    this.#stay.leave();
    this.#stay.doc.destroy();
    this.#shown.destroy();
    this.#changed.emit(undefined);
  }

  get #key(): string {
    return this.#stay.provider.effectiveName;
  }
  get #delivered(): boolean {
    const { waiting, caughtUp } = this.#line.wire.of(this.#key);
    return this.#line.connected && this.#stay.provider.isAuthenticated && caughtUp && waiting === 0;
  }

  #enter(): Stay {
    const options = { name: this.name, line: this.#line, user: this.#user };
    const stay = stayIn(options, {
      edited: (transaction) => this.#waiting.add(transaction),
      heard: (message) => this.#hear(message),
      refused: (reason) => this.#refuse(reason),
      closed: (reason) => this.#sentOut(reason),
      admitted: () => this.#admitted(),
      arrived: () => this.#show(stay.doc),
    });
    this.#waiting.of(stay.doc);
    return stay;
  }

  /** Asks the wire whether everything has arrived. */
  #settle(): void {
    if (this.#delivered) {
      this.#waiting.delivered();
      this.#trouble = null;
      this.#patience.rest();
      this.#lastSavedAt = Date.now();
    }
    this.#changed.emit(undefined);
  }

  #onLine(): void {
    const back = this.#line.connected && !this.#connected && this.#wasConnected;
    this.#connected = this.#line.connected;
    this.#wasConnected ||= this.#connected;
    // Merging with what stood here before could show a phase that is over: a projection comes anew, and whole.
    if (back && isProjection(this.name)) {
      const before = this.#stay;
      this.#stay = this.#enter();
      before.leave();
      if (before.doc !== this.#shown) before.doc.destroy();
    }
    this.#changed.emit(undefined);
  }

  #hear(message: ServerMessage): void {
    if (message.t === 'refused') void this.#takeBack(message);
    this.#told.emit(message);
  }

  /**
   * The server did not take an edit: what follows on it would not be taken either. The work goes on the shelf first; then we
   * come in again with a new document, and once that is here we can tell which part of the work is not in it.
   */
  async #takeBack({ code, message }: Pick<RefusedMessage, 'code' | 'message'>): Promise<void> {
    const before = this.#stay;
    const { edits } = this.#waiting;
    // What is written until the new document comes is in the old one, too.
    before.doc.on('afterTransaction', (transaction) => edits.push(...editsIn(transaction)));
    before.leave();
    const compareWith = await this.#shelf.shelve({ document: textOf(this.name), code, message }, edits);
    await before.store.empty();
    if (this.#closed) return;
    const stay = this.#enter();
    this.#stay = stay;
    if (!(await this.#isShown(stay.doc))) return;
    await compareWith(stay.doc);
    this.#changed.emit(undefined);
  }

  async #isShown(doc: Y.Doc): Promise<boolean> {
    while (!this.#closed && this.#shown !== doc) await this.#changed.next();
    return this.#shown === doc;
  }

  #show(doc: Y.Doc): void {
    if (this.#shown === doc) return;
    this.#shown.destroy();
    this.#shown = doc;
    this.#replaced.emit(doc);
    this.#changed.emit(undefined);
  }

  #admitted(): void {
    this.#reason = null;
    this.#settle();
  }

  #refuse(reason: string): void {
    this.#reason = reason;
    // Whoever signs in again delivers what waits; for everybody else this is the end of it.
    if (reason !== 'not-signed-in' && this.#waiting.count > 0) void this.#shelve(reason);
    this.#changed.emit(undefined);
  }

  async #shelve(code: string): Promise<void> {
    const { edits } = this.#waiting;
    this.#waiting.delivered();
    await this.#shelf.shelve({ document: textOf(this.name), code, message: null }, edits);
    this.#changed.emit(undefined);
  }

  /** The server closed this document but not the socket; the provider would stay silent for ever. */
  #sentOut(reason: string): void {
    if (!this.#line.connected || reason === 'provider_initiated') return;
    this.#line.wire.forget(this.#key);
    this.#trouble = reason;
    if (reason === 'no-longer-allowed') return this.#refuse(reason);
    if (reason === 'sign-in-ended') return this.#refuse('not-signed-in');
    this.#patience.again(() => void this.#comeBack());
  }

  async #comeBack(): Promise<void> {
    const { provider } = this.#stay;
    if (!this.#line.connected) return;
    await provider.sendToken();
    provider.startSync();
  }
}
