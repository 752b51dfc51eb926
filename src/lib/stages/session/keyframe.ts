/** A presenter's view as it travels beside the record document, and back. */
import type { Presentation } from '#contract/presentation.ts';
import type { Look } from '#lib/collab/presenting.ts';

export function lookOf(view: Presentation): Look {
  return {
    frame: view.frame,
    centre: view.centre,
    scale: view.scale,
    rotation: view.rotation,
    flipped: view.flipped,
    inverted: view.inverted,
    cine: view.cine ?? 0,
    ...(view.window && { window: { centre: view.window.center, width: view.window.width } }),
  };
}

export function presentationOf(frame: Look): Presentation {
  return {
    frame: frame.frame,
    centre: frame.centre,
    scale: frame.scale,
    rotation: frame.rotation ?? 0,
    flipped: frame.flipped ?? false,
    inverted: frame.inverted ?? false,
    window: frame.window ? { width: frame.window.width, center: frame.window.centre } : null,
    cine: frame.cine ? frame.cine : null,
  };
}
