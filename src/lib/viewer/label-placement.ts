/**
 * Where the labels of marks go: outside what they name. Marks that lie on each other share one column of labels beside them;
 * a label that is not next to its mark has a leader to it. All figures are CSS pixels of the canvas.
 */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

type Place = readonly [x: number, y: number];

export interface LabelWish {
  readonly key: string;
  /** Around the mark. */
  readonly box: Box;
  /** The leftmost and the rightmost point of the mark, where a leader ends. */
  readonly ends: readonly [left: Place, right: Place];
  /** How wide the label will be, about. */
  readonly width: number;
}

export interface LabelPlace {
  readonly key: string;
  /** The edge of the label that faces the mark. */
  readonly x: number;
  /** The middle of the label. */
  readonly y: number;
  /** On which side of the mark the label stands. */
  readonly side: 'left' | 'right';
  /** From the label to the mark; null where they touch. */
  readonly leader: readonly [from: Place, to: Place] | null;
}

export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** What should stay clear, for example the box around the target. */
  readonly clear: Box | null;
}

/** Height of one label with the gap to the next. */
export const LINE = 20;
const GAP = 8;
/** The words in the corners stand along the upper and the lower edge. */
const EDGE = 36;
/** A leader shorter than this says nothing. */
const TOUCHING = 14;

interface Group {
  readonly wishes: readonly LabelWish[];
  readonly core: Box;
}

export function placeLabels(wishes: readonly LabelWish[], canvas: Canvas): LabelPlace[] {
  const groups = grouped(wishes, canvas.clear);
  const taken: Box[] = groups.map((group) => group.core);
  return groups.flatMap((group) => {
    const column = columnFor(group, canvas, taken);
    taken.push(column.box);
    return inColumn(group, column);
  });
}

interface Column {
  readonly box: Box;
  readonly side: LabelPlace['side'];
}

/** Marks whose boxes touch belong together, and so do all marks within what should stay clear. */
function grouped(wishes: readonly LabelWish[], clear: Box | null): Group[] {
  let groups: Group[] = [];
  for (const wish of wishes) {
    const inside = clear !== null && overlap(wish.box, clear);
    const joined = groups.filter(({ core }) => overlap(core, wish.box) || (inside && overlap(core, clear)));
    const members = [...joined.flatMap((group) => group.wishes), wish];
    const core = joined.map((group) => group.core).reduce(union, wish.box);
    groups = [...groups.filter((group) => !joined.includes(group)), { wishes: members, core }];
  }
  return groups;
}

/** The first column that covers nothing: beside the clear area, else beside the marks; above or below where others stand. */
function columnFor({ wishes, core }: Group, canvas: Canvas, taken: readonly Box[]): Column {
  const { clear } = canvas;
  const outer = clear && overlap(core, clear) ? union(core, clear) : core;
  const size = { width: Math.max(...wishes.map((wish) => wish.width)), height: wishes.length * LINE };
  const middle = (core.top + core.bottom) / 2;
  const shifts = [0, 1, -1, 2, -2].map((step) => step * (size.height + GAP));
  const columns = [outer, core].flatMap((beside) =>
    (['right', 'left'] as const).flatMap((side) =>
      shifts.map((shift) => ({ side, box: columnBox(beside, { side, size, middle: middle + shift, canvas }) })),
    ),
  );
  const others = taken.filter((box) => box !== core);
  const free = columns.find(({ box }) => within(box, canvas) && !others.some((other) => overlap(other, box)));
  return free ?? columns.find(({ box }) => within(box, canvas)) ?? inCanvas(core, size, canvas);
}

interface ColumnWish {
  readonly side: LabelPlace['side'];
  readonly size: { readonly width: number; readonly height: number };
  readonly middle: number;
  readonly canvas: Canvas;
}

function columnBox(beside: Box, { side, size, middle, canvas }: ColumnWish): Box {
  const left = side === 'right' ? beside.right + GAP : beside.left - GAP - size.width;
  const lowest = Math.max(EDGE, canvas.height - EDGE - size.height);
  const top = Math.min(lowest, Math.max(EDGE, middle - size.height / 2));
  return { left, top, right: left + size.width, bottom: top + size.height };
}

/** A mark as wide as the canvas leaves no room beside it: its label lies on it, at the edge of the canvas. */
function inCanvas(core: Box, size: ColumnWish['size'], canvas: Canvas): Column {
  const edge = { ...core, right: canvas.width - size.width - 3 * GAP };
  return {
    side: 'right',
    box: columnBox(edge, { side: 'right', size, middle: (core.top + core.bottom) / 2, canvas }),
  };
}

function inColumn({ wishes }: Group, { box, side }: Column): LabelPlace[] {
  const x = side === 'right' ? box.left : box.right;
  return wishes
    .toSorted((a, b) => rank(a) - rank(b))
    .map((wish, index) => {
      const from: Place = [x, box.top + (index + 0.5) * LINE];
      const to = wish.ends[side === 'right' ? 1 : 0];
      const away = Math.hypot(to[0] - from[0], to[1] - from[1]);
      return { key: wish.key, x, y: from[1], side, leader: away > TOUCHING ? [from, to] : null };
    });
}

/** From above to below, so that leaders cross little; marks at about the same height keep the order they were given in. */
const rank = ({ box }: LabelWish): number => Math.round((box.top + box.bottom) / 2 / (LINE * 2));

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const within = (box: Box, { width }: Canvas): boolean => box.left >= GAP && box.right <= width - 2 * GAP;

const union = (a: Box, b: Box): Box => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
});
