/** The viewer as Svelte sees it: reading `position` or calling `drawn` makes an effect run again when they change. */
import { createSubscriber } from 'svelte/reactivity';
import type { Viewer, ViewerPosition } from './viewer.ts';

export class ViewerView {
  readonly viewer: Viewer;
  readonly #moved: () => void;
  readonly #drawn: () => void;

  constructor(viewer: Viewer) {
    this.viewer = viewer;
    this.#moved = createSubscriber((update) => {
      let first = true;
      return viewer.subscribe(() => {
        if (!first) update();
        first = false;
      });
    });
    this.#drawn = createSubscriber((update) => viewer.onRendered(update));
  }

  get position(): ViewerPosition {
    this.#moved();
    return this.viewer.position;
  }

  /** Depends on every rendering: for overlays that place pixels on the canvas. */
  drawn(): void {
    this.#drawn();
  }
}
