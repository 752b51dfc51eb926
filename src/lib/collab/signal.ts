/** Something that happens again and again, and those who want to hear of it. */
export class Signal<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Returns the undo. */
  listen(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  emit(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  /** The next time it happens. */
  next(): Promise<T> {
    return new Promise((resolve) => {
      const undo = this.listen((value) => {
        undo();
        resolve(value);
      });
    });
  }
}
