/**
 * What the reader does at the desk: which finding is in hand, which one is open, and the way to submitting. The content itself
 * lives in the draft, or is frozen; the image is on the desk beside it.
 */
import { v7 as newId } from 'uuid';
import type { CaseImages } from '#contract/images.ts';
import type { Workspace } from '#contract/reading.ts';
import { frameText } from '#domain/geometry/frame.ts';
import type { Tool } from '#domain/geometry/shape.ts';
import { lesionsOf, type Lesion, type Mark, type ReadContent } from '#domain/reading/mark.ts';
import type { Subject } from '#domain/reading/relevant-clauses.ts';
import { problemsOf, type Problem } from '#domain/reading/submission.ts';
import { imageText } from '#lib/stages/ingest/case-images.ts';
import { announcer } from '#lib/ui/announcer.svelte.ts';
import type { Saved } from '#lib/ui/saved.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import type { DrawnShape, ViewMark } from '#lib/viewer/viewer.ts';
import { Attention } from './attention.svelte.ts';
import type { Draft } from './draft.svelte.ts';
import type { Refused } from '#lib/stages/access/api-request.ts';
import { copyingOf } from './copy-forward.ts';
import { DeskImage } from './desk-image.svelte.ts';
import type { KeptRead } from './kept-read.ts';
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
  | { readonly kind: 'outline'; readonly lesion: string; readonly finding: string };

const MEASURING: InHand = { kind: 'measurement' };
const EMPTY: ReadContent = { marks: [], answers: {} };

export class ReadDesk {
  workspace: Workspace;
  readonly image = new DeskImage();
  /** In this browser, beside the draft. */
  readonly kept: KeptRead;
  draft = $state.raw<Draft | null>(null);
  saved = $state.raw<Saved>({ state: 'saving' });
  /** What the server holds of the draft is here. */
  arrived = $state(false);
  hand = $state.raw<InHand>(MEASURING);
  /** Id of the mark that is selected on the image. */
  chosen = $state<string | null>(null);
  /** Id of the lesion whose card is open. */
  open = $state<string | null>(null);
  readonly attention = new Attention();
  /** The problem that was shown last. */
  #led: string | null = null;
  tab = $state<'findings' | 'protocol'>('findings');
  /** How often the clauses were asked for with the key: each time the search takes the focus. */
  lookedUp = $state(0);
  closing = $state.raw<Closing>({ step: 'reading' });
  /** Measurements of this window alone; they are no part of the read. */
  measurements = $state.raw<readonly Mark[]>([]);

  constructor(workspace: Workspace, kept: KeptRead) {
    this.workspace = $state.raw(workspace);
    this.kept = kept;
    this.open = kept.open;
  }

  readonly content = $derived.by((): ReadContent => {
    const { state } = this.workspace;
    return state.kind === 'submitted' ? state.content : (this.draft?.content ?? EMPTY);
  });
  readonly frozen = $derived.by(() => this.workspace.state.kind === 'submitted');
  readonly writable = $derived.by(() => this.workspace.state.kind === 'draft' && this.draft !== null);
  /** Nobody submits a read of images that are not there. */
  readonly submittable = $derived.by(() => this.writable && this.image.view !== null);
  readonly lesions = $derived<readonly Lesion[]>(lesionsOf(this.content));
  readonly marks = $derived.by((): ViewMark[] =>
    marksOnScreen({
      lesions: this.lesions,
      open: this.open,
      measurements: this.measurements,
      writable: this.writable && this.closing.step !== 'sending',
    }),
  );
  readonly ticks = $derived.by(() => (this.image.series ? ticksOf(this.lesions, this.image.series) : []));
  readonly lastMeasurement = $derived(this.measurements.at(-1));

  /** What the reader has in hand: the field that had the focus last, and the open finding or the one about to be drawn. */
  readonly subject = $derived.by((): Subject => {
    const lesion = this.lesions.find(({ id }) => id === this.open);
    const finding = this.finding(lesion?.finding ?? (this.hand.kind === 'finding' ? this.hand.finding : ''));
    const asked = this.#askedLast();
    const fields = asked?.where === 'case' ? this.workspace.protocol.caseFields : (finding?.fields ?? []);
    return { finding, field: fields.find(({ id }) => id === asked?.field) };
  });

  /** The field that had the focus last, while it can be seen. */
  #askedLast(): Attention['last'] {
    const { last } = this.attention;
    return last && (last.where === 'case' || last.where === this.open) ? last : null;
  }

  /** To the clauses and back. */
  lookUp(): void {
    if (this.tab === 'protocol') return this.backToFindings();
    this.tab = 'protocol';
    this.lookedUp += 1;
  }

  /** Back to the field one came from. */
  backToFindings(): void {
    this.tab = 'findings';
    const asked = this.#askedLast();
    if (asked) this.attention.send(asked);
  }

  finding(id: string) {
    return this.workspace.protocol.findings.find((finding) => finding.id === id);
  }

  numberOf(lesion: string): number {
    return this.lesions.findIndex((one) => one.id === lesion) + 1;
  }

  setImages(images: CaseImages): void {
    this.image.open(images, { left: this.kept.frame, marked: this.content.marks[0]?.frame });
  }

  /** The next drawing begins this finding. */
  take(finding: string, tool: Tool | undefined): void {
    if (!this.writable) return;
    this.hand = { kind: 'finding', finding };
    this.tab = 'findings';
    this.image.view?.viewer.select(null);
    this.image.arm(tool);
  }

  /** The next drawing is another outline of this lesion. */
  takeOutline(lesion: Lesion): void {
    if (!this.writable) return;
    this.hand = { kind: 'outline', lesion: lesion.id, finding: lesion.finding };
    this.open = lesion.id;
    const tool = lesion.marks[0]?.tool ?? this.finding(lesion.finding)?.tools[0];
    this.image.arm(tool);
    if (tool === 'labelmap') this.image.select(lesion.marks[0]?.id ?? null);
  }

  putDown(): void {
    this.#release();
    this.image.view?.viewer.select(null);
  }

  drawn(shape: DrawnShape): void {
    const id = this.#drawnInRead(shape) ?? this.#measured(shape);
    // A brush stays in hand: what is painted next, on other images too, is the same finding until it is put down.
    if (shape.tool !== 'labelmap') this.#release();
    this.image.select(id);
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
    this.chosen = id;
    const mark = this.content.marks.find((m) => m.id === id);
    if (!mark) return;
    this.open = mark.lesion;
    this.tab = 'findings';
  }

  /** Opens the card and goes to the image where the finding is largest. */
  openLesion(lesion: Lesion): void {
    this.open = lesion.id;
    const largest = largestMark(lesion, this.image.places);
    if (largest) this.image.goTo(largest);
  }

  /** The lesion before or after the open one. */
  stepLesion(by: 1 | -1): void {
    const { length } = this.lesions;
    if (length === 0) return;
    const at = this.lesions.findIndex((one) => one.id === this.open);
    const next = this.lesions[at < 0 ? (by > 0 ? 0 : length - 1) : (at + by + length) % length];
    if (next) this.openLesion(next);
  }

  /** Shows what a problem is about: the image, the mark, the field. */
  sendTo(problem: Pick<Problem, 'field' | 'lesion'> & { readonly mark?: string }): void {
    this.tab = 'findings';
    const target = this.lesions.find((one) => one.id === problem.lesion);
    const mark = target?.marks.find(({ id }) => id === problem.mark);
    if (target) this.openLesion(target);
    if (mark) this.image.goTo(mark);
    this.attention.send({ where: target?.id ?? 'case', field: problem.field ?? null });
  }

  /** Where a problem already led, the next one; each press goes one further, and round. */
  #toNextProblem(problems: readonly Problem[]): void {
    const nameOf = ({ lesion = '', text }: Problem): string => `${lesion} ${text}`;
    const at = problems.findIndex((one) => nameOf(one) === this.#led);
    const next = problems[(at + 1) % problems.length];
    if (!next) return;
    this.#led = nameOf(next);
    this.sendTo(next);
  }

  /** Lays the selected outline, or that of the open finding on this image, upon the next image of the series. */
  copyForward(by: 1 | -1): void {
    const { draft, image } = this;
    const mark = this.#copied();
    const lesion = this.lesions.find(({ id }) => id === mark?.lesion);
    if (!draft || !this.writable || !image.series) return;
    if (!mark || !lesion)
      return toasts.show('Open a finding that is drawn on this image first; then it can be copied.');
    const copying = copyingOf(mark, lesion, { series: image.series, by });
    if (copying.kind === 'not') return toasts.show(copying.why);
    if (copying.kind === 'copy') {
      const id = draft.outline(lesion.id, { ...mark, frame: copying.to.key });
      this.#edited();
      announcer.say(`Copied to ${imageText(image.places, copying.to.key) ?? 'the image'}`);
      void image.view?.viewer.show(copying.to.key);
      image.select(id);
    } else image.goTo(copying.mark);
  }

  #copied(): Mark | undefined {
    const { marks } = this.content;
    const chosen = marks.find(({ id }) => id === this.chosen);
    return chosen && this.image.isOnScreen(chosen)
      ? chosen
      : marks.find((mark) => mark.lesion === this.open && this.image.isOnScreen(mark));
  }

  problems(): Problem[] {
    const { protocol } = this.workspace;
    return problemsOf(this.content, { protocol, seriesOf: (key) => this.image.places.get(frameText(key))?.series.id });
  }

  /** What is missing, one further at each press; or the read-back. */
  askToSubmit(): void {
    if (!this.submittable || this.closing.step === 'sending') return;
    const problems = this.problems();
    this.closing = problems.length > 0 ? { step: 'problems', problems } : { step: 'read-back' };
    this.#toNextProblem(problems);
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

  #release(): void {
    this.hand = MEASURING;
    this.image.release();
  }

  #drawnInRead(shape: DrawnShape): string | null {
    const { hand, draft } = this;
    if (!draft || !this.writable || hand.kind === 'measurement') return null;
    const lesion = hand.kind === 'outline' ? this.lesions.find((one) => one.id === hand.lesion) : undefined;
    const finding = this.finding(hand.finding);
    if (!finding?.tools.includes(shape.tool)) return null;
    const id = lesion ? draft.outline(lesion.id, shape) : draft.begin(shape, finding.id);
    this.open = lesion?.id ?? id;
    if (this.open !== null) this.hand = { kind: 'outline', lesion: this.open, finding: finding.id };
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
