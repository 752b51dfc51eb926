/**
 * Who else is here, and where they point. Cursors change twenty times a second for everybody: they are read by the canvas
 * overlay when it draws and never pass through Svelte; only who is here is reactive.
 */
import { createSubscriber } from 'svelte/reactivity';
import * as v from 'valibot';
import type { Awareness } from 'y-protocols/awareness';
import type { Seat } from '#domain/kernel/id.ts';
import { idOf } from '#domain/kernel/id.ts';
import { SeatedCursorSchema, type Cursor } from '#documents/messages.ts';
import type { SharedDocument } from './shared-document.svelte.ts';
import { Signal } from './signal.ts';
import { throttle } from './throttle.ts';
import { Trails, type OtherCursor } from './trail.ts';

const SEND_EVERY_MS = 45;
const HIDE_AFTER_MS = 5000;

/** Presence in one document: a table (cursors) or the record (only who is here). Close it when the component goes. */
export const presenceIn = (document: SharedDocument): Presence => new Presence(document);

export class Presence {
  readonly #document: SharedDocument;
  readonly #trails = new Trails();
  readonly #came = new Signal<undefined>();
  readonly #subscribe: () => void;
  readonly #undo: (() => void)[];
  #bound: Awareness | null = null;
  #hiding: ReturnType<typeof setTimeout> | null = null;
  readonly #send = throttle((cursor: Cursor) => this.#bound?.setLocalState(cursor), SEND_EVERY_MS);

  constructor(document: SharedDocument) {
    this.#document = document;
    this.#subscribe = createSubscriber((update) => this.#came.listen(update));
    this.#bind();
    // After a refusal, or when a projection starts anew, there is another awareness.
    this.#undo = [document.onChange(() => this.#bind())];
  }

  /** Seats of the others who have the document open, each once. */
  get seats(): readonly Seat[] {
    this.#subscribe();
    return this.#trails.seats;
  }

  /** Our pointer is here. @param frame `frameText` of the frame; position in its pixels. */
  point(frame: string, [x, y]: readonly [number, number]): void {
    this.#send({ c: [tenths(x), tenths(y)], f: frame, t: Math.round(performance.now()) });
    if (this.#hiding) clearTimeout(this.#hiding);
    this.#hiding = setTimeout(() => this.hide(), HIDE_AFTER_MS);
  }

  /** Our pointer left the image. We are still here. */
  hide(): void {
    if (this.#hiding) clearTimeout(this.#hiding);
    this.#hiding = null;
    this.#send({ c: null });
  }

  /** Where to draw the others' pointers. @param now `performance.now()` of the frame being drawn. */
  cursors(now: number = performance.now()): OtherCursor[] {
    return this.#trails.cursors(now);
  }

  close(): void {
    if (this.#hiding) clearTimeout(this.#hiding);
    this.#send.cancel();
    for (const undo of this.#undo) undo();
    this.#bound?.off('change', this.#heard);
    this.#trails.clear();
  }

  #bind(): void {
    const { awareness } = this.#document;
    if (awareness === this.#bound) return;
    this.#bound?.off('change', this.#heard);
    this.#bound = awareness;
    this.#trails.clear();
    awareness?.on('change', this.#heard);
    // The empty state a provider begins with is not passed on; this one says that we are here.
    awareness?.setLocalState({ c: null } satisfies Cursor);
    this.#came.emit(undefined);
  }

  readonly #heard = ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>): void => {
    for (const id of removed) this.#trails.remove(id);
    for (const id of [...added, ...updated]) this.#take(id);
    if (added.length + removed.length > 0) this.#came.emit(undefined);
  };

  #take(id: number): void {
    if (!this.#bound || id === this.#bound.clientID) return;
    const parsed = v.safeParse(SeatedCursorSchema, this.#bound.getStates().get(id));
    if (!parsed.success) return;
    const { seat, c, f } = parsed.output;
    const pointed = c && f !== undefined;
    this.#trails.take(id, idOf<Seat>(seat), pointed ? { at: performance.now(), frame: f, position: c } : null);
  }
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
