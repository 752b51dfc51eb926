/** All marks of one viewer: those the library draws and those that are painted, with one selection over both. */
import type { PixelPoint } from '#domain/geometry/point.ts';
import { MarkBinding, type MarkBindingOptions } from './mark-binding.ts';
import { Painting, type PaintingOptions } from './painting.ts';
import type { Viewer, ViewerEvents, ViewMark } from './viewer.ts';

export type MarkLayerOptions = MarkBindingOptions & PaintingOptions;

export class MarkLayer {
  readonly #binding: MarkBinding;
  readonly #painting: Painting;
  readonly #events: Partial<ViewerEvents>;

  constructor(options: MarkLayerOptions) {
    this.#events = options.events;
    this.#painting = new Painting(options);
    const events = { ...options.events, onMarkSelected: (id: string | null) => this.#selectedByLibrary(id) };
    this.#binding = new MarkBinding({ ...options, events });
  }

  get gesture(): Viewer['gesture'] {
    return this.#painting.gesture ?? this.#binding.gesture;
  }

  get painting(): Viewer['painting'] {
    return this.#painting.shown;
  }

  get selected(): ViewMark | undefined {
    return this.#binding.selected ?? this.#painting.selected;
  }

  show(marks: readonly ViewMark[]): void {
    this.#binding.show(marks);
    this.#painting.show(marks);
  }

  select(id: string | null): void {
    const painted = this.#painting.has(id) ? id : null;
    const before = this.#painting.shown.selected;
    this.#painting.select(painted);
    this.#binding.select(painted === null ? id : null);
    if (painted !== before && (painted !== null || !this.#binding.selected)) this.#events.onMarkSelected?.(painted);
  }

  /** A click that drew nothing: it selects the painted mark beneath, if the library had nothing there to select. */
  clicked(at: PixelPoint): void {
    const mark = this.#painting.markAt(at);
    if (mark && !this.#binding.selected) this.select(mark.id);
    else if (!mark && this.#painting.selected) this.select(null);
  }

  removeSelected(): void {
    const { selected } = this;
    if (selected?.editable) this.#events.onMarkRemoved?.(selected.id);
  }

  /** What is being painted is forgotten. */
  abandon(): void {
    this.#painting.abandon();
  }

  destroy(): void {
    this.#painting.destroy();
    this.#binding.destroy();
  }

  #selectedByLibrary(id: string | null): void {
    if (id !== null) this.#painting.select(null);
    if (id !== null || !this.#painting.selected) this.#events.onMarkSelected?.(id);
  }
}
