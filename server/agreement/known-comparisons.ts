/**
 * Comparisons that were made before. Submitted reads never change, so that what they and the protocol are decides what comes out,
 * as long as the geometry of the images stays; what is used least is forgotten first.
 */
import type { ComparedCase } from '#domain/agreement/compared-case.ts';
import type { Ledger } from '#server/store/ledger.ts';

export interface KnownComparisons {
  get(key: string): ComparedCase | undefined;
  /** @param size characters of what its reads say */
  keep(key: string, compared: ComparedCase, size: number): void;
}

/** Characters of reads; in memory they take about five times as many bytes. */
const MOST = 24 * 1024 * 1024;

export function createKnownComparisons(ledger: Pick<Ledger, 'onCommitted'>): KnownComparisons {
  const known = new Map<string, { readonly compared: ComparedCase; readonly size: number }>();
  let all = 0;
  ledger.onCommitted((events) => {
    if (!events.some(({ type }) => type === 'images-imported')) return;
    known.clear();
    all = 0;
  });

  function forget(key: string): void {
    all -= known.get(key)?.size ?? 0;
    known.delete(key);
  }

  return {
    get(key) {
      const found = known.get(key);
      if (!found) return undefined;
      known.delete(key);
      known.set(key, found);
      return found.compared;
    },
    keep(key, compared, size) {
      forget(key);
      known.set(key, { compared, size });
      all += size;
      for (const oldest of known.keys()) {
        if (all <= MOST || oldest === key) break;
        forget(oldest);
      }
    },
  };
}
