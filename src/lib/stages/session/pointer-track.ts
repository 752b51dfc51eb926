/** One remote pointer over time: drawn a moment late and in between its samples, so that it glides instead of jumping. */
import type { FrameKey } from '#domain/geometry/frame.ts';

interface Sample {
  readonly at: number;
  readonly frame: FrameKey;
  readonly point: readonly [x: number, y: number];
}

/** How late it is drawn, and when a pointer that rests is hidden; in ms. */
const LATE_MS = 100;
const REST_MS = 5000;

export class PointerTrack {
  #before: Sample | null = null;
  #last: Sample | null = null;

  /** @param at the receiver's own clock, in ms. */
  moved(at: number, frame: FrameKey, point: readonly [x: number, y: number]): void {
    this.#before = this.#last;
    this.#last = { at, frame, point };
  }

  last(): { readonly frame: FrameKey; readonly point: readonly [x: number, y: number] } | null {
    return this.#last;
  }

  hidden(): void {
    this.#before = null;
    this.#last = null;
  }

  frame(now: number): FrameKey | null {
    return this.#last && now - this.#last.at < REST_MS ? this.#last.frame : null;
  }

  point(now: number): readonly [x: number, y: number] | null {
    const [from, to] = [this.#before, this.#last];
    if (!to || now - to.at >= REST_MS) return null;
    if (!from || from.frame.sop !== to.frame.sop || from.frame.frame !== to.frame.frame) return to.point;
    const share = Math.min(1, Math.max(0, (now - LATE_MS - from.at) / Math.max(1, to.at - from.at)));
    return [
      from.point[0] + share * (to.point[0] - from.point[0]),
      from.point[1] + share * (to.point[1] - from.point[1]),
    ];
  }
}

/** The pointers of everybody, by seat. */
export class PointerTracks {
  readonly #tracks = new Map<string, PointerTrack>();

  of(seat: string): PointerTrack {
    const track = this.#tracks.get(seat) ?? new PointerTrack();
    this.#tracks.set(seat, track);
    return track;
  }

  clear(): void {
    this.#tracks.clear();
  }
}
