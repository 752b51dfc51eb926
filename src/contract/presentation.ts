/** What a presenter shows, in words that fit every follower's window: slice, place, scale, turn, window, cine. */
import * as v from 'valibot';
import { FrameKeySchema } from '#domain/ingest/frame-key.ts';

const Finite = v.pipe(v.number(), v.finite());

export const PresentationSchema = v.object({
  frame: FrameKeySchema,
  /** Pixel of the frame that lies in the middle of the viewport. */
  centre: v.tuple([Finite, Finite]),
  /** 1 = the whole image just fits; follower and presenter may have viewports of different size. */
  scale: v.pipe(v.number(), v.finite(), v.minValue(0.01), v.maxValue(200)),
  /** Clockwise, in degrees. */
  rotation: v.pipe(v.number(), v.finite(), v.minValue(0), v.ltValue(360)),
  flipped: v.boolean(),
  window: v.nullable(v.object({ width: v.pipe(v.number(), v.finite(), v.gtValue(0)), center: Finite })),
  inverted: v.boolean(),
  /** Frames per second while a cine runs. */
  cine: v.nullable(v.pipe(v.number(), v.finite(), v.gtValue(0), v.maxValue(120))),
});
export type Presentation = v.InferOutput<typeof PresentationSchema>;
