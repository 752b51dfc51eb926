/** The image on the desk: which series, where it begins, the viewer once it is there, and what its pointer does. */
import { tick } from 'svelte';
import type { CaseImages, SeriesImages } from '#contract/images.ts';
import { frameText, sameFrame, type FrameKey } from '#domain/geometry/frame.ts';
import type { Tool } from '#domain/geometry/shape.ts';
import type { Mark } from '#domain/reading/mark.ts';
import { placesOf } from '#lib/stages/ingest/case-images.ts';
import type { ViewerView } from '#lib/viewer/viewer-view.svelte.ts';

export class DeskImage {
  images = $state.raw<CaseImages | null>(null);
  failed = $state<string | null>(null);
  series = $state.raw<SeriesImages | null>(null);
  /** Where the viewer of the present series begins; null: in its middle. */
  start = $state.raw<FrameKey | null>(null);
  view = $state.raw<ViewerView | null>(null);
  labels = $state(true);
  /** The earlier examination is beside the image. */
  comparing = $state(false);
  readonly places = $derived(placesOf(this.images));
  /** In the reader's hand, also while the viewer is not there yet. */
  #tool: Tool | undefined;
  /** Selected as soon as the viewer of another series is there. */
  #toSelect: string | null = null;

  /** The image on screen. */
  get here(): FrameKey | null {
    return this.view?.position.key ?? null;
  }

  /**
   * @param left where the reader was when the page went, if this browser knows.
   * @param marked the frame of a mark, whose series is shown where nothing was left.
   */
  open(images: CaseImages, { left, marked }: { left: FrameKey | null; marked: FrameKey | undefined }): void {
    this.images = images;
    const seriesOf = (frame: FrameKey): SeriesImages | undefined => this.places.get(frameText(frame))?.series;
    const before = left && seriesOf(left);
    if (before) this.start = left;
    this.series = before ?? (marked && seriesOf(marked)) ?? images.series[0] ?? null;
  }

  showSeries(series: SeriesImages, start: FrameKey | null = null): void {
    if (this.series === series) return;
    this.view = null;
    this.start = start;
    this.series = series;
  }

  /** The viewer is there; a finding taken before is drawn with its tool. */
  viewerReady(view: ViewerView): void {
    this.view = view;
    if (this.#tool) view.viewer.arm(this.#tool);
    const mark = this.#toSelect;
    this.#toSelect = null;
    if (mark) this.select(mark);
  }

  arm(tool: Tool | undefined): void {
    this.#tool = tool;
    if (tool) this.view?.viewer.arm(tool);
  }

  release(): void {
    this.#tool = undefined;
    this.view?.viewer.arm('window-level');
  }

  /** As soon as the mark is on the image. */
  select(id: string | null): void {
    void tick().then(() => this.view?.viewer.select(id));
  }

  /** The image goes where this mark is. */
  goTo(mark: Mark): void {
    const place = this.places.get(frameText(mark.frame));
    if (!place) return;
    if (place.series !== this.series) {
      this.#toSelect = mark.id;
      return this.showSeries(place.series, mark.frame);
    }
    void this.view?.viewer.show(mark.frame);
    this.view?.viewer.select(mark.id);
  }

  isOnScreen(mark: Mark): boolean {
    const { here } = this;
    return here !== null && sameFrame(mark.frame, here);
  }
}
