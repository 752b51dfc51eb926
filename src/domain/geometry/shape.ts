/** How a person can mark one frame: shapes in pixel coordinates of that frame, painted pixels, or the frame itself. */
import { areRuns, MOST_RUN_ENDS } from './labelmap.ts';

export const TOOLS = [
  'length',
  'bidirectional',
  'box',
  'ellipse',
  'freehand',
  'labelmap',
  'probe',
  'arrow',
  'whole-image',
] as const;
export type Tool = (typeof TOOLS)[number];

/** The tools a hand draws with; a mark of the whole image has nothing to draw. */
export type DrawingTool = Exclude<Tool, 'whole-image'>;
export const DRAWING_TOOLS: readonly DrawingTool[] = TOOLS.filter((tool) => tool !== 'whole-image');

/**
 * How many points each tool stores: length its two ends; bidirectional the long axis, then the short axis; box two opposite
 * corners; ellipse the bottom, top, left and right of its axes; freehand a closed outline (last point joins the first); labelmap
 * the first and last pixel of each run of painted pixels (see labelmap.ts); probe one; arrow tip, tail; the whole image none, as its
 * frame says everything.
 */
const POINTS_OF: Readonly<Record<Tool, { readonly minimum: number; readonly maximum: number }>> = {
  length: { minimum: 2, maximum: 2 },
  bidirectional: { minimum: 4, maximum: 4 },
  box: { minimum: 2, maximum: 2 },
  ellipse: { minimum: 4, maximum: 4 },
  freehand: { minimum: 3, maximum: 2000 },
  labelmap: { minimum: 2, maximum: MOST_RUN_ENDS },
  probe: { minimum: 1, maximum: 1 },
  arrow: { minimum: 2, maximum: 2 },
  'whole-image': { minimum: 0, maximum: 0 },
};

/** More than any one mark may have. */
export const MOST_POINTS = Math.max(...TOOLS.map((tool) => POINTS_OF[tool].maximum));

export interface Drawing {
  readonly tool: Tool;
  /** In pixel coordinates of one frame. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Whether the points are as many, and in the form, that the tool stores. */
export function isComplete({ tool, points }: Drawing): boolean {
  const { minimum, maximum } = POINTS_OF[tool];
  return points.length >= minimum && points.length <= maximum && (tool !== 'labelmap' || areRuns(points));
}
