/**
 * The joint outline: the shape panellists draw together, one closed outline per frame. It is a set of vertices with
 * fractional orders rather than a list of points, so that two people moving different vertices, offline too, both win.
 */
import type * as Y from 'yjs';
import * as v from 'valibot';
import { frameText, type FrameKey } from '#domain/geometry/frame.ts';
import { FrameKeySchema } from '#domain/ingest/frame-key.ts';
import { LOCAL, entriesOf, putEntry, removeEntry } from './entries.ts';
import { thousandths } from './marks.ts';
import { ORDER_PATTERN, byOrder, evenOrders, orderBetween } from './order.ts';
import { PositionSchema, type Position } from './position.ts';

export const JOINT = 'joint';

export const VertexSchema = v.object({
  id: v.pipe(v.string(), v.uuid()),
  frame: FrameKeySchema,
  position: PositionSchema,
  /** Place along the outline, see order.ts. */
  order: v.pipe(v.string(), v.regex(ORDER_PATTERN)),
});
export type Vertex = v.InferOutput<typeof VertexSchema>;

/** Frame text (`sop/frame`) → vertices in order along the outline. */
export function jointOf(doc: Y.Doc): ReadonlyMap<string, readonly Vertex[]> {
  const frames = new Map<string, Vertex[]>();
  for (const vertex of entriesOf(doc, JOINT, VertexSchema).sort(byOrder)) {
    const key = frameText(vertex.frame);
    frames.set(key, [...(frames.get(key) ?? []), vertex]);
  }
  return frames;
}

export const outlineOn = (doc: Y.Doc, frame: FrameKey): readonly Vertex[] => jointOf(doc).get(frameText(frame)) ?? [];

/** Puts a vertex behind `after` on its frame; null puts it at the beginning. */
export function insertVertex(doc: Y.Doc, at: VertexPlace): void {
  const outline = outlineOn(doc, at.frame);
  const index = at.after === null ? -1 : outline.findIndex((vertex) => vertex.id === at.after);
  const before = outline[index]?.order ?? null;
  // Two vertices made at once may share an order; the next different one is the limit.
  const next = outline.slice(index + 1).find((vertex) => before === null || vertex.order > before);
  const order = orderBetween(before, next?.order ?? null, at.chance);
  putEntry(doc, JOINT, { id: at.id, frame: at.frame, position: rounded(at.position), order } satisfies Vertex);
}

export interface VertexPlace {
  readonly id: string;
  readonly frame: FrameKey;
  readonly position: Position;
  readonly after: string | null;
  /** Uniform in [0, 1). */
  readonly chance: () => number;
}

/** Moving a vertex somebody else removed in the meantime does nothing. */
export function moveVertex(doc: Y.Doc, id: string, position: Position): void {
  const vertex = entriesOf(doc, JOINT, VertexSchema).find((v) => v.id === id);
  if (vertex) putEntry(doc, JOINT, { ...vertex, position: rounded(position) });
}

export const removeVertex = (doc: Y.Doc, id: string): void => {
  removeEntry(doc, JOINT, id);
};

/** Replaces the outline of one frame, e.g. by the outline of one reader as a starting point. */
export function replaceOutline(doc: Y.Doc, frame: FrameKey, outline: NewOutline): void {
  const orders = evenOrders(outline.vertices.length, outline.chance);
  doc.transact(() => {
    for (const vertex of outlineOn(doc, frame)) removeVertex(doc, vertex.id);
    for (const [i, { id, position }] of outline.vertices.entries()) {
      const order = orders[i] ?? '';
      putEntry(doc, JOINT, { id, frame, position: rounded(position), order } satisfies Vertex);
    }
  }, LOCAL);
}

export interface NewOutline {
  readonly vertices: readonly { readonly id: string; readonly position: Position }[];
  /** Uniform in [0, 1). */
  readonly chance: () => number;
}

const rounded = ([x, y]: Position): Position => [thousandths(x), thousandths(y)];
