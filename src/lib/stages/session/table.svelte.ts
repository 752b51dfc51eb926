/**
 * The shared table of one item: everybody's marks and comments under their seats, and the outline all shape together. It
 * exists only once the item was revealed. Writing goes into the document; what comes back is what everybody has.
 */
import { createSubscriber } from 'svelte/reactivity';
import { v7 as newId } from 'uuid';
import type * as Y from 'yjs';
import { frameText, sameFrame, type FrameKey } from '#domain/geometry/frame.ts';
import type { Seat } from '#domain/kernel/id.ts';
import type { Mark } from '#domain/reading/mark.ts';
import { commentsRootOf, putComment, removeComment, threadsOf, type SeatedComment } from '#documents/comment.ts';
import {
  JOINT,
  insertVertex,
  jointOf,
  moveVertex,
  removeVertex,
  replaceOutline,
  type Vertex,
} from '#documents/joint.ts';
import { marksOf, putMark, removeMark } from '#documents/marks.ts';
import type { Position } from '#documents/position.ts';
import { marksRootOf, seatsOn } from '#documents/table.ts';
import type { OwnSteps } from '#lib/collab/own-steps.ts';

export interface SeatedMark {
  readonly seat: Seat;
  readonly mark: Mark;
}

export interface NewComment {
  readonly text: string;
  readonly frame?: FrameKey;
  readonly point?: Position;
  readonly clause?: string;
  /** The thread that is answered; left out, a new one begins. */
  readonly thread?: string;
}

/** What a person's undo is about: the own marks and comments, and the own moves on the outline all shape together. */
export const stepRootsOf = (seat: Seat): readonly string[] => [marksRootOf(seat), commentsRootOf(seat), JOINT];

export interface TableOptions {
  readonly seat: Seat;
  readonly mayWrite: () => boolean;
  /** The person's own steps on this table; they outlive a document that is replaced. */
  readonly steps: OwnSteps;
}

export class Table {
  readonly doc: Y.Doc;
  readonly seat: Seat;
  readonly steps: OwnSteps;
  readonly #mayWrite: () => boolean;
  readonly #follow: () => void;

  constructor(doc: Y.Doc, { seat, mayWrite, steps }: TableOptions) {
    this.doc = doc;
    this.seat = seat;
    this.steps = steps;
    this.#mayWrite = mayWrite;
    this.#follow = createSubscriber((changed) => {
      doc.on('update', changed);
      return () => doc.off('update', changed);
    });
  }

  readonly threads = $derived.by((): readonly SeatedComment[][] =>
    this.#read(() => threadsOf(this.doc, seatsOn(this.doc))),
  );
  readonly marks = $derived.by((): readonly SeatedMark[] =>
    this.#read(() =>
      seatsOn(this.doc).flatMap((seat) => marksOf(this.doc, marksRootOf(seat)).map((mark) => ({ seat, mark }))),
    ),
  );
  readonly joint = $derived.by((): ReadonlyMap<string, readonly Vertex[]> => this.#read(() => jointOf(this.doc)));

  /** A table rests during a private re-vote and is frozen once its item is sealed. */
  get writable(): boolean {
    return this.#mayWrite();
  }

  outlineOn(frame: FrameKey): readonly Vertex[] {
    return this.joint.get(frameText(frame)) ?? [];
  }

  /** @returns the id of the mark. */
  drawMark(shape: Pick<Mark, 'tool' | 'frame'> & { points: [number, number][] }, finding: string): string {
    const id = newId();
    putMark(this.doc, marksRootOf(this.seat), { ...shape, id, lesion: id, finding, attributes: {} });
    return id;
  }

  /** Whether this seat has a mark of the whole image there. */
  hasMarked(image: FrameKey): boolean {
    return this.#ownMarks().some(({ tool, frame }) => tool === 'whole-image' && sameFrame(frame, image));
  }

  /** Changes a mark of this seat; a mark of anybody else stays as it is. */
  moveMark(id: string, points: [number, number][]): void {
    const own = this.#own(id);
    if (own) putMark(this.doc, marksRootOf(this.seat), { ...own, points });
  }

  eraseMark(id: string): void {
    if (this.#own(id)) removeMark(this.doc, marksRootOf(this.seat), id);
  }

  comment({ thread, ...said }: NewComment): void {
    const id = newId();
    putComment(this.doc, this.seat, { ...said, id, thread: thread ?? id });
  }

  takeBackComment(id: string): void {
    removeComment(this.doc, this.seat, id);
  }

  /** Begins or replaces the joint outline of one frame. */
  outline(frame: FrameKey, points: readonly Position[]): void {
    replaceOutline(this.doc, frame, { vertices: points.map((position) => ({ id: newId(), position })), chance });
  }

  addVertex(frame: FrameKey, after: string | null, position: Position): void {
    insertVertex(this.doc, { id: newId(), frame, after, position, chance });
  }

  moveVertex(id: string, position: Position): void {
    moveVertex(this.doc, id, position);
  }

  removeVertex(id: string): void {
    removeVertex(this.doc, id);
  }

  /** Reads from the document, again whenever it has changed. */
  #read<T>(read: () => T): T {
    this.#follow();
    return read();
  }

  #own(id: string): Mark | undefined {
    return this.#ownMarks().find((mark) => mark.id === id);
  }

  #ownMarks(): Mark[] {
    return marksOf(this.doc, marksRootOf(this.seat));
  }
}

/** Uniform in [0, 1): tells apart two people who put a vertex at the same place at the same moment. */
function chance(): number {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
  return word / 2 ** 32;
}
