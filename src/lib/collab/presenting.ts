/** Presenting: what the presenter looks at, sent beside the session's record; the newest wins. Whether to follow is the page's choice. */
import type { Keyframe, Presented, ServerMessage } from '#documents/messages.ts';
import type { SharedDocument } from './shared-document.svelte.ts';
import { Signal } from './signal.ts';
import { throttle } from './throttle.ts';

const SEND_EVERY_MS = 80;

/** What somebody looks at; time and order are added here. */
export type Look = Omit<Keyframe, 't' | 'seq'>;

/** @param record the session's `record:` document, open. Close it when the component goes. */
export const presentingIn = (record: SharedDocument): Presenting => new Presenting(record);

export class Presenting {
  readonly #undo: () => void;
  readonly #heard = new Signal<Presented | null>();
  readonly #send: ReturnType<typeof throttle<Look>>;
  #seq = 0;
  #last: Presented | null = null;

  constructor(record: SharedDocument) {
    this.#undo = record.onMessage((message) => this.#hear(message));
    this.#send = throttle(
      (look) => {
        // Rises over reloads of the page too, so that the server does not take us for an echo of ourselves.
        this.#seq = Math.max(this.#seq + 1, Date.now());
        record.send({ t: 'presenting', seq: this.#seq, ...look } satisfies Keyframe);
      },
      () => SEND_EVERY_MS,
    );
  }

  /** Each key frame as it arrives, and null when presenting ends, for a viewer that follows outside of Svelte. Returns the undo. */
  onShown(listener: (shown: Presented | null) => void): () => void {
    return this.#heard.listen(listener);
  }

  /** Shows the others what we look at; the server passes it on while we hold the lease. */
  show(look: Look): void {
    this.#send(look);
  }

  close(): void {
    this.#send.cancel();
    this.#undo();
  }

  #hear(message: ServerMessage): void {
    switch (message.t) {
      case 'presenting':
        if (this.#last?.seat === message.seat && this.#last.seq >= message.seq) return;
        this.#last = message;
        break;
      case 'presenting-ended':
        this.#last = null;
        break;
      case 'refused':
        return;
    }
    this.#heard.emit(this.#last);
  }
}
