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
  bindings = $state.raw<readonly KeyBinding[]>([]);
  singleKeys = $state(typeof window === 'undefined' || localStorage.getItem(SETTING) !== 'off');

  /** Adds bindings and returns their undo. The binding added last wins. */
  bind(added: readonly KeyBinding[]): () => void {
    this.bindings = [...this.bindings, ...added];
    return () => {
      this.bindings = this.bindings.filter((binding) => !added.includes(binding));
    };
  }

  setSingleKeys(on: boolean): void {
    this.singleKeys = on;
    localStorage.setItem(SETTING, on ? 'on' : 'off');
  }

  /** Runs what is bound to this key press, if anything is. */
  handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || behindDialog(event.target)) return;
    const found = this.bindings.findLast((b) => matches(event, b.chord) && this.#mayFire(b, event));
    if (!found) return;
    event.preventDefault();
    found.run(event);
  }

  #mayFire(binding: KeyBinding, event: KeyboardEvent): boolean {
    const chord = chordOf(binding.chord);
    const plain = !chord.control && !chord.alt;
    if (plain && isTextField(event.target)) return false;
    if (plain && chord.key.length === 1 && chord.key !== '?' && !this.singleKeys) return false;
    if (chord.key === ' ' && event.target instanceof HTMLElement && event.target.closest('button, a, summary, [role]'))
      return false;
    return binding.when?.() ?? true;
  }
}

export const keys = new KeyRegistry();

const behindDialog = (target: EventTarget | null): boolean =>
  (target instanceof Element && target.closest('dialog') !== null) || document.querySelector('dialog[open]') !== null;
