/** The keys of the queue. Space and Enter belong to the entry that has the focus, and elsewhere to whatever has it. */
import type { KeyBinding } from '#lib/ui/keys.svelte.ts';

export interface QueueMoves {
  readonly step: (by: 1 | -1) => void;
  readonly choose: () => void;
  readonly open: () => void;
}

const atEntry = (): boolean =>
  document.activeElement instanceof HTMLElement && document.activeElement.dataset['entry'] !== undefined;

export function keysOfQueue({ step, choose, open }: QueueMoves): KeyBinding[] {
  const scope = 'Queue';
  return [
    { scope, chord: 'j', label: 'Next disagreement', run: () => step(1) },
    { scope, chord: 'k', label: 'Previous disagreement', run: () => step(-1) },
    { scope, chord: 'Space', label: 'Choose it for a session, or not', run: choose, when: atEntry },
    { scope, chord: 'Enter', label: 'Open its images', run: open, when: atEntry },
  ];
}
