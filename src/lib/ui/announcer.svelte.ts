/** One polite voice for the whole page: what a screen reader hears when something changes that nobody focused. */
class Announcer {
  text = $state('');
  #turn = false;

  /** Says `sentence` politely. The same sentence twice in a row is said twice: a trailing no-break space tells them apart. */
  say(sentence: string): void {
    this.#turn = !this.#turn;
    this.text = this.#turn ? sentence : `${sentence}\u00a0`;
  }
}

export const announcer = new Announcer();
