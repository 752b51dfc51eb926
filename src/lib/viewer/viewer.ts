/**
 * The viewer as the rest of the product sees it: frames, pixels and marks. Nothing of the rendering library shows through.
 * `Viewport.svelte` opens one.
 */
import type { SeriesImages } from '#contract/images.ts';
import type { Presentation } from '#contract/presentation.ts';
import type { FrameGeometry, FrameKey } from '#domain/geometry/frame.ts';
import type { EdgeLetters } from '#domain/geometry/orientation.ts';
import type { CanvasPoint, PixelPoint } from '#domain/geometry/point.ts';
import type { Tool } from '#domain/geometry/shape.ts';

/** What a drag with the left button does. */
export type ArmedTool = 'window-level' | 'zoom' | 'pan' | Tool;

export interface Window {
  readonly width: number;
  readonly center: number;
}

/** Why a frame is not on screen, in a sentence for people. Its place stays empty; no other image is shown instead. */
export interface FrameFailure {
  readonly frame: FrameKey;
  readonly code: 'unreachable' | 'refused' | 'length' | 'digest' | 'dimensions' | 'decode' | 'timeout' | 'rendering';
  readonly message: string;
}

/** `loading`: nothing is on screen yet. `shown`: its pixels are on screen. `failed`: an error tile takes its place. */
export type FrameState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'shown' }
  | { readonly kind: 'failed'; readonly failure: FrameFailure };

/**
 * Everything the labels around the image say: always of the frame whose pixels (or whose error tile) are on screen, never of
 * one still on its way. A new object whenever any of it changes.
 */
export interface ViewerPosition {
  /** 0-based, in display order. */
  readonly index: number;
  readonly count: number;
  readonly key: FrameKey;
  readonly instanceNumber: number | null;
  readonly geometry: FrameGeometry;
  readonly state: FrameState;
  /** Index of a frame that was asked for and is not there yet. */
  readonly pending: number | null;
  /** CSS pixels per image pixel along a row. */
  readonly zoom: number;
  /** Null for colour images, which have no window. */
  readonly window: (Window & { readonly name: string | null }) | null;
  readonly inverted: boolean;
  /** Clockwise, in degrees, 0 ≤ rotation < 360. */
  readonly rotation: number;
  readonly flipped: boolean;
  /** As on screen, after mirroring and turning. */
  readonly orientation: EdgeLetters;
  readonly armed: ArmedTool;
  readonly brush: BrushSettings;
  /** Frames per second while a cine runs. */
  readonly cine: number | null;
}

export interface BrushSettings {
  /** In pixels along a row. */
  readonly diameter: number;
  /** It rubs out. With Shift a stroke does the other. */
  readonly erasing: boolean;
}

/** What is to be seen of the brush and of painted marks, beside the marks themselves. */
export interface Painting {
  /** Where the brush is, in pixels of the frame; null while it is not over the image or not in hand. */
  readonly at: PixelPoint | null;
  readonly erasing: boolean;
  /** Id of the painted mark that is selected: the next stroke goes on with it. */
  readonly selected: string | null;
}

/** A mark as it is drawn: what it is (a `Mark` of the domain fits), and how this person sees it. */
export interface ViewMark {
  readonly id: string;
  readonly frame: FrameKey;
  readonly tool: Tool;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Marks on several frames that are one finding: the brush goes on with the finding of the selected mark. */
  readonly lesion?: string;
  /** CSS colour. Never the only cue: give a dash or a label too. */
  readonly colour: string;
  /** SVG dash array, e.g. "4 3"; empty for a solid line. */
  readonly dash: string;
  /** Initials or alias letter, shown at the mark. */
  readonly label: string;
  /** Its label says only the longest diameter, for marks of several readers on one lesion. */
  readonly brief?: boolean;
  /** Other people's marks are not. */
  readonly editable: boolean;
  readonly visible: boolean;
}

export interface DrawnShape {
  readonly tool: Tool;
  readonly frame: FrameKey;
  /** Pixel coordinates of the frame, rounded to 1/1000 px; freehand simplified to 0.3 px; a labelmap in whole pixels. */
  readonly points: (readonly [x: number, y: number])[];
}

export interface ViewerEvents {
  /** A shape was finished. The viewer forgets it: it is on screen again when `setMarks` brings it back as a mark. */
  readonly onMarkDrawn: (shape: DrawnShape) => void;
  /** An editable mark was moved or reshaped; called once per gesture, at its end. */
  readonly onMarkChanged: (id: string, points: DrawnShape['points']) => void;
  readonly onMarkRemoved: (id: string) => void;
  readonly onMarkSelected: (id: string | null) => void;
  /** What was drawn cannot be kept; nothing changed. @param why for the person who drew it. */
  readonly onMarkRefused: (why: string) => void;
}

export interface ViewerOptions {
  readonly element: HTMLDivElement;
  readonly series: SeriesImages;
  /** Shown first, before any other frame is asked for; the middle frame when absent. */
  readonly start?: FrameKey;
  readonly events?: Partial<ViewerEvents>;
  /** `auto` renders on the processor when the graphics card is only emulated. */
  readonly rendering?: 'auto' | 'graphics' | 'processor';
}

export interface Viewer {
  readonly series: SeriesImages;
  readonly element: HTMLDivElement;
  readonly position: ViewerPosition;
  /** Calls at once with the present position, then on every change (the contract of a Svelte store). */
  subscribe(run: (position: ViewerPosition) => void): () => void;

  /** Resolves when that frame is shown or has failed, or when a later call has overtaken this one. */
  show(frame: FrameKey | number): Promise<void>;
  step(by: number): Promise<void>;
  /** Asks again for the present frame after a failure. */
  retry(): Promise<void>;
  cine(framesPerSecond: number | null): void;

  setWindow(window: Window | 'default'): void;
  invert(): void;
  zoomBy(factor: number): void;
  rotate(clockwiseDegrees: 90 | -90): void;
  flip(): void;
  /** The whole image, centred. */
  fit(): void;
  /** As on opening: fit, window, turn. */
  reset(): void;
  /** The brush taken in hand anew paints. */
  arm(tool: ArmedTool): void;
  setBrush(change: Partial<BrushSettings>): void;

  /** What this viewport shows, for followers. */
  presentation(): Presentation;
  /** Shows what a presenter shows; the latest call wins, older ones are dropped. False: the frame is not of this series. */
  present(presentation: Presentation): boolean;

  /** Pixel of the present frame → CSS pixel of the element, and back. Null before the first frame is shown. */
  toCanvas(pixel: PixelPoint): CanvasPoint | null;
  toPixel(canvas: CanvasPoint): PixelPoint | null;
  /** After each rendering, for overlays. Returns its undo. */
  onRendered(run: () => void): () => void;
  /** Grey or colour pixels of a region of a loaded frame with the present window, for the loupe; null until it is loaded. */
  paint(request: PaintRequest): Promise<ImageData | null>;

  /** Replaces all marks. Same ids keep their selection; a mark being dragged keeps its place until it is let go. */
  setMarks(marks: readonly ViewMark[]): void;
  select(id: string | null): void;
  /** How a shape looks while it is being drawn: in the colour of the person whose mark it will be. */
  setPen(pen: Pick<ViewMark, 'colour' | 'dash'>): void;
  /** Changes with every rendering, see `onRendered`. */
  readonly painting: Painting;
  /** While the tool of the whole image is armed: marks the image on screen, as a click on it does. */
  markImage(): void;
  /** Removes the selected editable mark, by way of `onMarkRemoved`. */
  removeSelected(): void;
  /** What is being drawn or moved right now, with the id of the mark when it is one; for values that follow the hand. */
  readonly gesture: (DrawnShape & { readonly id: string | null }) | null;
  destroy(): void;
}

export interface PaintRequest {
  readonly frame: FrameKey;
  /** Top left corner, in pixels of the frame. */
  readonly from: readonly [x: number, y: number];
  /** Width and height in pixels of the frame. */
  readonly size: readonly [width: number, height: number];
}
