/**
 * Who else is here, and where they point. Cursors change twenty times a second for everybody: they are read by the canvas
 * overlay when it draws and never pass through Svelte; only who is here is reactive.
 */
import { createSubscriber } from 'svelte/reactivity';
import * as v from 'valibot';
import type { Awareness } from 'y-protocols/awareness';
import { frameText, type FrameKey } from '#domain/geometry/frame.ts';
import { idOf, type Seat } from '#domain/kernel/id.ts';
import { SeatedCursorSchema, type Cursor } from '#documents/messages.ts';
import type { SharedDocument } from './shared-document.svelte.ts';
import { Signal } from './signal.ts';
import { throttle } from './throttle.ts';
import { Trails, type Sample } from './trail.ts';

/** 22 times a second; nobody watches while nobody else is here. */
const SEND_EVERY_MS = 45;
const ALONE_EVERY_MS = 1000;

/** Presence in one document: a table (cursors) or the record (only who is here). Close it when the component goes. */
export const presenceIn = (document: SharedDocument): Presence => new Presence(document);

export class Presence {
  readonly #document: SharedDocument;
  readonly #trails = new Trails();
  readonly #came = new Signal<undefined>();
  readonly #subscribe: () => void;
  readonly #undo: (() => void)[];
  #bound: Awareness | null = null;
  readonly #send = throttle(
    (cursor: Cursor) => this.#bound?.setLocalState(cursor),
    () => (this.#trails.isEmpty ? ALONE_EVERY_MS : SEND_EVERY_MS),
  );

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

  /** Our pointer is here. @param position in pixels of the frame. */
  point(frame: FrameKey, [x, y]: readonly [number, number]): void {
    this.#send({ c: [tenths(x), tenths(y)], f: frameText(frame), t: Math.round(performance.now()) });
  }

  /** Our pointer left the image. We are still here. */
  hide(): void {
    this.#send({ c: null });
  }

  /** Where to draw this person's pointer; null while it is hidden or rests. @param now `performance.now()` of the picture. */
  cursorOf(seat: Seat, now: number = performance.now()): Omit<Sample, 'at'> | null {
    return this.#trails.at(seat, now);
  }

  close(): void {
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
    const frame = frameIn(f);
    this.#trails.take(id, idOf<Seat>(seat), c && frame ? { at: performance.now(), frame, position: c } : null);
  }
}

const tenths = (value: number): number => Math.round(value * 10) / 10;

function frameIn(text: string | undefined): FrameKey | null {
  const [sop, frame] = text?.split('/') ?? [];
  return sop !== undefined && frame !== undefined ? { sop, frame: Number(frame) } : null;
}
