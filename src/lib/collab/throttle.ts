/** At most one call per interval, always with the newest value, and always the last value in the end. */
export interface Throttle<T> {
  (value: T): void;
  /** Drops what is waiting. */
  cancel(): void;
}

/** @param everyMs asked anew after each call. */
export function throttle<T>(run: (value: T) => void, everyMs: () => number): Throttle<T> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let waiting: { readonly value: T } | null = null;

  function next(): void {
    timer = null;
    if (!waiting) return;
    const { value } = waiting;
    waiting = null;
    run(value);
    timer = setTimeout(next, everyMs());
  }
  const throttled = (value: T): void => {
    waiting = { value };
    if (!timer) next();
  };
  return Object.assign(throttled, {
    cancel() {
      if (timer) clearTimeout(timer);
      timer = null;
      waiting = null;
    },
  });
}
