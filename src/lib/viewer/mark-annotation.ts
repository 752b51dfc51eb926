/** The border between a mark and the library's annotation: pixels of a frame on this side, points of the world on that. */
import type { Types } from '@cornerstonejs/tools';
import { pixelPoint, type PixelPoint } from '#domain/geometry/point.ts';
import { OUTLINE_TOLERANCE, simplifyOutline } from '#domain/geometry/simplification.ts';
import { pixelOf, rounded, worldOf, type FlatPlane, type World } from './pixel-space.ts';
import { LIBRARY_NAME, LIBRARY_TOOLS, type LibraryTool } from './tool-binding.ts';
import type { DrawnShape, ViewMark } from './viewer.ts';

/** Where the points of one frame lie in the world of the library. */
export interface FramePlace {
  readonly imageId: string;
  readonly plane: FlatPlane;
  readonly shift: number;
  readonly frameOfReference: string;
  readonly rows: number;
  readonly columns: number;
}

type Points = DrawnShape['points'];

export const toolOf = (annotation: Types.Annotation): LibraryTool | undefined =>
  LIBRARY_TOOLS.find((tool) => LIBRARY_NAME[tool] === annotation.metadata?.toolName);

/** The contour of a freehand annotation; the library's general type does not know it. */
interface ContourData {
  contour?: { polyline: World[]; closed: boolean };
}

function worldPointsOf(annotation: Types.Annotation): ArrayLike<number>[] {
  const { contour } = annotation.data as ContourData;
  return contour ? contour.polyline : (annotation.data.handles?.points ?? []);
}

/** As drawn, rounded to 1/1000 px, not simplified. */
export function rawPointsOf(annotation: Types.Annotation, { plane, shift }: FramePlace): Points {
  const points = worldPointsOf(annotation).map((world): Points[number] => {
    const [x, y] = pixelOf(world, plane, shift);
    return [rounded(x), rounded(y)];
  });
  return toolOf(annotation) === 'box' ? oppositeCorners(points) : points;
}

/** The top left and the bottom right corner of the frame's pixels, however the image is turned and wherever the hand began. */
function oppositeCorners(points: Points): Points {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return [
    [Math.min(...xs), Math.min(...ys)],
    [Math.max(...xs), Math.max(...ys)],
  ];
}

/** The points the library holds for a mark. A box has its four corners there, in rows; an image as a whole is a box around it. */
function heldPoints({ tool, points }: ViewMark, { rows, columns }: FramePlace): ViewMark['points'] {
  if (tool === 'whole-image')
    return fourCorners([
      [INSET, INSET],
      [columns - 1 - INSET, rows - 1 - INSET],
    ]);
  return tool === 'box' ? fourCorners(points) : points;
}

/** Inside of the edge, where a line can be seen, in pixels. */
const INSET = 1;

function fourCorners([first, last]: ViewMark['points']): ViewMark['points'] {
  if (!first || !last) return [];
  const [[left, top], [right, bottom]] = [first, last];
  return [first, [right, top], [left, bottom], last];
}

/** As stored: an outline keeps only the points that a hand can mean. */
export function storedPointsOf(tool: ViewMark['tool'], points: Points): Points {
  if (tool !== 'freehand') return points;
  const outline: PixelPoint[] = points.map(([x, y]) => pixelPoint(x, y));
  return simplifyOutline(outline, OUTLINE_TOLERANCE).map(([x, y]) => [x, y]);
}

/** Equal but for the rounding of a way there and back. */
export const samePoints = (a: ViewMark['points'], b: ViewMark['points']): boolean =>
  a.length === b.length && a.every(([x, y], i) => near(x, b[i]?.[0]) && near(y, b[i]?.[1]));

const near = (a: number, b: number | undefined): boolean => b !== undefined && Math.abs(a - b) < 0.002;

/** Nothing of an image as a whole can be moved by hand. */
export const isMovable = ({ tool, editable }: ViewMark): boolean => editable && tool !== 'whole-image';

/** What the library draws: everything but painted pixels. */
export type HeldMark = ViewMark & { readonly tool: Exclude<ViewMark['tool'], 'labelmap'> };

export const isHeld = (mark: ViewMark): mark is HeldMark => mark.tool !== 'labelmap';

export function annotationOf(mark: HeldMark, place: FramePlace): Types.Annotation {
  const annotation: Types.Annotation = {
    annotationUID: mark.id,
    highlighted: false,
    invalidated: true,
    isLocked: !isMovable(mark),
    isVisible: true,
    metadata: {
      toolName: LIBRARY_NAME[mark.tool === 'whole-image' ? 'box' : mark.tool],
      FrameOfReferenceUID: place.frameOfReference,
      referencedImageId: place.imageId,
    },
    data: {
      label: mark.tool === 'arrow' ? 'arrow' : '',
      cachedStats: {},
      handles: { points: [], activeHandleIndex: null },
    },
  };
  movePoints(annotation, mark, place);
  return annotation;
}

/** Changes the points of an annotation in place: replacing it would lose its selection. */
export function movePoints(annotation: Types.Annotation, mark: ViewMark, place: FramePlace): void {
  const world = heldPoints(mark, place).map((point) => worldOf(point, place.plane, place.shift));
  if (mark.tool === 'freehand') {
    const data = annotation.data as ContourData;
    data.contour = { ...data.contour, polyline: world, closed: true };
  } else if (annotation.data.handles) {
    annotation.data.handles.points = world;
  }
  annotation.invalidated = true;
}

const STATES = ['', 'Highlighted', 'Selected', 'Locked'] as const;

/** Every state of an annotation in the person's colour: one that is forgotten turns up in the library's own green. */
export function styleOf({ colour, dash }: Pick<ViewMark, 'colour' | 'dash'>): Record<string, string | boolean> {
  const colours = STATES.map((state) => [`color${state}`, colour] as const);
  return {
    ...Object.fromEntries(colours),
    lineDash: dash,
    lineWidth: '1.5',
    lineWidthSelected: '2.5',
    lineWidthHighlighted: '2',
    // Values and initials are drawn by ourselves; the library's text boxes would catch the pointer.
    textBoxVisibility: false,
    shadow: false,
  };
}
