/** The keys of a replay. What names Shift comes last: the registry asks the newest binding first. */
import type { KeyBinding } from '#lib/ui/keys.svelte.ts';
import type { Player } from './player.svelte.ts';

const STEP_MS = 5000;

export function keysOfReplay(player: Player): KeyBinding[] {
  const scope = 'Replay';
  const bind = (chord: string, label: string, run: () => void): KeyBinding => ({ scope, chord, label, run });
  return [
    bind('Space', 'Play or pause', () => player.toggle()),
    bind('ArrowLeft', '5 seconds back', () => player.seek(player.time - STEP_MS)),
    bind('ArrowRight', '5 seconds on', () => player.seek(player.time + STEP_MS)),
    bind('Home', 'To the opening', () => player.seek(0)),
    bind('End', 'To the close', () => player.seek(player.length)),
    bind('Shift+ArrowLeft', 'Previous contribution', () => player.previous()),
    bind('Shift+ArrowRight', 'Next contribution', () => player.next()),
  ];
}
