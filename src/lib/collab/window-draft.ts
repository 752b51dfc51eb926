/** Something half written at one place outlives a reload of its window. It stays there, is never sent, and goes with the sign-out. */
import * as v from 'valibot';
import { dropInWindow, keepInWindow, keptInWindow } from './window-store.ts';

/** One kind of writing. A person writes one of a kind at a time, so a window keeps one. */
export interface WindowDraft<T extends object> {
  /** @param place names what it is about and whose it is: what another person or another question left is not taken up. */
  kept(place: string, storage?: Storage): T | null;
  keep(place: string, draft: T, storage?: Storage): void;
  /** Forgets it unless it was written at `place`; null forgets whatever there is. */
  forgetOthers(place: string | null, storage?: Storage): void;
}

export function windowDraft<T extends object>(key: string, schema: v.GenericSchema<unknown, T>): WindowDraft<T> {
  const Kept = v.object({ place: v.string(), draft: schema });
  const here = (place: string | null, storage?: Storage): T | null => {
    const kept = v.safeParse(Kept, keptInWindow(key, storage));
    return kept.success && kept.output.place === place ? kept.output.draft : null;
  };
  return {
    kept: here,
    keep: (place, draft, storage) => keepInWindow(key, { place, draft }, storage),
    forgetOthers(place, storage) {
      if (here(place, storage) === null) dropInWindow(key, storage);
    },
  };
}
