/**
 * Undo and redo of one person's own steps, by value: a step remembers what it changed, from what to what. It is taken back only
 * while everything it changed still is as it left it. So nothing that somebody else, or another window, did later is ever
 * overwritten, and steps outlive the copy of the document they were made in.
 */
import { createSubscriber } from 'svelte/reactivity';
import type * as Y from 'yjs';
import { LOCAL, rootOf } from '#documents/entries.ts';
import {
  changed,
  fits,
  heldIn,
  merged,
  placeText,
  reversed,
  touchedBy,
  write,
  type Change,
  type Held,
  type Place,
} from './change.ts';
import { Signal } from './signal.ts';

/** `overtaken`: somebody changed the same thing later; it stays as it is, and the step is forgotten. */
export type StepResult = 'done' | 'overtaken' | 'nothing';

interface Step {
  readonly changes: readonly Change[];
  readonly label: string | null;
  /** When it was last added to, in ms. */
  readonly at: number;
}

const TYPING_PAUSE_MS = 800;
const KEPT_STEPS = 200;

export class OwnSteps {
  readonly #roots: readonly string[];
  readonly #changed = new Signal<undefined>();
  readonly #subscribe: () => void;
  readonly #done: Step[] = [];
  readonly #undone: Step[] = [];
  /** What stands in our roots, as last seen: when we hear of a change, what was there before is gone. */
  #picture = new Map<string, Held>();
  #doc: Y.Doc;
  #label: string | null = null;
  #moving = false;

  /** @param roots what the steps are about; edits made in them with the origin `LOCAL` are this person's. */
  constructor(doc: Y.Doc, roots: readonly string[]) {
    this.#doc = doc;
    this.#roots = roots;
    this.#subscribe = createSubscriber((update) => this.#changed.listen(update));
    this.#watch();
  }

  get canUndo(): boolean {
    this.#subscribe();
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    this.#subscribe();
    return this.#undone.length > 0;
  }

  /** One edit is one step; edits of one label that follow each other quickly, as typing into one field does, are one step too. */
  labelled<T>(label: string, run: () => T): T {
    this.#label = label;
    try {
      return run();
    } finally {
      this.#label = null;
    }
  }

  undo(): StepResult {
    const step = this.#done.pop();
    return step ? this.#move(step, { as: step.changes.map(reversed), onto: this.#undone }) : 'nothing';
  }

  redo(): StepResult {
    const step = this.#undone.pop();
    return step ? this.#move(step, { as: step.changes, onto: this.#done }) : 'nothing';
  }

  /** The document was replaced by another copy of it. Steps that are not in that one are forgotten. */
  follow(doc: Y.Doc): void {
    if (doc === this.#doc) return;
    this.close();
    this.#doc = doc;
    this.#watch();
    prune(this.#done, this.#picture, (step) => step.changes.map(reversed));
    prune(this.#undone, this.#picture, (step) => step.changes);
    this.#changed.emit(undefined);
  }

  /** Nothing from before this moment is taken back any more. */
  clear(): void {
    this.#done.length = 0;
    this.#undone.length = 0;
    this.#changed.emit(undefined);
  }

  close(): void {
    this.#doc.off('afterTransaction', this.#seen);
  }

  #watch(): void {
    this.#picture = new Map(
      this.#roots.flatMap((root) =>
        [...rootOf(this.#doc, root).keys()].map((key) => [placeText({ root, key }), heldIn(this.#doc, { root, key })]),
      ),
    );
    this.#doc.on('afterTransaction', this.#seen);
  }

  #move(step: Step, { as, onto }: { as: readonly Change[]; onto: Step[] }): StepResult {
    const possible = as.every((change) => fits(this.#at(change), change));
    if (possible) {
      this.#moving = true;
      this.#doc.transact(() => as.forEach((change) => write(this.#doc, change)), LOCAL);
      this.#moving = false;
      // A step that was moved is complete: nothing is typed on into it.
      onto.push({ ...step, label: null });
    }
    this.#changed.emit(undefined);
    return possible ? 'done' : 'overtaken';
  }

  readonly #seen = (transaction: Y.Transaction): void => {
    const changes = this.#changesIn(transaction);
    for (const change of changes) {
      if (change.after === null) this.#picture.delete(placeText(change));
      else this.#picture.set(placeText(change), change.after);
    }
    if (changes.length > 0 && transaction.origin === LOCAL && !this.#moving) this.#add(changes);
  };

  #changesIn(transaction: Y.Transaction): Change[] {
    return touchedBy(transaction)
      .filter(({ root }) => this.#roots.includes(root))
      .map((place) => ({ ...place, before: this.#at(place), after: heldIn(this.#doc, place) }));
  }

  #at(place: Place): Held {
    return this.#picture.get(placeText(place)) ?? null;
  }

  #add(changes: readonly Change[]): void {
    const [label, at] = [this.#label, Date.now()];
    const last = this.#done.at(-1);
    const goesOn = last !== undefined && label !== null && last.label === label && at - last.at < TYPING_PAUSE_MS;
    if (goesOn) this.#done.pop();
    const all = goesOn ? merged(last.changes, changes) : changes;
    if (all.length > 0) this.#done.push({ changes: all, label, at });
    if (this.#done.length > KEPT_STEPS) this.#done.shift();
    this.#undone.length = 0;
    this.#changed.emit(undefined);
  }
}

/** Forgets the steps of a pile that can no longer be made, from the top, as if those above them had been made. */
function prune(pile: Step[], picture: ReadonlyMap<string, Held>, changesOf: (step: Step) => readonly Change[]): void {
  const now = new Map(picture);
  const at = (change: Change): Held => now.get(placeText(change)) ?? null;
  const kept: Step[] = [];
  for (const step of pile.splice(0).reverse()) {
    const changes = changesOf(step);
    if (!changes.every((change) => fits(at(change), change))) continue;
    for (const change of changes) now.set(placeText(change), changed(at(change), change));
    kept.unshift(step);
  }
  pile.push(...kept);
}
