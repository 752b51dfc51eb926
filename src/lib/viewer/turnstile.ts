/**
 * Puts answers that arrive in any order back into the order of their questions: an answer passes unless a newer one has
 * passed already. Nobody waits for a slow answer, and nobody is shown a stale one.
 */
export class Turnstile {
  #asked = 0;
  #passed = 0;

  ticket(): number {
    return ++this.#asked;
  }

  isNewest(ticket: number): boolean {
    return ticket === this.#asked;
  }

  /** False when a newer ticket has passed before. */
  pass(ticket: number): boolean {
    if (ticket < this.#passed) return false;
    this.#passed = ticket;
    return true;
  }
}
