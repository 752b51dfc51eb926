/**
 * The moments at which a connection that looks alive may be dead: the network came back or went, the window is looked at
 * again, or the clock has jumped because the machine slept.
 */
export type Wake = 'network-gone' | 'network-back' | 'looked-at' | 'slept';

const TICK_MS = 2000;
/** Windows in the background have their timers slowed down to one call a minute; that is no sleep, but asking costs nothing. */
const JUMP_MS = 10_000;

/** Returns the undo. Outside of a browser only the clock is watched. */
export function onWake(listener: (wake: Wake) => void): () => void {
  let last = Date.now();
  const clock = setInterval(() => {
    const now = Date.now();
    if (now - last > JUMP_MS) listener('slept');
    last = now;
  }, TICK_MS);
  if (typeof window === 'undefined') return () => clearInterval(clock);
  const stop = new AbortController();
  const { signal } = stop;
  window.addEventListener('offline', () => listener('network-gone'), { signal });
  window.addEventListener('online', () => listener('network-back'), { signal });
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') listener('looked-at');
    },
    { signal },
  );
  return () => {
    clearInterval(clock);
    stop.abort();
  };
}
