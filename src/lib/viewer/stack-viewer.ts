/** The viewer of one series: which frame is on screen, which is on its way, and what the labels may therefore say. */
import { Enums } from '@cornerstonejs/core';
import type { SeriesImages } from '#contract/images.ts';
import type { Presentation } from '#contract/presentation.ts';
import type { FrameKey } from '#domain/geometry/frame.ts';
import { edgeLetters } from '#domain/geometry/orientation.ts';
import { pixelPoint, type CanvasPoint, type PixelPoint } from '#domain/geometry/point.ts';
import { isLoaded, loadedFrame, prefetch } from './frame-loader.ts';
import { paintFrame } from './frame-paint.ts';
import { Gestures } from './gestures.ts';
import { startLibrary, type Library } from './library.ts';
import { styleOf } from './mark-annotation.ts';
import { MarkBinding } from './mark-binding.ts';
import { prefetchOrder } from './prefetch-order.ts';
import { Screen } from './screen.ts';
import { SeriesFrames } from './series-frames.ts';
import { bindTools, MARKS_RENDERED, type ToolBinding } from './tool-binding.ts';
import { Turnstile } from './turnstile.ts';
import type {
  ArmedTool,
  FrameState,
  PaintRequest,
  Viewer,
  ViewerOptions,
  ViewerPosition,
  ViewMark,
  Window,
} from './viewer.ts';
import { presetNameOf, presetsOf } from './window-preset.ts';

let opened = 0;

export function openViewer(options: ViewerOptions): Viewer {
  const viewer = new StackViewer(startLibrary(options.rendering ?? 'auto'), options);
  viewer.open(options.start);
  return viewer;
}

class StackViewer implements Viewer {
  static readonly #open = new Set<StackViewer>();
  readonly series: SeriesImages;
  readonly element: HTMLDivElement;
  readonly #frames: SeriesFrames;
  readonly #screen: Screen;
  readonly #marks: MarkBinding;
  readonly #gestures: Gestures;
  readonly #order = new Turnstile();
  readonly #followed = new Turnstile();
  readonly #listeners = new Set<(position: ViewerPosition) => void>();
  readonly #rendered = new Set<() => void>();
  readonly #events: NonNullable<ViewerOptions['events']>;
  #tools: ToolBinding;
  #index = 0;
  #pending: number | null = null;
  #state: FrameState = { kind: 'loading' };
  /** The library's stack is set; only with a frame that was checked and is on screen. */
  #stacked = false;
  #direction: 1 | -1 = 1;
  #armed: ArmedTool = 'window-level';
  #cine: { readonly rate: number; readonly timer: ReturnType<typeof setInterval> } | null = null;
  #position: ViewerPosition;

  constructor(library: Library, { element, series, events = {} }: ViewerOptions) {
    this.element = element;
    this.series = series;
    this.#events = events;
    this.#frames = new SeriesFrames(series);
    this.#screen = new Screen(`viewer-${String(++opened)}`, element, library);
    this.#tools = bindTools(this.#screen.id, this.#screen.engineId);
    this.#marks = new MarkBinding({
      element,
      viewportId: this.#screen.id,
      events,
      placeOf: (frame) => this.#frames.placeOf(frame, this.#screen.shift),
      frameOf: (imageId) => this.#frames.keyOf(imageId),
    });
    this.#gestures = new Gestures(element, {
      step: (by) => void this.step(by),
      zoom: (factor) => this.zoomBy(factor),
      resized: () => this.#resized(),
      clicked: () => this.markImage(),
    });
    element.addEventListener(Enums.Events.IMAGE_RENDERED, this.#onRendered);
    element.addEventListener(MARKS_RENDERED, this.#onMarksRendered);
    this.setPen({ colour: '#fff', dash: '' });
    element.style.visibility = 'hidden';
    this.#position = this.#compute();
    StackViewer.#open.add(this);
  }

  open(start: FrameKey | undefined): void {
    const index = start ? this.#frames.indexOf(start) : -1;
    void this.show(index >= 0 ? index : Math.floor(this.#frames.ids.length / 2));
  }

  get position(): ViewerPosition {
    return this.#position;
  }

  get gesture(): Viewer['gesture'] {
    return this.#marks.gesture;
  }

  subscribe(run: (position: ViewerPosition) => void): () => void {
    this.#listeners.add(run);
    run(this.#position);
    return () => this.#listeners.delete(run);
  }

  onRendered(run: () => void): () => void {
    this.#rendered.add(run);
    return () => this.#rendered.delete(run);
  }

  async show(target: FrameKey | number): Promise<void> {
    const index = typeof target === 'number' ? target : this.#frames.indexOf(target);
    const id = this.#frames.ids[index];
    if (id === undefined) return;
    const ticket = this.#order.ticket();
    if (index !== this.#index) this.#direction = index > this.#index ? 1 : -1;
    if (!isLoaded(id)) {
      this.#pending = index;
      this.#publish();
    }
    const result = await loadedFrame(id, 'interaction');
    if (this.#order.isNewest(ticket)) this.#pending = null;
    if (result.ok) {
      if (this.#order.pass(ticket)) await this.#display(index, id);
    } else if (this.#order.isNewest(ticket) && this.#order.pass(ticket)) {
      this.#fail({ kind: 'failed', failure: result.error }, index);
    }
    if (this.#order.isNewest(ticket)) this.#prefetch();
  }

  step(by: number): Promise<void> {
    const from = this.#pending ?? this.#index;
    return this.show(Math.max(0, Math.min(this.#frames.ids.length - 1, from + by)));
  }

  retry(): Promise<void> {
    return this.show(this.#index);
  }

  cine(rate: number | null): void {
    if (this.#cine) clearInterval(this.#cine.timer);
    this.#cine = null;
    if (rate !== null) {
      const next = (): void => {
        if (this.#pending === null) void this.show((this.#index + 1) % this.#frames.ids.length);
      };
      this.#cine = { rate, timer: setInterval(next, 1000 / rate) };
    }
    this.#publish();
  }

  setWindow(window: Window | 'default'): void {
    this.#change(() => {
      if (window !== 'default') return this.#screen.setWindow(window);
      const inverted = this.#screen.inverted();
      this.#screen.resetLook();
      this.#screen.setInverted(inverted);
    });
  }

  invert(): void {
    this.#change(() => this.#screen.setInverted(!this.#screen.inverted()));
  }

  zoomBy(factor: number): void {
    this.#change(() => this.#screen.zoomBy(factor));
  }

  rotate(degrees: 90 | -90): void {
    this.#change((geometry) => {
      const { rotation, flipped } = this.#screen.turn(geometry);
      this.#screen.setTurn({ rotation: (rotation + degrees + 360) % 360, flipped }, geometry);
    });
  }

  flip(): void {
    this.#change((geometry) => {
      const { rotation, flipped } = this.#screen.turn(geometry);
      this.#screen.setTurn({ rotation: (360 - rotation) % 360, flipped: !flipped }, geometry);
    });
  }

  fit(): void {
    this.#change(() => this.#screen.fit());
  }

  reset(): void {
    this.#change((geometry) => {
      this.#screen.setTurn({ rotation: 0, flipped: false }, geometry);
      this.#screen.fit();
      this.#screen.resetLook();
    });
  }

  arm(tool: ArmedTool): void {
    this.#armed = tool;
    this.#tools.arm(tool);
    this.#publish();
  }

  presentation(): Presentation {
    const { key, geometry, zoom, rotation, flipped, inverted, window, cine } = this.#position;
    const [x, y] = this.#stacked ? this.#screen.centre(geometry) : pixelPoint(geometry.columns / 2, geometry.rows / 2);
    const scale = this.#stacked ? zoom / this.#screen.fitZoom(geometry) : 1;
    const shown = window && { width: window.width, center: window.center };
    return { frame: key, centre: [x, y], scale, rotation, flipped, window: shown, inverted, cine };
  }

  present(presentation: Presentation): boolean {
    const index = this.#frames.indexOf(presentation.frame);
    if (index < 0) return false;
    const ticket = this.#followed.ticket();
    if (presentation.cine !== (this.#cine?.rate ?? null)) this.cine(presentation.cine);
    // While both run the same cine, the follower's own clock is smoother than the presenter's messages.
    const shown = presentation.cine !== null && this.#stacked ? Promise.resolve() : this.show(index);
    void shown.then(() => {
      if (this.#followed.pass(ticket)) this.#apply(presentation);
    });
    return true;
  }

  toCanvas(pixel: PixelPoint): CanvasPoint | null {
    return this.#stacked ? this.#screen.toCanvas(pixel, this.#frames.at(this.#index).geometry) : null;
  }

  toPixel(canvas: CanvasPoint): PixelPoint | null {
    return this.#stacked ? this.#screen.toPixel(canvas, this.#frames.at(this.#index).geometry) : null;
  }

  paint(request: PaintRequest): Promise<ImageData | null> {
    const id = this.#frames.ids[this.#frames.indexOf(request.frame)];
    if (id === undefined) return Promise.resolve(null);
    return paintFrame(id, request, { window: this.#position.window, inverted: this.#position.inverted });
  }

  setMarks(marks: readonly ViewMark[]): void {
    this.#marks.show(marks);
  }

  select(id: string | null): void {
    this.#marks.select(id);
  }

  setPen(pen: Pick<ViewMark, 'colour' | 'dash'>): void {
    this.#tools.pen(styleOf(pen));
  }

  markImage(): void {
    const { state, key } = this.#position;
    if (this.#armed !== 'whole-image' || state.kind !== 'shown') return;
    this.#events.onMarkDrawn?.({ tool: 'whole-image', frame: key, points: [] });
  }

  removeSelected(): void {
    const mark = this.#marks.selected;
    if (mark?.editable) this.#events.onMarkRemoved?.(mark.id);
  }

  destroy(): void {
    StackViewer.#open.delete(this);
    this.cine(null);
    this.#listeners.clear();
    this.#rendered.clear();
    prefetch(this.#screen.id, []);
    this.element.removeEventListener(Enums.Events.IMAGE_RENDERED, this.#onRendered);
    this.element.removeEventListener(MARKS_RENDERED, this.#onMarksRendered);
    this.#gestures.destroy();
    this.#marks.destroy();
    this.#tools.destroy();
    this.#screen.disable();
    this.#stacked = false;
  }

  async #display(index: number, id: string): Promise<void> {
    const { viewport } = this.#screen;
    if (this.#stacked) await viewport.setImageIdIndex(index);
    else await viewport.setStack([...this.#frames.ids], index);
    if (viewport.getCurrentImageIdIndex() !== index) return;
    const { key, geometry } = this.#frames.at(index);
    // A viewport that once drew an impossible image stays black for ever; only a new one helps.
    if (!this.#screen.draws(id, geometry)) {
      this.#renew();
      const failure = { frame: key, code: 'rendering', message: 'This image could not be drawn.' } as const;
      this.#fail({ kind: 'failed', failure }, index);
      return;
    }
    if (!this.#stacked) this.#screen.setInverted(false);
    this.#stacked = true;
    this.#index = index;
    this.#state = { kind: 'shown' };
    this.element.style.visibility = '';
    this.#publish();
  }

  #fail(state: FrameState, index: number): void {
    this.#index = index;
    this.#state = state;
    this.element.style.visibility = 'hidden';
    this.#publish();
  }

  #renew(): void {
    this.#tools.destroy();
    this.#screen.disable();
    this.#screen.enable();
    this.#tools = bindTools(this.#screen.id, this.#screen.engineId);
    this.#tools.arm(this.#armed);
    this.#stacked = false;
  }

  #apply(presentation: Presentation): void {
    this.#change((geometry) => {
      const screen = this.#screen;
      screen.setTurn({ rotation: Math.round(presentation.rotation), flipped: presentation.flipped }, geometry);
      screen.zoomBy((presentation.scale * screen.fitZoom(geometry)) / screen.zoom(geometry));
      screen.moveTo(pixelPoint(...presentation.centre), geometry);
      if (presentation.window) screen.setWindow(presentation.window);
      if (presentation.inverted !== screen.inverted()) screen.setInverted(presentation.inverted);
    });
  }

  #change(act: (geometry: ViewerPosition['geometry']) => void): void {
    if (!this.#stacked) return;
    act(this.#frames.at(this.#index).geometry);
    this.#screen.render();
    this.#publish();
  }

  /** The library resizes all its viewports when one is: each viewer says beforehand what it shows, and shows that again. */
  #resized(): void {
    const all = [...StackViewer.#open].map((viewer) => ({
      viewer,
      before: viewer.#stacked ? viewer.presentation() : null,
    }));
    for (const { viewer } of all) viewer.#screen.resize();
    for (const { viewer, before } of all) if (before) viewer.#apply(before);
  }

  #prefetch(): void {
    const order = prefetchOrder(this.#frames.ids.length, this.#index, this.#direction);
    prefetch(
      this.#screen.id,
      order.flatMap((index) => this.#frames.ids[index] ?? []),
    );
  }

  readonly #onRendered = (): void => {
    this.#publish();
    for (const run of this.#rendered) run();
  };

  readonly #onMarksRendered = (): void => {
    for (const run of this.#rendered) run();
  };

  #publish(): void {
    const next = this.#compute();
    if (JSON.stringify(next) === JSON.stringify(this.#position)) return;
    this.#position = next;
    for (const run of this.#listeners) run(next);
  }

  #compute(): ViewerPosition {
    const { key, instanceNumber, geometry } = this.#frames.at(this.#index);
    const base = {
      index: this.#index,
      count: this.#frames.ids.length,
      key,
      instanceNumber,
      geometry,
      state: this.#state,
      pending: this.#pending,
      armed: this.#armed,
      cine: this.#cine?.rate ?? null,
    };
    if (!this.#stacked || this.#state.kind !== 'shown') {
      const orientation = { state: 'unknown' } as const;
      return { ...base, zoom: 1, window: null, inverted: false, rotation: 0, flipped: false, orientation };
    }
    const window = this.#screen.window();
    const turn = this.#screen.turn(geometry);
    return {
      ...base,
      ...turn,
      zoom: this.#screen.zoom(geometry),
      window: window && { ...window, name: presetNameOf(window, presetsOf(this.series)) },
      inverted: this.#screen.inverted(),
      orientation: edgeLetters(geometry.plane, {
        rotation: turn.rotation,
        flipHorizontal: turn.flipped,
        flipVertical: false,
      }),
    };
  }
}
