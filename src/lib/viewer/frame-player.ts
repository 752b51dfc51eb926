/** Which frame of a series is on screen and which is on its way: the newest request wins, and the neighbours are fetched ahead. */
import { isLoaded, loadedFrame, prefetch } from './frame-loader.ts';
import { prefetchOrder } from './prefetch-order.ts';
import type { Screen } from './screen.ts';
import type { SeriesFrames } from './series-frames.ts';
import { Turnstile } from './turnstile.ts';
import type { FrameState } from './viewer.ts';

export interface FramePlayerOptions {
  readonly frames: SeriesFrames;
  readonly screen: Screen;
  /** Anything of what the player says is different now. */
  readonly changed: () => void;
  /** The viewport cannot draw any more and has to be made anew. */
  readonly broken: () => void;
}

export class FramePlayer {
  readonly #options: FramePlayerOptions;
  readonly #order = new Turnstile();
  #index = 0;
  #pending: number | null = null;
  #state: FrameState = { kind: 'loading' };
  #stacked = false;
  #direction: 1 | -1 = 1;
  #cine: { readonly rate: number; readonly timer: ReturnType<typeof setInterval> } | null = null;

  constructor(options: FramePlayerOptions) {
    this.#options = options;
  }

  get index(): number {
    return this.#index;
  }

  get pending(): number | null {
    return this.#pending;
  }

  get state(): FrameState {
    return this.#state;
  }

  /** The library's stack is set; only with a frame that was checked and is on screen. */
  get stacked(): boolean {
    return this.#stacked;
  }

  /** Frames per second while a cine runs. */
  get rate(): number | null {
    return this.#cine?.rate ?? null;
  }

  /** @param index 0-based; one that does not exist is not shown. */
  async show(index: number): Promise<void> {
    const id = this.#ids[index];
    if (id === undefined) return;
    const ticket = this.#order.ticket();
    if (index !== this.#index) this.#direction = index > this.#index ? 1 : -1;
    if (!isLoaded(id)) {
      this.#pending = index;
      this.#options.changed();
    }
    const result = await loadedFrame(id, 'interaction');
    if (this.#order.isNewest(ticket)) this.#pending = null;
    if (result.ok) {
      if (this.#order.pass(ticket)) await this.#display(index, id);
    } else if (this.#order.isNewest(ticket) && this.#order.pass(ticket)) {
      this.#fail({ kind: 'failed', failure: result.error }, index);
    }
    if (this.#order.isNewest(ticket)) this.#prefetch();
  }

  step(by: number): Promise<void> {
    const from = this.#pending ?? this.#index;
    return this.show(Math.max(0, Math.min(this.#ids.length - 1, from + by)));
  }

  cine(rate: number | null): void {
    if (this.#cine) clearInterval(this.#cine.timer);
    this.#cine = null;
    if (rate !== null) {
      const next = (): void => {
        if (this.#pending === null) void this.show((this.#index + 1) % this.#ids.length);
      };
      this.#cine = { rate, timer: setInterval(next, 1000 / rate) };
    }
    this.#options.changed();
  }

  /** Nothing is on screen any more. */
  close(): void {
    this.cine(null);
    this.#stacked = false;
    prefetch(this.#options.screen.id, []);
  }

  get #ids(): readonly string[] {
    return this.#options.frames.ids;
  }

  async #display(index: number, id: string): Promise<void> {
    const { screen, frames, changed, broken } = this.#options;
    const { viewport } = screen;
    if (this.#stacked) await viewport.setImageIdIndex(index);
    else await viewport.setStack([...this.#ids], index);
    if (viewport.getCurrentImageIdIndex() !== index) return;
    const { key, geometry } = frames.at(index);
    // A viewport that once drew an impossible image stays black for ever; only a new one helps.
    if (!screen.draws(id, geometry)) {
      broken();
      this.#stacked = false;
      const failure = { frame: key, code: 'rendering', message: 'This image could not be drawn.' } as const;
      this.#fail({ kind: 'failed', failure }, index);
      return;
    }
    if (!this.#stacked) screen.setInverted(false);
    this.#stacked = true;
    this.#index = index;
    this.#state = { kind: 'shown' };
    changed();
  }

  #fail(state: FrameState, index: number): void {
    this.#index = index;
    this.#state = state;
    this.#options.changed();
  }

  #prefetch(): void {
    const order = prefetchOrder(this.#ids.length, this.#index, this.#direction);
    prefetch(
      this.#options.screen.id,
      order.flatMap((index) => this.#ids[index] ?? []),
    );
  }
}
