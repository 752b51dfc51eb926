/**
 * Guessing is slowed down under a key of the caller's choice, such as account and address: after `most` failures within the window further tries
 * are refused until the oldest is forgotten. Kept in memory: a restart forgives.
 */
import type { Instant } from '#domain/kernel/instant.ts';

export interface Attempts {
  /** Whether another try under this key is allowed now. */
  allowed(key: string, at: Instant): boolean;
  failed(key: string, at: Instant): void;
  succeeded(key: string): void;
  /** The last failure under this key was none; the others still count. */
  takeBack(key: string): void;
}

/** @param windowMs how long a failure counts, in milliseconds. */
export function createAttempts({ most, windowMs }: { readonly most: number; readonly windowMs: number }): Attempts {
  const failures = new Map<string, Instant[]>();
  const recent = (key: string, at: Instant): Instant[] =>
    (failures.get(key) ?? []).filter((moment) => moment > at - windowMs);
  return {
    allowed: (key, at) => recent(key, at).length < most,
    failed(key, at) {
      if (failures.size > MOST_KEYS) forget(failures, at - windowMs);
      failures.set(key, [...recent(key, at), at].slice(-most));
    },
    succeeded: (key) => void failures.delete(key),
    takeBack: (key) => void failures.set(key, (failures.get(key) ?? []).slice(0, -1)),
  };
}

const MOST_KEYS = 10_000;

function forget(failures: Map<string, Instant[]>, before: number): void {
  for (const [key, moments] of failures) if ((moments.at(-1) ?? 0) <= before) failures.delete(key);
}
