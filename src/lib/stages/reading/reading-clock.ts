/**
 * How long the reader is at this read. Counted in the window, told to the server every minute and when the page goes: always all
 * of it, so that an answer that is lost, or two reports at once, make nobody count twice.
 */
import { createSubscriber } from 'svelte/reactivity';
import { v4 as newSitting } from 'uuid';
import * as v from 'valibot';
import type { ReadId } from '#domain/kernel/id.ts';
import { addedTimes, LONGEST_SITTING, NO_TIME, timeIn, type ReadingTime } from '#domain/reading/reading-time.ts';

const LOOK_MS = 15_000;
const TELL_S = 60;
const INPUTS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
const SumsSchema = v.object({ active: v.number(), idle: v.number() });

export class ReadingClock {
  readonly #address: string;
  readonly #fetching: typeof fetch;
  readonly #now: () => number;
  readonly #sitting = newSitting();
  /** What the server holds of other windows, in seconds. */
  #elsewhere: ReadingTime;
  /** Of this window, in milliseconds. */
  #here: ReadingTime = NO_TIME;
  /** As much of it as the server is known to have, in seconds. */
  #held = NO_TIME;
  #from: number;
  #lastInput: number;
  #visible = true;
  #closed = false;
  #changed: () => void = () => undefined;
  readonly #follow = createSubscriber((update) => {
    this.#changed = update;
  });

  constructor({ read, told, fetching = fetch, now = Date.now }: ClockOptions) {
    this.#address = `/api/v1/reads/${read}/time`;
    this.#elsewhere = told;
    this.#fetching = fetching;
    this.#now = now;
    this.#from = this.#lastInput = now();
  }

  /** In seconds. */
  get time(): ReadingTime {
    this.#follow();
    return addedTimes(this.#elsewhere, inSeconds(this.#here));
  }

  /** Begins to count. @returns its end, which tells the rest. */
  start(): () => void {
    const { signal, ends } = listening();
    for (const input of INPUTS) addEventListener(input, () => this.input(), { signal, passive: true, capture: true });
    document.addEventListener('visibilitychange', () => this.shown(document.visibilityState === 'visible'), { signal });
    addEventListener('pagehide', () => void this.tell(), { signal });
    const looking = setInterval(() => this.look(), LOOK_MS);
    return () => {
      clearInterval(looking);
      ends();
      void this.tell();
    };
  }

  input(): void {
    this.#count();
    this.#lastInput = this.#now();
  }

  shown(visible: boolean): void {
    this.#count();
    this.#visible = visible;
  }

  look(): void {
    this.#count();
    this.#changed();
    if (sumOf(inSeconds(this.#here)) - sumOf(this.#held) >= TELL_S) void this.tell();
  }

  /** The read is in: what comes now belongs to no read. */
  close(): void {
    this.#closed = true;
  }

  /** Tells the server everything up to now. What it does not hear it hears the next time. */
  async tell(): Promise<void> {
    if (this.#closed) return;
    this.#count();
    const here = inSeconds(this.#here);
    if (sumOf(here) === sumOf(this.#held)) return;
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const body = JSON.stringify({ sitting: this.#sitting, ...here });
    try {
      // The page may be going: the browser finishes this request all the same.
      const response = await this.#fetching(this.#address, { method: 'POST', headers, body, keepalive: true });
      const sums = v.safeParse(SumsSchema, await response.json());
      if (response.ok && sums.success) this.#heard(here, sums.output);
    } catch {
      // There is no connection, or the answer was lost.
    }
  }

  /** @param here what was told. An answer that comes after that to a later report says nothing new. */
  #heard(here: ReadingTime, sums: ReadingTime): void {
    if (sumOf(here) < sumOf(this.#held)) return;
    this.#held = here;
    this.#elsewhere = { active: sums.active - here.active, idle: sums.idle - here.idle };
    this.#changed();
  }

  #count(): void {
    const to = this.#now();
    const spent = timeIn({ from: this.#from, to, lastInput: this.#lastInput, visible: this.#visible });
    this.#from = to;
    this.#here = addedTimes(this.#here, spent);
  }
}

export interface ClockOptions {
  readonly read: ReadId;
  /** What the server held when the page was opened, in seconds. */
  readonly told: ReadingTime;
  readonly fetching?: typeof fetch;
  readonly now?: () => number;
}

const inSeconds = ({ active, idle }: ReadingTime): ReadingTime => ({
  active: Math.min(LONGEST_SITTING, Math.floor(active / 1000)),
  idle: Math.min(LONGEST_SITTING, Math.floor(idle / 1000)),
});

const sumOf = ({ active, idle }: ReadingTime): number => active + idle;

function listening(): { readonly signal: AbortSignal; readonly ends: () => void } {
  const ending = new AbortController();
  return { signal: ending.signal, ends: () => ending.abort() };
}

/** "under 1 min", "12 min", "1 h 5 min". */
export function durationText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return 'under 1 min';
  const rest = minutes % 60;
  return minutes < 60
    ? `${String(minutes)} min`
    : `${String((minutes - rest) / 60)} h${rest > 0 ? ` ${String(rest)} min` : ''}`;
}
