/**
 * The brush over painted marks. A stroke changes pixels in memory and is told once, when it ends: as a new mark, or as the new
 * pixels of the selected one. The library has no part in it; its own brush keeps masks of whole stacks beside the marks.
 */
import { sameFrame, type FrameGeometry, type FrameKey } from '#domain/geometry/frame.ts';
import { brushOver } from '#domain/geometry/brush.ts';
import { isPainted, maskOn, MOST_RUN_ENDS, runEndsOf } from '#domain/geometry/labelmap.ts';
import type { Mask } from '#domain/geometry/mask.ts';
import { canvasPoint, type CanvasPoint, type PixelPoint } from '#domain/geometry/point.ts';
import type { BrushSettings, DrawnShape, Painting as Shown, ViewerEvents, ViewMark } from './viewer.ts';

export interface PaintingOptions {
  readonly element: HTMLDivElement;
  readonly events: Partial<ViewerEvents>;
  /** The frame whose pixels are on screen; null while there are none. */
  readonly here: () => { readonly key: FrameKey; readonly geometry: FrameGeometry } | null;
  readonly toPixel: (canvas: CanvasPoint) => PixelPoint | null;
  readonly isArmed: () => boolean;
  readonly brush: () => BrushSettings;
  /** Something has to be drawn again. */
  readonly changed: () => void;
}

interface Stroke {
  readonly pointer: number;
  readonly frame: FrameKey;
  readonly geometry: FrameGeometry;
  readonly mask: Mask;
  readonly erasing: boolean;
  /** The mark that is changed; null begins a new one. */
  readonly mark: ViewMark | null;
  readonly last: PixelPoint;
  readonly points: DrawnShape['points'];
}

const TOO_LARGE =
  'This stroke was not taken: with it the painted area would have too many separate pieces and rows to be kept. What was ' +
  'painted before is as it was. Smooth its edge with a larger brush, or paint the rest as a finding of its own.';

export class Painting {
  readonly #options: PaintingOptions;
  #marks: readonly ViewMark[] = [];
  #selected: string | null = null;
  #stroke: Stroke | null = null;
  #at: PixelPoint | null = null;
  #reversed = false;

  constructor(options: PaintingOptions) {
    this.#options = options;
    const { element } = options;
    element.addEventListener('pointerdown', this.#press);
    element.addEventListener('pointermove', this.#move);
    element.addEventListener('pointerup', this.#release);
    element.addEventListener('pointercancel', this.#cancel);
    element.addEventListener('pointerleave', this.#leave);
    element.addEventListener('mousedown', this.#keepMouse, { capture: true });
    element.addEventListener('touchstart', this.#keepTouch, { capture: true, passive: true });
  }

  destroy(): void {
    const { element } = this.#options;
    element.removeEventListener('pointerdown', this.#press);
    element.removeEventListener('pointermove', this.#move);
    element.removeEventListener('pointerup', this.#release);
    element.removeEventListener('pointercancel', this.#cancel);
    element.removeEventListener('pointerleave', this.#leave);
    element.removeEventListener('mousedown', this.#keepMouse, { capture: true });
    element.removeEventListener('touchstart', this.#keepTouch, { capture: true });
  }

  show(marks: readonly ViewMark[]): void {
    this.#marks = marks.filter(({ tool, visible }) => tool === 'labelmap' && visible);
    this.#options.changed();
  }

  has(id: string | null): boolean {
    return this.#marks.some((mark) => mark.id === id);
  }

  /** Tells nobody: whoever calls knows. @param id of a painted mark that is shown or about to be. */
  select(id: string | null): void {
    if (this.#selected === id) return;
    this.#selected = id;
    this.#options.changed();
  }

  get selected(): ViewMark | undefined {
    return this.#marks.find(({ id }) => id === this.#selected);
  }

  /** The painted mark on screen that covers the pixel, the one on top of several. */
  markAt(pixel: PixelPoint): ViewMark | undefined {
    const place = [Math.round(pixel[0]), Math.round(pixel[1])] as const;
    return this.#onFrame().findLast(({ points }) => isPainted(points, place));
  }

  #onFrame(): readonly ViewMark[] {
    const here = this.#options.here();
    return here ? this.#marks.filter(({ frame }) => sameFrame(frame, here.key)) : [];
  }

  get shown(): Shown {
    const erasing = this.#stroke?.erasing ?? this.#options.brush().erasing !== this.#reversed;
    return { at: this.#options.isArmed() ? this.#at : null, erasing, selected: this.#selected };
  }

  get gesture(): (DrawnShape & { readonly id: string | null }) | null {
    if (!this.#stroke) return null;
    const { mark, frame, points } = this.#stroke;
    return { id: mark?.id ?? null, tool: 'labelmap', frame, points };
  }

  /** What is being painted is forgotten. */
  abandon(): void {
    this.#stroke = null;
    this.#options.changed();
  }

  readonly #press = (event: PointerEvent): void => {
    const { here, isArmed, brush, element } = this.#options;
    // A second finger moves the image; what the first one began was no stroke.
    if (this.#stroke) return this.abandon();
    const [place, at] = [here(), this.#pixel(event)];
    if (!isArmed() || event.button !== 0 || !place || !at) return;
    const erasing = brush().erasing !== event.shiftKey;
    const mark = this.#markFor(at, erasing);
    if (erasing && !mark) return;
    const mask = maskOn(place.geometry, mark?.points ?? []);
    element.setPointerCapture(event.pointerId);
    this.#stroke = {
      ...{ pointer: event.pointerId, frame: place.key, geometry: place.geometry },
      ...{ mask, erasing, mark, last: at, points: [] },
    };
    this.#brush([at]);
  };

  /** A stroke goes on with the finding of the selected mark; rubbing out takes what lies beneath when none is selected. */
  #markFor(at: PixelPoint, erasing: boolean): ViewMark | null {
    const { selected } = this;
    const onFrame = this.#onFrame().find(
      ({ id, lesion = id }) => selected && lesion === (selected.lesion ?? selected.id),
    );
    const mark = onFrame ?? (erasing ? this.markAt(at) : undefined);
    return mark?.editable ? mark : null;
  }

  readonly #move = (event: PointerEvent): void => {
    this.#at = this.#pixel(event);
    this.#reversed = event.shiftKey;
    const here = this.#options.here();
    if (this.#stroke?.pointer === event.pointerId) {
      // The image moved on under the hand: the stroke stays where it was drawn.
      if (!here || !sameFrame(here.key, this.#stroke.frame)) return this.#finish();
      const passed = event.getCoalescedEvents().map((one) => this.#pixel(one));
      return this.#brush([...passed, this.#at].filter((at) => at !== null));
    }
    if (this.#options.isArmed()) this.#options.changed();
  };

  #brush(way: readonly PixelPoint[]): void {
    const stroke = this.#stroke;
    if (!stroke) return;
    const { spacing } = stroke.geometry;
    const tall = spacing ? spacing.row / spacing.column : 1;
    let { last } = stroke;
    for (const to of way) {
      brushOver(
        stroke.mask,
        { from: last, to },
        { diameter: this.#options.brush().diameter, tall, erasing: stroke.erasing },
      );
      last = to;
    }
    this.#stroke = { ...stroke, last, points: runEndsOf(stroke.mask) };
    this.#options.changed();
  }

  readonly #release = (event: PointerEvent): void => {
    if (this.#stroke?.pointer === event.pointerId) this.#finish();
  };

  readonly #cancel = (): void => {
    if (this.#stroke) this.abandon();
  };

  readonly #leave = (): void => {
    this.#at = null;
    if (this.#options.isArmed()) this.#options.changed();
  };

  #finish(): void {
    const { events, changed } = this.#options;
    const stroke = this.#stroke;
    this.#stroke = null;
    if (stroke) tell(stroke, events);
    changed();
  }

  /** While the brush is in hand the library must not take the press for a handle of another mark. */
  readonly #keepMouse = (event: MouseEvent): void => {
    if (this.#options.isArmed() && event.button === 0) event.stopImmediatePropagation();
  };

  readonly #keepTouch = (event: TouchEvent): void => {
    if (this.#options.isArmed() && event.touches.length === 1) event.stopImmediatePropagation();
  };

  #pixel({ clientX, clientY }: PointerEvent): PixelPoint | null {
    const { left, top } = this.#options.element.getBoundingClientRect();
    return this.#options.toPixel(canvasPoint(clientX - left, clientY - top));
  }
}

function tell({ mark, frame, points }: Stroke, events: Partial<ViewerEvents>): void {
  if (points.length > MOST_RUN_ENDS) events.onMarkRefused?.(TOO_LARGE);
  else if (!mark) {
    if (points.length > 0) events.onMarkDrawn?.({ tool: 'labelmap', frame, points });
  } else if (points.length === 0) events.onMarkRemoved?.(mark.id);
  else if (JSON.stringify(points) !== JSON.stringify(mark.points)) events.onMarkChanged?.(mark.id, points);
}
