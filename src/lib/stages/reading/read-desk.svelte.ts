/**
 * What the reader does at the desk: which finding is in hand, which one is open, where the image is, and the way to submitting.
 * The content itself lives in the draft, or is frozen.
 */
import { tick } from 'svelte';
import { v7 as newId } from 'uuid';
import type { CaseImages, SeriesImages } from '#contract/images.ts';
import type { Workspace } from '#contract/reading.ts';
import { frameText, type FrameKey } from '#domain/geometry/frame.ts';
import type { Tool } from '#domain/geometry/shape.ts';
import { lesionsOf, type Lesion, type Mark, type ReadContent } from '#domain/reading/mark.ts';
import { problemsOf, type Problem } from '#domain/reading/submission.ts';
import { placesOf } from '#lib/stages/ingest/case-images.ts';
import type { Saved } from '#lib/ui/saved.ts';
import type { ViewerView } from '#lib/viewer/viewer-view.svelte.ts';
import type { DrawnShape, ViewMark } from '#lib/viewer/viewer.ts';
import type { Draft } from './draft.svelte.ts';
import type { Refused } from '#lib/stages/access/api-request.ts';
import { largestMark } from './lesion-text.ts';
import { marksOnScreen, ticksOf } from './marks-on-screen.ts';
import { tellStep } from './step-notice.ts';

/** The way to a submission, one step at a time. */
export type Closing =
  | { readonly step: 'reading' }
  | { readonly step: 'problems'; readonly problems: readonly Problem[] }
  | { readonly step: 'read-back' }
  | { readonly step: 'sending' }
  | { readonly step: 'refused'; readonly refused: Refused };

/** What the next drawing will be. */
export type InHand =
  | { readonly kind: 'measurement' }
  | { readonly kind: 'finding'; readonly finding: string }
  | { readonly kind: 'outline'; readonly lesion: string };

const MEASURING: InHand = { kind: 'measurement' };
const EMPTY: ReadContent = { marks: [], answers: {} };

export class ReadDesk {
  workspace: Workspace;
  /** Of what is in hand. */
  #tool: Tool | undefined;
  draft = $state.raw<Draft | null>(null);
  saved = $state.raw<Saved>({ state: 'saving' });
  images = $state.raw<CaseImages | null>(null);
  imagesFailed = $state<string | null>(null);
  series = $state.raw<SeriesImages | null>(null);
  /** Where the viewer of the present series begins. */
  start = $state.raw<FrameKey | null>(null);
  view = $state.raw<ViewerView | null>(null);
  labels = $state(true);
  hand = $state.raw<InHand>(MEASURING);
  /** Id of the lesion whose card is open. */
  open = $state<string | null>(null);
  /** The field somebody was sent to: `case` or a lesion, and the id of the field. */
  sentTo = $state.raw<{ readonly where: string; readonly field: string | null } | null>(null);
  tab = $state<'findings' | 'protocol'>('findings');
  closing = $state.raw<Closing>({ step: 'reading' });
  /** Measurements of this window alone; they are no part of the read. */
  measurements = $state.raw<readonly Mark[]>([]);

  constructor(workspace: Workspace) {
    this.workspace = $state.raw(workspace);
  }

  readonly content = $derived.by((): ReadContent => {
    const { state } = this.workspace;
    return state.kind === 'submitted' ? state.content : (this.draft?.content ?? EMPTY);
  });
  readonly frozen = $derived.by(() => this.workspace.state.kind === 'submitted');
  readonly writable = $derived.by(() => this.workspace.state.kind === 'draft' && this.draft !== null);
  readonly lesions = $derived<readonly Lesion[]>(lesionsOf(this.content));
  readonly places = $derived(placesOf(this.images));
  readonly marks = $derived.by((): ViewMark[] =>
    marksOnScreen({
      lesions: this.lesions,
      open: this.open,
      measurements: this.measurements,
      writable: this.writable && this.closing.step !== 'sending',
    }),
  );
  readonly ticks = $derived.by(() => (this.series ? ticksOf(this.lesions, this.series) : []));
  readonly lastMeasurement = $derived(this.measurements.at(-1));

  finding(id: string) {
    return this.workspace.protocol.findings.find((finding) => finding.id === id);
  }

  numberOf(lesion: string): number {
    return this.lesions.findIndex((one) => one.id === lesion) + 1;
  }

  setImages(images: CaseImages): void {
    this.images = images;
    const first = this.content.marks[0]?.frame;
    this.series = (first && this.places.get(frameText(first))?.series) ?? images.series[0] ?? null;
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
  }

  /** The next drawing begins this finding. */
  take(finding: string, tool: Tool | undefined): void {
    if (!this.writable) return;
    this.hand = { kind: 'finding', finding };
    this.tab = 'findings';
    this.#arm(tool);
  }

  /** The next drawing is another outline of this lesion. */
  takeOutline(lesion: Lesion): void {
    if (!this.writable) return;
    this.hand = { kind: 'outline', lesion: lesion.id };
    this.open = lesion.id;
    const tool = lesion.marks[0]?.tool ?? this.finding(lesion.finding)?.tools[0];
    this.#arm(tool);
  }

  putDown(): void {
    this.#release();
    this.view?.viewer.select(null);
  }

  drawn(shape: DrawnShape): void {
    const id = this.#drawnInRead(shape) ?? this.#measured(shape);
    this.#release();
    void tick().then(() => this.view?.viewer.select(id));
  }

  /** Makes the last measurement a finding. */
  keepMeasurement(finding: string): void {
    const last = this.lastMeasurement;
    if (!last || !this.draft) return;
    this.measurements = this.measurements.slice(0, -1);
    this.open = this.draft.begin(last, finding);
    this.#edited();
  }

  moved(id: string, points: DrawnShape['points']): void {
    const copy = points.map(([x, y]): [number, number] => [x, y]);
    if (this.measurements.some((mark) => mark.id === id))
      this.measurements = this.measurements.map((mark) => (mark.id === id ? { ...mark, points: copy } : mark));
    else this.draft?.move(id, points);
    this.#edited();
  }

  removed(id: string): void {
    if (this.measurements.some((mark) => mark.id === id))
      this.measurements = this.measurements.filter((mark) => mark.id !== id);
    else this.draft?.erase(id);
    this.#edited();
  }

  /** Something on the image was touched: its card opens. */
  selected(id: string | null): void {
    const mark = this.content.marks.find((m) => m.id === id);
    if (!mark) return;
    this.open = mark.lesion;
    this.tab = 'findings';
  }

  /** The image goes where this mark is. */
  goTo(mark: Mark): void {
    const place = this.places.get(frameText(mark.frame));
    if (!place) return;
    if (place.series !== this.series) return this.showSeries(place.series, mark.frame);
    void this.view?.viewer.show(mark.frame);
    this.view?.viewer.select(mark.id);
  }

  /** Opens the card and goes to the image where the finding is largest. */
  openLesion(lesion: Lesion): void {
    this.open = lesion.id;
    const largest = largestMark(lesion, this.places);
    if (largest) this.goTo(largest);
  }

  /** The lesion before or after the open one. */
  stepLesion(by: 1 | -1): void {
    const { length } = this.lesions;
    if (length === 0) return;
    const at = this.lesions.findIndex((one) => one.id === this.open);
    const next = this.lesions[at < 0 ? (by > 0 ? 0 : length - 1) : (at + by + length) % length];
    if (next) this.openLesion(next);
  }

  sendTo({ field = null, lesion }: { readonly field?: string | null; readonly lesion?: string }): void {
    this.tab = 'findings';
    const target = this.lesions.find((one) => one.id === lesion);
    if (target) this.openLesion(target);
    this.sentTo = { where: target?.id ?? 'case', field };
  }

  problems(): Problem[] {
    const { protocol } = this.workspace;
    return problemsOf(this.content, { protocol, seriesOf: (key) => this.places.get(frameText(key))?.series.id });
  }

  /** First press: what is missing, or the read-back. */
  askToSubmit(): void {
    if (!this.writable || this.closing.step === 'sending') return;
    const problems = this.problems();
    this.closing = problems.length > 0 ? { step: 'problems', problems } : { step: 'read-back' };
  }

  backToReading(): void {
    if (this.closing.step !== 'sending') this.closing = { step: 'reading' };
  }

  /** An edit after a read-back needs another read-back; the list of problems follows what was mended. */
  #edited(): void {
    if (this.closing.step === 'problems') {
      const problems = this.problems();
      this.closing = problems.length > 0 ? { step: 'problems', problems } : { step: 'reading' };
    } else this.backToReading();
  }

  edit(change: (draft: Draft) => void): void {
    if (!this.draft || !this.writable) return;
    change(this.draft);
    this.#edited();
  }

  undo(): void {
    this.edit(({ steps }) => tellStep(steps.undo(), 'Undone'));
  }

  redo(): void {
    this.edit(({ steps }) => tellStep(steps.redo(), 'Redone'));
  }

  #arm(tool: Tool | undefined): void {
    this.#tool = tool;
    if (tool) this.view?.viewer.arm(tool);
  }

  #release(): void {
    this.#tool = undefined;
    this.hand = MEASURING;
    this.view?.viewer.arm('window-level');
  }

  #drawnInRead(shape: DrawnShape): string | null {
    const { hand, draft } = this;
    if (!draft || !this.writable || hand.kind === 'measurement') return null;
    const lesion = hand.kind === 'outline' ? this.lesions.find((one) => one.id === hand.lesion) : undefined;
    const finding = this.finding(hand.kind === 'finding' ? hand.finding : (lesion?.finding ?? ''));
    if (!finding?.tools.includes(shape.tool)) return null;
    const id = lesion ? draft.outline(lesion.id, shape) : draft.begin(shape, finding.id);
    this.open = lesion?.id ?? id;
    this.#edited();
    return id;
  }

  #measured(shape: DrawnShape): string {
    const id = newId();
    const points = shape.points.map(([x, y]): [number, number] => [x, y]);
    this.measurements = [...this.measurements, { ...shape, points, id, lesion: id, finding: '', attributes: {} }];
    return id;
  }
}
