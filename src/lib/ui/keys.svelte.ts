/**
 * The one keyboard registry: every shortcut has a scope, a chord and a sentence, so that `?` can show them all. Single letters
 * never fire in a text field, nothing fires behind a dialog, and single keys can be switched off (WCAG 2.1.4).
 */
import { chordOf, isTextField, matches } from './chord.ts';

export interface KeyBinding {
  /** Heading under which the help lists it, for example "Image". */
  readonly scope: string;
  /** "Ctrl+Enter", "Alt+3", "m", "?", "Space". */
  readonly chord: string;
  readonly label: string;
  readonly run: (event: KeyboardEvent) => void;
  /** Asked at the moment of the key press; false leaves the key to others. */
  readonly when?: () => boolean;
}

const SETTING = 'consilium.single-keys';

class KeyRegistry {
  /** What is bound, for the help. */
  bindings = $state.raw<readonly KeyBinding[]>([]);
  /** The same, apart from Svelte: while an effect is undone, state reads as it was before, without what was bound since. */
  #bound: readonly KeyBinding[] = [];
  singleKeys = $state(typeof window === 'undefined' || localStorage.getItem(SETTING) !== 'off');

  /** Adds bindings and returns their undo; made to be an effect. The binding added last wins. */
  bind(added: readonly KeyBinding[]): () => void {
    this.#set([...this.#bound, ...added]);
    return () => this.#set(this.#bound.filter((binding) => !added.includes(binding)));
  }

  #set(bound: readonly KeyBinding[]): void {
    this.#bound = bound;
    this.bindings = bound;
  }

  setSingleKeys(on: boolean): void {
    this.singleKeys = on;
    localStorage.setItem(SETTING, on ? 'on' : 'off');
  }

  /** Runs what is bound to this key press, if anything is. */
  handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || behindDialog(event.target)) return;
    const found = this.#bound.findLast((b) => matches(event, b.chord) && this.#mayFire(b, event));
    if (!found) return;
    event.preventDefault();
    found.run(event);
  }

  #mayFire(binding: KeyBinding, event: KeyboardEvent): boolean {
    const chord = chordOf(binding.chord);
    const plain = !chord.control && !chord.alt;
    if (plain && isTextField(event.target)) return false;
    if (plain && chord.key.length === 1 && chord.key !== '?' && !this.singleKeys) return false;
    if (plain && keptByFocus(chord.key, event.target)) return false;
    return binding.when?.() ?? true;
  }
}

export const keys = new KeyRegistry();

const behindDialog = (target: EventTarget | null): boolean =>
  (target instanceof Element && target.closest('dialog') !== null) || document.querySelector('dialog[open]') !== null;

const SCROLLING = /^(Arrow|Page|Home|End)/;

/** Space presses the focused control; arrows scroll a list that has the focus. */
function keptByFocus(key: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (key === ' ') return target.closest('button, a, summary, input, [role="radio"], [role="tab"]') !== null;
  return SCROLLING.test(key) && target.closest('[role="tabpanel"], [role="region"]') !== null;
}
