/**
 * What this browser keeps of a draft beside its document: where the reader was, and what was typed and is no
 * answer yet. It outlives the page, is never sent, and goes when the read is in and with the sign-out.
 */
import * as v from 'valibot';
import { FrameKeySchema } from '#domain/ingest/frame-key.ts';
import { sameFrame, type FrameKey } from '#domain/geometry/frame.ts';
import type { ReadId } from '#domain/kernel/id.ts';
import { dropInWindow, keepInWindow, keptInWindow } from '#lib/collab/window-store.ts';

/** `instead`: what the answer was, as text; once it is another one, what was typed is out of date. */
const HalfSchema = v.object({ text: v.string(), instead: v.string() });
const KeptSchema = v.object({
  frame: v.nullable(FrameKeySchema),
  /** Id of the finding whose card is open. */
  open: v.nullable(v.string()),
  halves: v.record(v.string(), HalfSchema),
});
type Kept = v.InferOutput<typeof KeptSchema>;
const NOTHING: Kept = { frame: null, open: null, halves: {} };

/** What is half written in one field. */
export interface HalfWritten {
  /** @param answer the present one, as text. @returns null where nothing is half written, or it is out of date. */
  over(answer: string): string | null;
  keep(text: string, answer: string): void;
  /** It is an answer now, or nothing. */
  done(): void;
}

export interface KeptReadOptions {
  readonly user: string;
  readonly read: ReadId;
  /** Of the browser, not of the window: a page that crashed took its window along. */
  readonly storage?: Storage;
}

export class KeptRead {
  readonly #key: string;
  readonly #storage: Storage;
  #kept: Kept;

  constructor({ user, read, storage = localStorage }: KeptReadOptions) {
    this.#key = `read:${user}:${read}`;
    this.#storage = storage;
    const kept = v.safeParse(KeptSchema, keptInWindow(this.#key, storage));
    this.#kept = kept.success ? kept.output : NOTHING;
  }

  get frame(): FrameKey | null {
    return this.#kept.frame;
  }

  get open(): string | null {
    return this.#kept.open;
  }

  /** The reader is here now. */
  at(frame: FrameKey, open: string | null): void {
    const { frame: before } = this.#kept;
    if (open !== this.#kept.open || !before || !sameFrame(before, frame)) this.#keep({ ...this.#kept, frame, open });
  }

  /** @param where `case`, or the id of a lesion. */
  half(where: string, field: string): HalfWritten {
    const name = `${where} ${field}`;
    return {
      over: (answer) => {
        const half = this.#kept.halves[name];
        return half?.instead === answer ? half.text : null;
      },
      keep: (text, instead) =>
        this.#keep({ ...this.#kept, halves: { ...this.#kept.halves, [name]: { text, instead } } }),
      done: () => {
        if (!(name in this.#kept.halves)) return;
        const { [name]: _, ...halves } = this.#kept.halves;
        this.#keep({ ...this.#kept, halves });
      },
    };
  }

  /** The read is in: nothing of it is half done any more. */
  forget(): void {
    this.#kept = NOTHING;
    dropInWindow(this.#key, this.#storage);
  }

  #keep(kept: Kept): void {
    this.#kept = kept;
    keepInWindow(this.#key, kept, this.#storage);
  }
}
