/** A control that goes off or away takes the focus with it; whoever worked by keyboard must find it again near by. */
import { tick } from 'svelte';

/**
 * Focuses `place` if nothing has the focus once the page is drawn again; a focus that is anywhere else stays there. Returns
 * its undo; made to be called in an effect.
 */
export function catchFocus(place: () => HTMLElement | null | undefined): () => void {
  let frame = 0;
  let left = false;
  // A browser takes the focus from a control only when it next draws, so the second frame is the first that tells.
  void tick().then(() => {
    if (left) return;
    frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        if (document.activeElement === document.body) place()?.focus({ preventScroll: true });
      });
    });
  });
  return () => {
    left = true;
    cancelAnimationFrame(frame);
  };
}
