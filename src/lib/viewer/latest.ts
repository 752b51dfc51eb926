/** Runs one asynchronous task at a time and keeps only the newest waiting input: a follower never lags behind a queue. */

/**
 * @param run called with each input that was not overtaken; `overtaken()` says, in the middle of it, whether a newer one waits
 * @returns a function that takes an input and resolves when that input was run or overtaken and nothing newer is running
 */
export function latest<Input>(
  run: (input: Input, overtaken: () => boolean) => Promise<void>,
): (input: Input) => Promise<void> {
  let waiting: { readonly input: Input } | null = null;
  let running: Promise<void> | null = null;
  const drain = async (): Promise<void> => {
    try {
      while (waiting) {
        const { input } = waiting;
        waiting = null;
        await run(input, () => waiting !== null);
      }
    } finally {
      running = null;
    }
  };
  return (input) => {
    waiting = { input };
    running ??= drain();
    return running;
  };
}
