/** A chord is a key with its modifiers, written as people write it: "Ctrl+Enter", "Alt+1", "m". */
export interface Chord {
  readonly key: string;
  readonly control: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

export interface KeyPress {
  readonly key: string;
  /** Physical key: with Alt, some keyboards turn a digit into another character. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export function chordOf(text: string): Chord {
  const parts = text === '+' ? [text] : text.split('+');
  const key = parts.at(-1) ?? '';
  const [control, alt, shift] = [parts.includes('Ctrl'), parts.includes('Alt'), parts.includes('Shift')];
  return { key: key === 'Space' ? ' ' : key, control, alt, shift };
}

/** Whether a key press is this chord. Command counts as Ctrl; Shift is part of the character and asked for only where it is named. */
export function matches(press: KeyPress, text: string): boolean {
  const chord = chordOf(text);
  if ((press.ctrlKey || press.metaKey) !== chord.control || press.altKey !== chord.alt) return false;
  if (chord.shift && !press.shiftKey) return false;
  if (chord.alt && /^\d$/.test(chord.key)) return press.code === `Digit${chord.key}`;
  return press.key.toLowerCase() === chord.key.toLowerCase();
}

const SIGNS: Readonly<Record<string, string>> = {
  '-': '−',
  Enter: '↵',
  Shift: '⇧',
  Space: '␣',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};

/** How a chord is printed on a key cap: "Ctrl ↵". */
export const chordText = (text: string): string =>
  (text === '+' ? [text] : text.split('+'))
    .map((part) => SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(' ');

const TYPED = new Set([
  'text',
  'search',
  'email',
  'password',
  'number',
  'url',
  'tel',
  'date',
  'time',
  'datetime-local',
]);

/** Whether typing into `target` makes text. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return TYPED.has(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** Whether a press of Enter or Space belongs to this element. */
export const isControl = (element: Element | null): boolean =>
  Boolean(element?.closest('button, a, input, textarea, select, summary'));
