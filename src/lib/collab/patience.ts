/** Trying again after a pause that doubles each time, until it went well. */
export class Patience {
  readonly #shortest: number;
  readonly #longest: number;
  #pause: number;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** In ms. */
  constructor({ shortest, longest }: { readonly shortest: number; readonly longest: number }) {
    this.#shortest = shortest;
    this.#longest = longest;
    this.#pause = shortest;
  }

  again(run: () => void): void {
    this.stop();
    this.#timer = setTimeout(run, this.#pause);
    this.#pause = Math.min(this.#longest, this.#pause * 2);
  }

  /** It went well: the next pause is a short one. */
  rest(): void {
    this.#pause = this.#shortest;
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
