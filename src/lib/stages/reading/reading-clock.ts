/**
 * How long the reader is at this read. Counted in the window, told to the server in sums every minute and when the page goes; what
 * could not be told is told next time.
 */
import { createSubscriber } from 'svelte/reactivity';
import * as v from 'valibot';
import type { ReadId } from '#domain/kernel/id.ts';
import { addedTimes, NO_TIME, timeIn, type ReadingTime } from '#domain/reading/reading-time.ts';

const LOOK_MS = 15_000;
const TELL_MS = 60_000;
const INPUTS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
const SumsSchema = v.object({ active: v.number(), idle: v.number() });

export class ReadingClock {
  readonly #address: string;
  readonly #fetching: typeof fetch;
  readonly #now: () => number;
  /** What the server holds, in seconds. */
  #told: ReadingTime;
  /** Not told yet, in milliseconds. */
  #pending: ReadingTime = NO_TIME;
  #from: number;
  #lastInput: number;
  #visible = true;
  #telling: Promise<void> | null = null;
  #closed = false;
  #changed: () => void = () => undefined;
  readonly #follow = createSubscriber((update) => {
    this.#changed = update;
  });

  constructor({ read, told, fetching = fetch, now = Date.now }: ClockOptions) {
    this.#address = `/api/v1/reads/${read}/time`;
    this.#told = told;
    this.#fetching = fetching;
    this.#now = now;
    this.#from = this.#lastInput = now();
  }

  /** In seconds. */
  get time(): ReadingTime {
    this.#follow();
    return addedTimes(this.#told, inSeconds(this.#pending));
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
    if (this.#pending.active + this.#pending.idle >= TELL_MS) void this.tell();
  }

  /** The read is in: what comes now belongs to no read. */
  close(): void {
    this.#closed = true;
  }

  /** Tells the server everything up to now. */
  async tell(): Promise<void> {
    await this.#telling;
    if (this.#closed) return;
    this.#count();
    const seconds = inSeconds(this.#pending);
    if (seconds.active + seconds.idle === 0) return;
    this.#telling = this.#send(seconds).finally(() => (this.#telling = null));
    await this.#telling;
  }

  async #send(seconds: ReadingTime): Promise<void> {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const body = JSON.stringify(seconds);
    try {
      // The page may be going: the browser finishes this request all the same.
      const response = await this.#fetching(this.#address, { method: 'POST', headers, body, keepalive: true });
      const sums = v.safeParse(SumsSchema, await response.json());
      if (!response.ok || !sums.success) return;
      this.#told = sums.output;
      this.#pending = addedTimes(this.#pending, { active: -seconds.active * 1000, idle: -seconds.idle * 1000 });
      this.#changed();
    } catch {
      // Told next time.
    }
  }

  #count(): void {
    const to = this.#now();
    const spent = timeIn({ from: this.#from, to, lastInput: this.#lastInput, visible: this.#visible });
    this.#from = to;
    this.#pending = addedTimes(this.#pending, spent);
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
  active: Math.floor(active / 1000),
  idle: Math.floor(idle / 1000),
});

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
