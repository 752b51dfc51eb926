/**
 * Following the presenter: what one person shows, the others see, until they look for themselves. Looking for oneself breaks
 * away at once; one key brings one back. Nobody follows anybody while the panel votes.
 */
import type { Presentation } from '#contract/presentation.ts';
import type { Seat } from '#domain/kernel/id.ts';
import type { Viewer } from '#lib/viewer/viewer.ts';
import type { Room } from './room.svelte.ts';

export type LeadingState =
  | { readonly kind: 'paused' }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'self' }
  | { readonly kind: 'following'; readonly presenter: Seat }
  | { readonly kind: 'apart'; readonly presenter: Seat };

export class Leading {
  readonly #room: Room;
  #apart = $state(false);
  #latest: Presentation | null = null;
  #viewer: Viewer | null = null;

  constructor(room: Room) {
    this.#room = room;
  }

  readonly state = $derived.by((): LeadingState => {
    const presenter = this.#room.record?.floor.presenter ?? null;
    if (this.#room.isPrivate) return { kind: 'paused' };
    if (presenter === null) return { kind: 'nobody' };
    if (presenter === this.#room.mySeat) return { kind: 'self' };
    return { kind: this.#apart || this.#room.lookingBack ? 'apart' : 'following', presenter };
  });
  readonly canToggle = $derived(this.state.kind === 'apart' || this.state.kind === 'following');

  /** The image of this window; its view is sent while this person presents. Returns its undo. */
  attach(viewer: Viewer, send: (presentation: Presentation) => void): () => void {
    this.#viewer = viewer;
    const stop = viewer.subscribe(() => {
      if (this.state.kind === 'self') send(viewer.presentation());
    });
    if (this.state.kind === 'following') this.#show();
    return () => {
      stop();
      this.#viewer = null;
    };
  }

  /** What the presenter shows now; kept, so that whoever returns sees it at once. */
  presented(presentation: Presentation | null): void {
    this.#latest = presentation;
    if (this.state.kind === 'following') this.#show();
  }

  follow(): void {
    this.#apart = false;
    this.#room.lookingBack = null;
    this.#show();
  }

  breakAway(): void {
    if (this.state.kind === 'following') this.#apart = true;
  }

  /** One key leads away and back. */
  toggle(): void {
    if (this.state.kind === 'following') this.breakAway();
    else this.follow();
  }

  /** Whether the presenter decides which image is on screen; nothing else may move it then. */
  get decides(): boolean {
    return this.state.kind === 'following' && this.#latest !== null;
  }

  #show(): void {
    if (this.#latest) this.#viewer?.present(this.#latest);
  }
}
