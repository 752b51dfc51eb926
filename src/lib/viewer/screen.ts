/** One viewport of the library: enabling it, its camera and window, and the way between its pixels and those of the frame. */
import { Enums, type RenderingEngine, type Types } from '@cornerstonejs/core';
import type { FrameGeometry } from '#domain/geometry/frame.ts';
import { canvasPoint, type CanvasPoint, type PixelPoint } from '#domain/geometry/point.ts';
import type { Library } from './library.ts';
import { pixelOf, planeOf, worldOf, type World } from './pixel-space.ts';
import type { Window } from './viewer.ts';
import { rangeOf, windowOf } from './window-preset.ts';

export interface Turn {
  /** Clockwise, 0 ≤ degrees < 360. */
  readonly rotation: number;
  /** Mirrored left to right before it is turned. */
  readonly flipped: boolean;
}

export class Screen {
  readonly id: string;
  /** What the renderer adds to pixel coordinates; see `worldOf`. */
  readonly shift: 0 | 0.5;
  readonly #element: HTMLDivElement;
  readonly #engine: RenderingEngine;
  readonly #onProcessor: boolean;
  /** Of the last layout that was drawn: the element itself may have grown since. */
  #size = { width: 1, height: 1 };

  constructor(id: string, element: HTMLDivElement, { engine, onProcessor }: Library) {
    this.id = id;
    this.#element = element;
    this.#engine = engine;
    this.#onProcessor = onProcessor;
    this.shift = onProcessor ? 0.5 : 0;
    // For measurements and for whoever looks into a slow viewer.
    element.dataset['drawnBy'] = onProcessor ? 'processor' : 'graphics';
    this.enable();
  }

  get engineId(): string {
    return this.#engine.id;
  }

  get viewport(): Types.IStackViewport {
    // Enabled as a stack above, so it is one.
    return this.#engine.getViewport<Types.IStackViewport>(this.id);
  }

  enable(): void {
    this.#engine.enableElement({
      viewportId: this.id,
      type: Enums.ViewportType.STACK,
      element: this.#element,
      defaultOptions: { background: [0, 0, 0] },
    });
    this.#measure();
  }

  disable(): void {
    this.#engine.disableElement(this.id);
  }

  resize(): void {
    this.#engine.resize(true, true);
    this.#measure();
    if (this.#onProcessor) this.#densify();
  }

  /**
   * On the processor the library sizes its canvas in CSS pixels and then computes as if it were in those of the screen: on a
   * dense one, or with the page zoomed, everything drawn or measured would lie elsewhere than the image.
   */
  #densify(): void {
    const { canvas } = this.viewport;
    canvas.width = Math.round(this.#size.width * devicePixelRatio);
    canvas.height = Math.round(this.#size.height * devicePixelRatio);
    this.fit();
  }

  #measure(): void {
    this.#size = { width: this.#element.clientWidth, height: this.#element.clientHeight };
  }

  render(): void {
    this.viewport.render();
  }

  toCanvas(pixel: readonly [number, number], geometry: FrameGeometry): CanvasPoint {
    const [x, y] = this.viewport.worldToCanvas(worldOf(pixel, planeOf(geometry), this.shift));
    return canvasPoint(x, y);
  }

  toPixel(canvas: readonly [number, number], geometry: FrameGeometry): PixelPoint {
    const world = this.viewport.canvasToWorld([canvas[0], canvas[1]]);
    return pixelOf(world, planeOf(geometry), this.shift);
  }

  /** The pixel in the middle of the element. */
  centre(geometry: FrameGeometry): PixelPoint {
    return this.toPixel([this.#size.width / 2, this.#size.height / 2], geometry);
  }

  /** CSS pixels per pixel along a row. */
  zoom(geometry: FrameGeometry): number {
    const a = this.toCanvas([0, 0], geometry);
    const b = this.toCanvas([100, 0], geometry);
    return Math.hypot(b[0] - a[0], b[1] - a[1]) / 100;
  }

  /** The zoom at which the whole frame just fits, unturned. */
  fitZoom({ rows, columns, spacing }: FrameGeometry): number {
    const tall = spacing ? spacing.row / spacing.column : 1;
    return Math.min(this.#size.width / columns, this.#size.height / (rows * tall));
  }

  zoomBy(factor: number): void {
    const { parallelScale, scale } = this.viewport.getCamera();
    if (this.#onProcessor) this.viewport.setCamera({ scale: (scale ?? 1) * factor });
    else this.viewport.setCamera({ parallelScale: (parallelScale ?? 1) / factor });
  }

  moveTo(pixel: PixelPoint, geometry: FrameGeometry): void {
    const plane = planeOf(geometry);
    const from = worldOf(this.centre(geometry), plane, this.shift);
    const to = worldOf(pixel, plane, this.shift);
    const moved = (point: readonly number[]): World => [
      (point[0] ?? 0) + to[0] - from[0],
      (point[1] ?? 0) + to[1] - from[1],
      (point[2] ?? 0) + to[2] - from[2],
    ];
    const { focalPoint = from, position = from } = this.viewport.getCamera();
    this.viewport.setCamera({ focalPoint: moved(focalPoint), position: moved(position) });
  }

  /** Measured on the screen itself, so that it is true for every renderer. */
  turn(geometry: FrameGeometry): Turn {
    const o = this.toCanvas([0, 0], geometry);
    const x = this.toCanvas([100, 0], geometry);
    const y = this.toCanvas([0, 100], geometry);
    const row = [x[0] - o[0], x[1] - o[1]] as const;
    const column = [y[0] - o[0], y[1] - o[1]] as const;
    const flipped = row[0] * column[1] - row[1] * column[0] < 0;
    const sign = flipped ? -1 : 1;
    const degrees = Math.round((Math.atan2(sign * row[1], sign * row[0]) * 180) / Math.PI);
    return { rotation: (degrees + 360) % 360, flipped };
  }

  setTurn(wanted: Turn, geometry: FrameGeometry): void {
    const centre = this.centre(geometry);
    const present = this.turn(geometry);
    if (present.flipped !== wanted.flipped) {
      const { flipHorizontal = false } = this.viewport.getViewPresentation();
      this.viewport.setCamera({ flipHorizontal: !flipHorizontal });
    }
    const before = this.turn(geometry).rotation;
    if (before !== wanted.rotation) {
      this.#rotate(wanted.rotation - before);
      // The renderers disagree on the sign of a turn once the image is mirrored.
      const missing = wanted.rotation - this.turn(geometry).rotation;
      if (missing % 360 !== 0) this.#rotate(-missing);
    }
    this.moveTo(centre, geometry);
  }

  #rotate(degrees: number): void {
    const presentation = this.viewport.getViewPresentation();
    const rotation = ((((presentation.rotation ?? 0) + degrees) % 360) + 360) % 360;
    this.viewport.setViewPresentation({ ...presentation, rotation });
  }

  fit(): void {
    this.viewport.resetCamera({ resetPan: true, resetZoom: true, resetToCenter: true });
  }

  #curve(): 'linear' | 'exact' {
    return this.viewport.getProperties().VOILUTFunction === Enums.VOILUTFunctionType.LINEAR_EXACT ? 'exact' : 'linear';
  }

  /** Null for colour images. */
  window(): Window | null {
    const { voiRange } = this.viewport.getProperties();
    return voiRange && !this.viewport.getCornerstoneImage().color ? windowOf(voiRange, this.#curve()) : null;
  }

  setWindow(window: Window): void {
    this.viewport.setProperties({ voiRange: rangeOf(window, this.#curve()) });
  }

  /** Against the natural look of the image: a MONOCHROME1 image is drawn from white to black without being inverted. */
  inverted(): boolean {
    return (this.viewport.getProperties().invert ?? false) !== this.#natural();
  }

  setInverted(inverted: boolean): void {
    this.viewport.setProperties({ invert: inverted !== this.#natural() });
  }

  #natural(): boolean {
    return this.viewport.getCornerstoneImage().invert;
  }

  /** Back to the window the image proposes, uninverted. */
  resetLook(): void {
    this.viewport.resetProperties();
    this.setInverted(false);
  }

  /** Whether this image is really on screen: the library keeps what went wrong while drawing to itself. */
  draws(imageId: string, geometry: FrameGeometry): boolean {
    // The library's types leave out that there may be nothing yet.
    const image = this.viewport.getCornerstoneImage() as Types.IImage | undefined;
    const data = this.viewport.getImageData() as Types.IImageData | Types.CPUIImageData | undefined;
    if (image?.imageId !== imageId || !data || !Number.isFinite(this.zoom(geometry))) return false;
    return image.color || this.window() !== null;
  }
}
