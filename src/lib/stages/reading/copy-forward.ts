/** An outline drawn on one image, laid upon the next: where it goes, and when it may not. */
import type { FrameSource, SeriesImages } from '#contract/images.ts';
import { sameFrame } from '#domain/geometry/frame.ts';
import type { Lesion, Mark } from '#domain/reading/mark.ts';

export type Copying =
  | { readonly kind: 'copy'; readonly to: FrameSource }
  /** The lesion is on that image already; nothing is drawn twice. */
  | { readonly kind: 'there'; readonly mark: Mark }
  | { readonly kind: 'not'; readonly why: string };

/** @param by 1 to the next image in display order, -1 to the one before. */
export function copyingOf(mark: Mark, lesion: Lesion, { series, by }: { series: SeriesImages; by: 1 | -1 }): Copying {
  const at = series.frames.findIndex(({ key }) => sameFrame(key, mark.frame));
  const [from, to] = [series.frames[at], series.frames[at + by]];
  if (!from || !to) return { kind: 'not', why: `There is no ${by > 0 ? 'next' : 'previous'} image in this series.` };
  const there = lesion.marks.find(({ frame }) => sameFrame(frame, to.key));
  if (there) return { kind: 'there', mark: there };
  if (!sameGrid(from, to))
    return { kind: 'not', why: 'The other image has another size, so the outline would lie elsewhere.' };
  return { kind: 'copy', to };
}

/** Pixels of both frames are equally many and equally large, so that a place in one is a place in the other. */
function sameGrid(a: FrameSource, b: FrameSource): boolean {
  const [one, other] = [a.geometry.spacing, b.geometry.spacing];
  return a.rows === b.rows && a.columns === b.columns && one?.row === other?.row && one?.column === other?.column;
}
