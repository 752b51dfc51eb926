/** The image of an example as a page gets it: one frame, and how much of it is shown. */
import { SeriesImagesSchema, type SeriesImages } from '#contract/images.ts';
import type { FrameKey } from '#domain/geometry/frame.ts';
import { cornersOf, linesOf, outlineOf } from '#domain/geometry/outline.ts';
import type { Result } from '#domain/kernel/result.ts';
import type { Example } from '#domain/protocol/protocol.ts';
import { requested, type Refused } from '#lib/stages/access/api-request.ts';

export const loadExampleImage = ({ sop, frame }: FrameKey): Promise<Result<SeriesImages, Refused>> =>
  requested({ method: 'GET', address: `/api/v1/examples/${sop}/${String(frame)}`, answer: SeriesImagesSchema });

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A mark is shown with as much around it as it is large, and never so large that single pixels are all there is. */
const AROUND = 3;
const LEAST = 96;

/** Around the mark; the whole image where nothing is marked on it. */
export function areaAround(mark: Example['mark'], { rows, columns }: { rows: number; columns: number }): Area {
  const outline = mark && outlineOf(mark);
  const corners = outline ? cornersOf(outline) : [];
  if (corners.length === 0) return { x: 0, y: 0, width: columns, height: rows };
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const span = Math.max(...[xs, ys].map((along) => Math.max(...along) - Math.min(...along)));
  const edge = Math.min(Math.max(span * AROUND, LEAST), rows, columns);
  const from = (along: readonly number[], size: number): number =>
    Math.max(0, Math.min((Math.min(...along) + Math.max(...along) - edge) / 2, size - edge));
  return { x: from(xs, columns), y: from(ys, rows), width: edge, height: edge };
}

/** What is drawn over the pixels, as SVG paths: closed areas, lines, and a cross where a place is meant. */
export function pathsOf(mark: Example['mark'], cross: number): string[] {
  if (!mark) return [];
  const outline = outlineOf(mark);
  // Centres of pixels lie half a pixel inside the painted squares.
  const line = (points: readonly (readonly [number, number])[]): string =>
    `M${points.map(([x, y]) => `${String(x + 0.5)} ${String(y + 0.5)}`).join('L')}`;
  switch (outline?.kind) {
    case 'area':
      return linesOf(mark).map((closed) => `${line(closed)}Z`);
    case 'line':
      return [line(outline.ends)];
    case 'axes':
      return [line(outline.long), line(outline.short)];
    case 'place': {
      const [x, y] = outline.point;
      return [
        line([
          [x - cross, y],
          [x + cross, y],
        ]),
        line([
          [x, y - cross],
          [x, y + cross],
        ]),
      ];
    }
    default:
      return [];
  }
}
