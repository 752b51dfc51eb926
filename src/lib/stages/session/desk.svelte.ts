/** What this person does at the image: the tool in hand, whose marks are hidden, measurements nobody else sees. */
import { tick } from 'svelte';
import { v7 as newId } from 'uuid';
import type { FrameKey } from '#domain/geometry/frame.ts';
import type { Mark } from '#domain/reading/mark.ts';
import { tellStep } from '#lib/stages/reading/step-notice.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import type { DrawnShape, Viewer, ViewerPosition, ViewMark } from '#lib/viewer/viewer.ts';
import type { ViewerView } from '#lib/viewer/viewer-view.svelte.ts';
import type { Position } from '#documents/position.ts';
import type { Room } from './room.svelte.ts';
import type { Table } from './table.svelte.ts';
import { marksOfOneself, marksOfPanel, marksOfReads } from './view-marks.ts';

export class Desk {
  readonly #room: Room;
  /** The image, once it is on screen. */
  view = $state.raw<ViewerView | null>(null);
  table = $state.raw<Table | null>(null);
  /** Letters of reads whose marks this person has hidden. */
  hidden = $state.raw<readonly string[]>([]);
  /** Measurements taken while the table is closed; they never leave this window and go with the item. */
  alone = $state.raw<readonly Mark[]>([]);
  /** Labels over the image; `H` hides all but the orientation letters. */
  labels = $state(true);
  /** A freehand drawing becomes the joint outline while this is on. */
  shaping = $state(false);
  /** Where the pointer is on the image, for a comment that says "here". */
  pointer = $state.raw<{ readonly frame: FrameKey; readonly point: Position } | null>(null);
  /** Counts how often somebody asked for the comment box. */
  summons = $state(0);

  constructor(room: Room) {
    this.#room = room;
  }

  readonly viewer = $derived<Viewer | null>(this.view?.viewer ?? null);
  readonly position = $derived<ViewerPosition | null>(this.view?.position ?? null);

  readonly marks = $derived.by((): ViewMark[] => {
    const room = this.#room;
    const own = marksOfOneself(this.alone, room);
    if (!this.table) return own;
    const panel = marksOfPanel(this.table.marks, room, this.table.writable);
    return [...marksOfReads(room.reads, this.hidden), ...panel, ...own];
  });

  readonly anchor = $derived.by((): { frame: FrameKey; point: Position | null } | null => {
    if (!this.position) return null;
    const { key } = this.position;
    const here = this.pointer && this.pointer.frame.sop === key.sop && this.pointer.frame.frame === key.frame;
    return { frame: key, point: here ? (this.pointer?.point ?? null) : null };
  });

  toggleRead(letter: string): void {
    const without = this.hidden.filter((entry) => entry !== letter);
    this.hidden = without.length < this.hidden.length ? without : [...this.hidden, letter];
  }

  drawn(shape: DrawnShape): void {
    const finding = this.#room.item?.finding?.id ?? '';
    const points = shape.points.map(([x, y]): [number, number] => [x, y]);
    if (this.table?.writable) return this.#drawnOnTable(this.table, { ...shape, points }, finding);
    const id = newId();
    this.alone = [...this.alone, { ...shape, points, id, lesion: id, finding, attributes: {} }];
    this.#goOnWith(shape, id);
  }

  changed(id: string, points: DrawnShape['points']): void {
    const copy = points.map(([x, y]): [number, number] => [x, y]);
    if (!this.#isAlone(id)) this.table?.moveMark(id, copy);
    this.alone = this.alone.map((mark) => (mark.id === id ? { ...mark, points: copy } : mark));
  }

  removed(id: string): void {
    if (!this.#isAlone(id)) this.table?.eraseMark(id);
    this.alone = this.alone.filter((mark) => mark.id !== id);
  }

  undo(): void {
    if (this.table?.writable) tellStep(this.table.steps.undo(), 'Undone');
  }

  redo(): void {
    if (this.table?.writable) tellStep(this.table.steps.redo(), 'Redone');
  }

  /** Another item, another desk. */
  clear(): void {
    this.alone = [];
    this.hidden = [];
    this.shaping = false;
    this.pointer = null;
  }

  #isAlone(id: string): boolean {
    return this.alone.some((mark) => mark.id === id);
  }

  #drawnOnTable(
    table: Table,
    shape: Omit<DrawnShape, 'points'> & { points: [number, number][] },
    finding: string,
  ): void {
    if (this.shaping && shape.tool === 'freehand') {
      table.outline(shape.frame, shape.points);
      this.shaping = false;
      this.viewer?.arm('window-level');
      return;
    }
    if (shape.tool === 'whole-image') {
      this.viewer?.arm('window-level');
      if (table.hasMarked(shape.frame)) return toasts.show('You marked this image as a whole already.');
    }
    this.#goOnWith(shape, table.drawMark(shape, finding));
  }

  /** The next stroke of the brush goes on with what was painted last. */
  #goOnWith({ tool }: Pick<DrawnShape, 'tool'>, mark: string): void {
    if (tool === 'labelmap') void tick().then(() => this.viewer?.select(mark));
  }
}
