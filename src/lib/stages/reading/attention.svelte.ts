/** Where the reader's focus is asked to go, and where it was: a problem leads to its field, the clauses lead back to theirs. */

/** `where`: `case` or the id of a lesion; without a field, the lesion as a whole. */
export interface Spot {
  readonly where: string;
  readonly field: string | null;
}

export class Attention {
  /** Over as soon as the focus is there, so that going there again works again. */
  #sentTo = $state.raw<Spot | null>(null);
  /** The field that had the focus last. */
  last = $state.raw<{ readonly where: string; readonly field: string } | null>(null);

  send(spot: Spot): void {
    this.#sentTo = spot;
  }

  isSentTo(where: string, field: string | null): boolean {
    return this.#sentTo?.where === where && this.#sentTo.field === field;
  }

  /** The focus came to a field, or to the line of a lesion. */
  arrived(where: string, field: string | null): void {
    if (this.isSentTo(where, field)) this.#sentTo = null;
    if (field !== null) this.last = { where, field };
  }
}
