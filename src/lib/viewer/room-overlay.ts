/** Small things that overlays on the image share. */
import type { FrameKey } from '#domain/geometry/frame.ts';

/** Somebody's pointer. Where it is, is asked at every picture, so a moving cursor makes no component run again. */
export interface RemoteCursor {
  readonly seat: string;
  /** Name or alias, as the session shows it. */
  readonly name: string;
  readonly colour: string;
  /** Null while the pointer rests or has left. @param now `performance.now()` of the picture. */
  readonly at: (now: number) => { readonly frame: FrameKey; readonly position: readonly [x: number, y: number] } | null;
}

export interface JointVertex {
  readonly id: string;
  readonly point: readonly [x: number, y: number];
}
