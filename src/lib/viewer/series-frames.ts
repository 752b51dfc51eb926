/** The frames of one series under their three names: place in display order, frame key, image id of the library. */
import type { FrameSource, SeriesImages } from '#contract/images.ts';
import { sameFrame, type FrameKey } from '#domain/geometry/frame.ts';
import { registerSeries } from './frame-loader.ts';
import type { FramePlace } from './mark-annotation.ts';
import { planeOf } from './pixel-space.ts';

export class SeriesFrames {
  readonly ids: readonly string[];
  readonly #series: SeriesImages;

  constructor(series: SeriesImages) {
    this.#series = series;
    this.ids = registerSeries(series);
  }

  /** -1 for a frame of another series. */
  indexOf(key: FrameKey): number {
    return this.#series.frames.findIndex((frame) => sameFrame(frame.key, key));
  }

  at(index: number): FrameSource {
    const frame = this.#series.frames[index];
    if (!frame) throw new Error(`the series has no frame ${String(index)}`);
    return frame;
  }

  keyOf(imageId: string): FrameKey | undefined {
    return this.#series.frames[this.ids.indexOf(imageId)]?.key;
  }

  placeOf(key: FrameKey, shift: number): FramePlace | undefined {
    const index = this.indexOf(key);
    const imageId = this.ids[index];
    if (imageId === undefined) return undefined;
    const { geometry } = this.at(index);
    const frameOfReference = geometry.frameOfReference ?? `none:${this.#series.id}`;
    const { rows, columns } = geometry;
    return { imageId, plane: planeOf(geometry), shift, frameOfReference, rows, columns };
  }
}
