/** Where a lead is in the queue: what is shown, which entry has the keys, and what is chosen for a session. */
import type { QueueEntry } from '#contract/disagreements.ts';
import { canBeChosen, filtered, STILL_OPEN, type QueueFilter } from './queue-filter.ts';

const AT_ONCE = 200;

export class QueueDesk {
  readonly #entries: () => readonly QueueEntry[];
  filter = $state.raw<QueueFilter>(STILL_OPEN);
  #wanted = $state.raw<readonly string[]>([]);
  /** How many are on screen at most: a page of thousands would be slow to come. */
  #most = $state(AT_ONCE);
  /** Id of the entry the keys are at. */
  current = $state<string | null>(null);

  constructor(entries: () => readonly QueueEntry[]) {
    this.#entries = entries;
  }

  readonly shown = $derived.by(() => filtered(this.#entries(), this.filter));

  readonly onScreen = $derived.by(() => this.shown.slice(0, this.#most));

  /** Also what the filter hides, in the order of the queue; what cannot be chosen any more has dropped out. */
  readonly chosen = $derived.by(() => this.#entries().filter((entry) => this.isChosen(entry) && canBeChosen(entry)));

  more(): void {
    this.#most += AT_ONCE;
  }

  narrow(change: Partial<QueueFilter>): void {
    this.filter = { ...this.filter, ...change };
  }

  isChosen(entry: QueueEntry): boolean {
    return this.#wanted.includes(entry.id);
  }

  choose(entry: QueueEntry, on: boolean): void {
    if (!canBeChosen(entry)) return;
    const others = this.#wanted.filter((id) => id !== entry.id);
    this.#wanted = on ? [...others, entry.id] : others;
  }

  chooseNone(): void {
    this.#wanted = [];
  }

  /** The entry `by` places further down, or the first one; the ends hold. */
  step(by: 1 | -1): QueueEntry | undefined {
    const at = this.shown.findIndex(({ id }) => id === this.current);
    const next = at < 0 ? 0 : Math.min(this.shown.length - 1, Math.max(0, at + by));
    const entry = this.shown[next];
    if (next >= this.#most) this.more();
    this.current = entry?.id ?? null;
    return entry;
  }

  /** The entry the keys are at, if it is on screen. */
  get entry(): QueueEntry | undefined {
    return this.shown.find(({ id }) => id === this.current);
  }
}
