/** The viewer of one series: its frames, how they look, the marks on them, and what the labels may therefore say. */
import { Enums } from '@cornerstonejs/core';
import type { SeriesImages } from '#contract/images.ts';
import type { Presentation } from '#contract/presentation.ts';
import type { FrameKey } from '#domain/geometry/frame.ts';
import { edgeLetters } from '#domain/geometry/orientation.ts';
import { pixelPoint, type CanvasPoint, type PixelPoint } from '#domain/geometry/point.ts';
import { firstSize } from './brush-size.ts';
import { paintFrame } from './frame-paint.ts';
import { FramePlayer } from './frame-player.ts';
import { Gestures } from './gestures.ts';
import { startLibrary, type Library } from './library.ts';
import { styleOf } from './mark-annotation.ts';
import { MarkLayer } from './mark-layer.ts';
import { Screen } from './screen.ts';
import { SeriesFrames } from './series-frames.ts';
import { bindTools, MARKS_RENDERED, type ToolBinding } from './tool-binding.ts';
import { Turnstile } from './turnstile.ts';
import type {
  ArmedTool,
  BrushSettings,
  PaintRequest,
  Viewer,
  ViewerOptions,
  ViewerPosition,
  ViewMark,
  Window,
} from './viewer.ts';
import { presetNameOf, presetsOf } from './window-preset.ts';

/** Tools with which a click is free to select. */
const DRAW_NOTHING: readonly ArmedTool[] = ['window-level', 'zoom', 'pan'];

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
  readonly #marks: MarkLayer;
  readonly #gestures: Gestures;
  readonly #player: FramePlayer;
  readonly #followed = new Turnstile();
  readonly #listeners = new Set<(position: ViewerPosition) => void>();
  readonly #rendered = new Set<() => void>();
  readonly #events: NonNullable<ViewerOptions['events']>;
  #tools: ToolBinding;
  #armed: ArmedTool = 'window-level';
  #brush: BrushSettings;
  #position: ViewerPosition;

  constructor(library: Library, { element, series, events = {} }: ViewerOptions) {
    this.element = element;
    this.series = series;
    this.#events = events;
    this.#frames = new SeriesFrames(series);
    this.#screen = new Screen(`viewer-${String(++opened)}`, element, library);
    this.#tools = bindTools(this.#screen.id, this.#screen.engineId);
    this.#player = new FramePlayer({
      frames: this.#frames,
      screen: this.#screen,
      changed: () => this.#publish(),
      broken: () => this.#renew(),
    });
    this.#brush = { diameter: firstSize(this.#geometry), erasing: false };
    this.#marks = new MarkLayer({
      ...{ element, events, viewportId: this.#screen.id },
      placeOf: (frame) => this.#frames.placeOf(frame, this.#screen.shift),
      frameOf: (imageId) => this.#frames.keyOf(imageId),
      here: () => (this.#isShown ? this.#frames.at(this.#player.index) : null),
      toPixel: (canvas) => this.toPixel(canvas),
      isArmed: () => this.#armed === 'labelmap',
      brush: () => this.#brush,
      changed: () => this.#drawnAgain(),
    });
    this.#gestures = new Gestures(element, {
      step: (by) => void this.step(by),
      zoom: (factor) => this.zoomBy(factor),
      resized: () => this.#resized(),
      clicked: (place) => this.#clicked(place),
    });
    element.addEventListener(Enums.Events.IMAGE_RENDERED, this.#onRendered);
    element.addEventListener(MARKS_RENDERED, this.#drawnAgain);
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

  get painting(): Viewer['painting'] {
    return this.#marks.painting;
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

  show(target: FrameKey | number): Promise<void> {
    return this.#player.show(typeof target === 'number' ? target : this.#frames.indexOf(target));
  }

  step(by: number): Promise<void> {
    return this.#player.step(by);
  }

  retry(): Promise<void> {
    return this.#player.show(this.#player.index);
  }

  cine(rate: number | null): void {
    this.#player.cine(rate);
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
    this.#marks.abandon();
    this.setBrush({ erasing: false });
  }

  setBrush(change: Partial<BrushSettings>): void {
    this.#brush = { ...this.#brush, ...change };
    this.#publish();
    this.#drawnAgain();
  }

  presentation(): Presentation {
    const { key, geometry, zoom, rotation, flipped, inverted, window, cine } = this.#position;
    const [x, y] = this.#player.stacked
      ? this.#screen.centre(geometry)
      : pixelPoint(geometry.columns / 2, geometry.rows / 2);
    const scale = this.#player.stacked ? zoom / this.#screen.fitZoom(geometry) : 1;
    const shown = window && { width: window.width, center: window.center };
    return { frame: key, centre: [x, y], scale, rotation, flipped, window: shown, inverted, cine };
  }

  present(presentation: Presentation): boolean {
    const index = this.#frames.indexOf(presentation.frame);
    if (index < 0) return false;
    const ticket = this.#followed.ticket();
    if (presentation.cine !== this.#player.rate) this.cine(presentation.cine);
    // While both run the same cine, the follower's own clock is smoother than the presenter's messages.
    const shown = presentation.cine !== null && this.#player.stacked ? Promise.resolve() : this.show(index);
    void shown.then(() => {
      if (this.#followed.pass(ticket)) this.#apply(presentation);
    });
    return true;
  }

  toCanvas(pixel: PixelPoint): CanvasPoint | null {
    return this.#player.stacked ? this.#screen.toCanvas(pixel, this.#geometry) : null;
  }

  toPixel(canvas: CanvasPoint): PixelPoint | null {
    return this.#player.stacked ? this.#screen.toPixel(canvas, this.#geometry) : null;
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
    this.#marks.removeSelected();
  }

  destroy(): void {
    StackViewer.#open.delete(this);
    this.#listeners.clear();
    this.#rendered.clear();
    this.#player.close();
    this.element.removeEventListener(Enums.Events.IMAGE_RENDERED, this.#onRendered);
    this.element.removeEventListener(MARKS_RENDERED, this.#drawnAgain);
    this.#gestures.destroy();
    this.#marks.destroy();
    this.#tools.destroy();
    this.#screen.disable();
  }

  get #geometry(): ViewerPosition['geometry'] {
    return this.#frames.at(this.#player.index).geometry;
  }

  get #isShown(): boolean {
    return this.#player.stacked && this.#player.state.kind === 'shown';
  }

  #renew(): void {
    this.#tools.destroy();
    this.#screen.disable();
    this.#screen.enable();
    this.#tools = bindTools(this.#screen.id, this.#screen.engineId);
    this.#tools.arm(this.#armed);
  }

  #clicked(place: CanvasPoint): void {
    this.markImage();
    const pixel = DRAW_NOTHING.includes(this.#armed) ? this.toPixel(place) : null;
    if (pixel) this.#marks.clicked(pixel);
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
    if (!this.#player.stacked) return;
    act(this.#geometry);
    this.#screen.render();
    this.#publish();
  }

  /** The library resizes all its viewports when one is: each viewer says beforehand what it shows, and shows that again. */
  #resized(): void {
    const all = [...StackViewer.#open].map((viewer) => ({
      viewer,
      before: viewer.#player.stacked ? viewer.presentation() : null,
    }));
    for (const { viewer } of all) viewer.#screen.resize();
    for (const { viewer, before } of all) if (before) viewer.#apply(before);
  }

  readonly #onRendered = (): void => {
    this.#publish();
    this.#drawnAgain();
  };

  readonly #drawnAgain = (): void => {
    for (const run of this.#rendered) run();
  };

  #publish(): void {
    this.element.style.visibility = this.#isShown ? '' : 'hidden';
    const next = this.#compute();
    if (JSON.stringify(next) === JSON.stringify(this.#position)) return;
    this.#position = next;
    for (const run of this.#listeners) run(next);
  }

  #compute(): ViewerPosition {
    const { index, state, pending, rate } = this.#player;
    const { key, instanceNumber, geometry } = this.#frames.at(index);
    const base = {
      index,
      count: this.#frames.ids.length,
      key,
      instanceNumber,
      geometry,
      state,
      pending,
      armed: this.#armed,
      brush: this.#brush,
      cine: rate,
    };
    if (!this.#isShown) {
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
