/**
 * What one window keeps for itself over a reload: gone when the window is closed and when its person signs out, and never sent.
 * With `localStorage` it is what the browser keeps, which outlives the window and a crash, and goes with the sign-out all the same.
 */
const PREFIX = 'consilium:';

/** A window that refuses to store keeps nothing; that must not keep anybody from working. */
export function keepInWindow(key: string, value: object, storage: Storage = sessionStorage): void {
  try {
    storage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    dropInWindow(key, storage);
  }
}

/** Parse it with a schema: another version of the page may have written it. */
export function keptInWindow(key: string, storage: Storage = sessionStorage): unknown {
  try {
    return JSON.parse(storage.getItem(PREFIX + key) ?? 'null') as unknown;
  } catch {
    return null;
  }
}

export const dropInWindow = (key: string, storage: Storage = sessionStorage): void => storage.removeItem(PREFIX + key);

export function forgetWindowStore(storage: Storage = sessionStorage): void {
  for (const key of Object.keys(storage)) if (key.startsWith(PREFIX)) storage.removeItem(key);
}
