/** What somebody hears of an undo or a redo: it is seen where it happens, so only what did not happen needs words on screen. */
import type { StepResult } from '#lib/collab/own-steps.ts';
import { announcer } from '#lib/ui/announcer.svelte.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';

export function tellStep(result: StepResult, done: 'Undone' | 'Redone'): void {
  switch (result) {
    case 'done':
      announcer.say(done);
      return;
    case 'nothing':
      announcer.say(done === 'Undone' ? 'Nothing to undo' : 'Nothing to redo');
      return;
    case 'overtaken':
      toasts.show(
        `Not ${done.toLowerCase()}: this was changed since, by somebody else or in another window. It stays.`,
      );
  }
}
