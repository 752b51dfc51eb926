/** The wheel, a plain click, and the size of the element. Drags belong to the tools. */
import { canvasPoint, distance, type CanvasPoint } from '#domain/geometry/point.ts';

export interface GestureTargets {
  readonly step: (by: number) => void;
  readonly zoom: (factor: number) => void;
  readonly resized: () => void;
  /** The left button, pressed and let go at about the same place. */
  readonly clicked: (place: CanvasPoint) => void;
}

/** Wheel units per image: a notch of a mouse is about 100, a trackpad sends many small ones. */
const PER_STEP = 40;
/** CSS pixels within which a press is a click and not a drag. */
const STILL = 4;

export class Gestures {
  readonly #element: HTMLElement;
  readonly #targets: GestureTargets;
  readonly #observer: ResizeObserver;
  #travelled = 0;
  #moved = 0;
  #pressed: CanvasPoint = canvasPoint(0, 0);

  constructor(element: HTMLElement, targets: GestureTargets) {
    this.#element = element;
    this.#targets = targets;
    this.#observer = new ResizeObserver(() => {
      if (element.clientWidth > 0 && element.clientHeight > 0) targets.resized();
    });
    this.#observer.observe(element);
    element.addEventListener('wheel', this.#wheel, { passive: false });
    element.addEventListener('contextmenu', this.#menu);
    element.addEventListener('pointerdown', this.#press);
    element.addEventListener('click', this.#click);
  }

  destroy(): void {
    this.#observer.disconnect();
    this.#element.removeEventListener('wheel', this.#wheel);
    this.#element.removeEventListener('contextmenu', this.#menu);
    this.#element.removeEventListener('pointerdown', this.#press);
    this.#element.removeEventListener('click', this.#click);
  }

  readonly #press = (event: PointerEvent): void => {
    this.#pressed = this.#placeOf(event);
  };

  readonly #click = (event: MouseEvent): void => {
    const place = this.#placeOf(event);
    if (distance(place, this.#pressed) <= STILL) this.#targets.clicked(place);
  };

  #placeOf({ clientX, clientY }: MouseEvent): CanvasPoint {
    const { left, top } = this.#element.getBoundingClientRect();
    return canvasPoint(clientX - left, clientY - top);
  }

  readonly #menu = (event: Event): void => {
    event.preventDefault();
  };

  readonly #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    if (event.ctrlKey) return this.#targets.zoom(Math.exp(-event.deltaY / 300));
    const delta = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * PER_STEP;
    // A pause or a change of direction starts afresh, so that the first notch always moves one image.
    if (event.timeStamp - this.#moved > 200 || Math.sign(delta) !== Math.sign(this.#travelled)) this.#travelled = 0;
    this.#moved = event.timeStamp;
    this.#travelled += delta;
    if (Math.abs(delta) >= PER_STEP) {
      this.#travelled = 0;
      return this.#targets.step(Math.sign(delta));
    }
    const steps = Math.trunc(this.#travelled / PER_STEP);
    this.#travelled -= steps * PER_STEP;
    if (steps !== 0) this.#targets.step(steps);
  };
}
