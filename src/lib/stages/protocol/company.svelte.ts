/** Who else is at the draft, by name, and in which text they are. */
import { createSubscriber } from 'svelte/reactivity';
import * as v from 'valibot';
import type { Awareness } from 'y-protocols/awareness';
import { SeatedCursorSchema, type Cursor } from '#documents/messages.ts';
import type { TextPlace } from '#documents/texts.ts';
import type { SharedDocument } from '#lib/collab/shared-document.svelte.ts';

export interface Writer {
  readonly user: string;
  readonly name: string;
}

const placeText = ({ root, id, field }: TextPlace): string => `${root}/${id}/${field}`;

export class Company {
  readonly #shared: SharedDocument;
  readonly #writers: readonly Writer[];
  readonly #me: string;
  readonly #subscribe: () => void;
  readonly #undo: () => void;
  #tell: () => void = () => undefined;
  #bound: Awareness | null = null;
  #here: Cursor = { c: null };

  constructor(shared: SharedDocument, writers: readonly Writer[], me: string) {
    this.#shared = shared;
    this.#writers = writers;
    this.#me = me;
    this.#subscribe = createSubscriber((update) => {
      this.#tell = update;
      return () => (this.#tell = () => undefined);
    });
    this.#bind();
    // After a refusal there is another awareness.
    this.#undo = shared.onChange(() => this.#bind());
  }

  /** The others who have the draft open, each once. */
  readonly others = $derived.by((): readonly Writer[] => {
    const here = this.#present();
    return this.#writers.filter(({ user }) => user !== this.#me && here.some((one) => one.user === user));
  });

  /** Names of the others who are in this text. */
  at(place: TextPlace): string[] {
    const text = placeText(place);
    const there = this.#present().filter(({ at }) => at === text);
    return this.others.filter(({ user }) => there.some((one) => one.user === user)).map(({ name }) => name);
  }

  /** We are in this text now; null when we have left it. */
  goTo(place: TextPlace | null): void {
    this.#here = place ? { c: null, f: placeText(place) } : { c: null };
    this.#bound?.setLocalState(this.#here);
  }

  close(): void {
    this.#undo();
    this.#bound?.off('change', this.#changed);
  }

  #present(): { user: string; at: string | undefined }[] {
    this.#subscribe();
    return [...(this.#bound?.getStates() ?? [])].flatMap(([id, state]) => {
      const parsed = v.safeParse(SeatedCursorSchema, state);
      const known = parsed.success && id !== this.#bound?.clientID;
      return known ? [{ user: parsed.output.seat, at: parsed.output.f }] : [];
    });
  }

  #bind(): void {
    const { awareness } = this.#shared;
    if (awareness === this.#bound) return;
    this.#bound?.off('change', this.#changed);
    this.#bound = awareness;
    awareness?.on('change', this.#changed);
    awareness?.setLocalState(this.#here);
    this.#tell();
  }

  readonly #changed = (): void => this.#tell();
}
