/** Ready means: the database has just taken a durable write. Asked by strangers, so at most one write a second. */
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { Store } from './store/database.ts';
import { setSetting } from './store/settings.ts';

type Readiness = Result<{ readonly ready: true }, Refusal>;

const ONE_SECOND = 1000;

export function createReadiness({ store, now }: { readonly store: Store; readonly now: () => Instant }) {
  let last: { readonly at: Instant; readonly answer: Readiness } | null = null;
  return (): Readiness => {
    const at = now();
    if (!last || at - last.at >= ONE_SECOND) last = { at, answer: tryWrite(store, at) };
    return last.answer;
  };
}

function tryWrite(store: Store, at: Instant): Readiness {
  try {
    store.transact((tx) => {
      setSetting(tx, 'last-ready', String(at));
    });
    return ok({ ready: true });
  } catch (cause) {
    console.error('the database does not take writes:', cause);
    return err(refusal('storage-failed'));
  }
}
