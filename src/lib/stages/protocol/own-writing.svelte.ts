/** Undo of one person's own writing. In a text that several people write, it takes back one's own letters and no others. */
import { createSubscriber } from 'svelte/reactivity';
import * as Y from 'yjs';
import { LOCAL, rootOf } from '#documents/entries.ts';
import { DRAFT_ROOTS } from '#documents/protocol-draft.ts';

const OWN = new Set<unknown>([LOCAL]);

/** What is typed without a longer pause is one step. */
const PAUSE_MS = 700;

export class OwnWriting {
  #manager: Y.UndoManager;
  #tell: () => void = () => undefined;
  readonly #subscribe = createSubscriber((update) => {
    this.#tell = update;
    return () => (this.#tell = () => undefined);
  });

  constructor(doc: Y.Doc) {
    this.#manager = this.#managerOf(doc);
  }

  get canUndo(): boolean {
    this.#subscribe();
    return this.#manager.canUndo();
  }

  get canRedo(): boolean {
    this.#subscribe();
    return this.#manager.canRedo();
  }

  undo(): void {
    this.#manager.undo();
  }

  redo(): void {
    this.#manager.redo();
  }

  /** What follows is another step. */
  pause(): void {
    this.#manager.stopCapturing();
  }

  /** The document was replaced: steps in the old one are of no more use. */
  follow(doc: Y.Doc): void {
    this.#manager.destroy();
    this.#manager = this.#managerOf(doc);
    this.#tell();
  }

  close(): void {
    this.#manager.destroy();
  }

  #managerOf(doc: Y.Doc): Y.UndoManager {
    const roots = DRAFT_ROOTS.map((root) => rootOf(doc, root));
    const manager = new Y.UndoManager(roots, { trackedOrigins: OWN, captureTimeout: PAUSE_MS });
    for (const event of ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const)
      manager.on(event, () => this.#tell());
    return manager;
  }
}
