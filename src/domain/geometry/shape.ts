/** The shapes a person can draw on one frame, in pixel coordinates of that frame. */
export const TOOLS = ['length', 'bidirectional', 'ellipse', 'freehand', 'probe', 'arrow'] as const;
export type Tool = (typeof TOOLS)[number];

/**
 * How many points each tool stores: length its two ends; bidirectional the long axis, then the short axis; ellipse the
 * bottom, top, left and right of its axes; freehand a closed outline (last point joins the first); probe one; arrow tip, tail.
 */
export const POINTS_OF: Readonly<Record<Tool, { readonly minimum: number; readonly maximum: number }>> = {
  length: { minimum: 2, maximum: 2 },
  bidirectional: { minimum: 4, maximum: 4 },
  ellipse: { minimum: 4, maximum: 4 },
  freehand: { minimum: 3, maximum: 2000 },
  probe: { minimum: 1, maximum: 1 },
  arrow: { minimum: 2, maximum: 2 },
};
