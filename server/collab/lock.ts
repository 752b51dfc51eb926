/** One lock per name: those who hold it run one after the other, in the order in which they asked. */

export interface Locks {
  /** Resolves with the release when it is our turn. */
  acquire(name: string): Promise<() => void>;
  /** Runs `run` alone among all who hold the same name. Not re-entrant. */
  within<T>(name: string, run: () => Promise<T> | T): Promise<T>;
  /** Resolves when nobody holds anything. */
  idle(): Promise<void>;
}

export function createLocks(): Locks {
  const tails = new Map<string, Promise<void>>();

  async function acquire(name: string): Promise<() => void> {
    const before = tails.get(name);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const tail = promise.then(() => {
      if (tails.get(name) === tail) tails.delete(name);
    });
    tails.set(name, tail);
    await before;
    return () => resolve(undefined);
  }

  return {
    acquire,
    async within(name, run) {
      const release = await acquire(name);
      try {
        return await run();
      } finally {
        release();
      }
    },
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
}
