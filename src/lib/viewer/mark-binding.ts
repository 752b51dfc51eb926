/**
 * Marks in, gestures out, without an echo: whatever is shown came through `show`, and an edit is what differs from it when
 * the pointer is let go. The library's own change events are not listened to, since recalculating a value fires them too.
 */
import { eventTarget } from '@cornerstonejs/core';
import { annotation as library, Enums, utilities, type Types } from '@cornerstonejs/tools';
import {
  annotationOf,
  isHeld,
  isMovable,
  movePoints,
  rawPointsOf,
  samePoints,
  storedPointsOf,
  styleOf,
  toolOf,
  type FramePlace,
  type HeldMark,
} from './mark-annotation.ts';
import { LIBRARY_NAME, LIBRARY_TOOLS } from './tool-binding.ts';
import type { DrawnShape, ViewerEvents, ViewMark } from './viewer.ts';

export interface MarkBindingOptions {
  readonly element: HTMLDivElement;
  readonly viewportId: string;
  readonly events: Partial<ViewerEvents>;
  /** Undefined for frames of another series: their marks are not shown here. */
  readonly placeOf: (frame: ViewMark['frame']) => FramePlace | undefined;
  /** The frame an image id stands for. */
  readonly frameOf: (imageId: string) => ViewMark['frame'] | undefined;
}

export class MarkBinding {
  readonly #options: MarkBindingOptions;
  readonly #shown = new Map<string, HeldMark>();
  #wanted: readonly HeldMark[] = [];
  #pressed = false;
  #selected: string | null = null;

  constructor(options: MarkBindingOptions) {
    this.#options = options;
    const { element } = options;
    eventTarget.addEventListener(Enums.Events.ANNOTATION_COMPLETED, this.#completed);
    eventTarget.addEventListener(Enums.Events.ANNOTATION_SELECTION_CHANGE, this.#selectionChanged);
    element.addEventListener('pointerdown', this.#press, { capture: true });
    window.addEventListener('mouseup', this.#release);
    window.addEventListener('touchend', this.#release);
    window.addEventListener('touchcancel', this.#release);
  }

  get selected(): ViewMark | undefined {
    return this.#selected === null ? undefined : this.#shown.get(this.#selected);
  }

  /** What is being drawn or moved at this moment, unsimplified; for values that follow the hand. */
  get gesture(): (DrawnShape & { readonly id: string | null }) | null {
    if (!this.#pressed && !this.#drawing()) return null;
    const drawing = this.#drawing();
    if (drawing) return this.#shape(drawing, null);
    for (const mark of this.#shown.values()) {
      const annotation = isMovable(mark) ? annotationWith(mark.id) : undefined;
      const shape = annotation && this.#shape(annotation, mark.id);
      if (shape && !samePoints(shape.points, mark.points)) return shape;
    }
    return null;
  }

  show(marks: readonly ViewMark[]): void {
    this.#wanted = marks.filter(isHeld);
    const wanted = new Map(this.#wanted.filter((mark) => mark.visible).map((mark) => [mark.id, mark]));
    for (const id of this.#shown.keys()) if (!wanted.has(id)) this.#remove(id);
    for (const mark of wanted.values()) this.#put(mark);
    this.#render();
  }

  select(id: string | null): void {
    if (id === null) library.selection.deselectAnnotation();
    else if (this.#shown.has(id)) library.selection.setAnnotationSelected(id, true);
    this.#render();
  }

  destroy(): void {
    eventTarget.removeEventListener(Enums.Events.ANNOTATION_COMPLETED, this.#completed);
    eventTarget.removeEventListener(Enums.Events.ANNOTATION_SELECTION_CHANGE, this.#selectionChanged);
    this.#options.element.removeEventListener('pointerdown', this.#press, { capture: true });
    window.removeEventListener('mouseup', this.#release);
    window.removeEventListener('touchend', this.#release);
    window.removeEventListener('touchcancel', this.#release);
    for (const id of [...this.#shown.keys()]) this.#remove(id);
  }

  #put(mark: HeldMark): void {
    const place = this.#options.placeOf(mark.frame);
    if (!place) return;
    const before = this.#shown.get(mark.id);
    const present = annotationWith(mark.id);
    if (before && present) {
      // A mark in somebody's hand stays there; what arrived meanwhile is shown when it is let go.
      if (this.#pressed && present.highlighted && mark.editable) return;
      if (!samePoints(before.points, mark.points)) movePoints(present, mark, place);
    } else {
      library.state.addAnnotation(annotationOf(mark, place), this.#options.element);
    }
    this.#shown.set(mark.id, mark);
    library.config.style.setAnnotationStyles(mark.id, styleOf(mark));
    library.locking.setAnnotationLocked(mark.id, !isMovable(mark));
  }

  #remove(id: string): void {
    this.#shown.delete(id);
    // The library keeps sets of locked and selected ids that outlive an annotation.
    if (annotationWith(id)) {
      library.locking.setAnnotationLocked(id, false);
      library.selection.setAnnotationSelected(id, false);
      library.state.removeAnnotation(id);
    }
  }

  readonly #press = (): void => {
    this.#pressed = true;
  };

  readonly #release = (): void => {
    if (!this.#pressed) return;
    this.#pressed = false;
    for (const mark of [...this.#shown.values()]) this.#publishChange(mark);
    this.show(this.#wanted);
  };

  #publishChange(mark: HeldMark): void {
    const annotation = isMovable(mark) ? annotationWith(mark.id) : undefined;
    const shape = annotation && this.#shape(annotation, mark.id);
    if (!shape || samePoints(shape.points, mark.points)) return;
    const points = storedPointsOf(mark.tool, shape.points);
    const changed = { ...mark, points };
    this.#wanted = this.#wanted.map((each) => (each.id === mark.id ? changed : each));
    this.#options.events.onMarkChanged?.(mark.id, points);
  }

  readonly #completed = (event: Event): void => {
    const { annotation } = (event as CustomEvent<{ annotation: Types.Annotation }>).detail;
    const id = annotation.annotationUID;
    if (id === undefined || this.#shown.has(id) || !this.#own(annotation)) return;
    const shape = this.#shape(annotation, null);
    library.state.removeAnnotation(id);
    this.#render();
    if (!shape) return;
    const points = storedPointsOf(shape.tool, shape.points);
    this.#options.events.onMarkDrawn?.({ tool: shape.tool, frame: shape.frame, points });
  };

  readonly #selectionChanged = (): void => {
    const id = library.selection.getAnnotationsSelected().find((each) => this.#shown.has(each)) ?? null;
    if (id === this.#selected) return;
    this.#selected = id;
    this.#options.events.onMarkSelected?.(id);
  };

  #own(annotation: Types.Annotation): boolean {
    const tool = toolOf(annotation);
    if (!tool) return false;
    const here = library.state.getAnnotations(LIBRARY_NAME[tool], this.#options.viewportId);
    return here.some((each) => each.annotationUID === annotation.annotationUID);
  }

  #drawing(): Types.Annotation | undefined {
    for (const tool of LIBRARY_TOOLS) {
      const here = library.state.getAnnotations(LIBRARY_NAME[tool], this.#options.viewportId);
      const unknown = here.find((each) => each.annotationUID !== undefined && !this.#shown.has(each.annotationUID));
      if (unknown) return unknown;
    }
    return undefined;
  }

  #shape(annotation: Types.Annotation, id: string | null): (DrawnShape & { readonly id: string | null }) | null {
    const tool = toolOf(annotation);
    const imageId = annotation.metadata?.referencedImageId;
    const frame = imageId === undefined ? undefined : this.#options.frameOf(imageId);
    const place = frame && this.#options.placeOf(frame);
    return tool && place ? { id, tool, frame, points: rawPointsOf(annotation, place) } : null;
  }

  #render(): void {
    utilities.triggerAnnotationRenderForViewportIds([this.#options.viewportId]);
  }
}

/** The library's types leave out that there may be none. */
const annotationWith = (id: string): Types.Annotation | undefined => library.state.getAnnotation(id);
