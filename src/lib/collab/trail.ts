/**
 * Where somebody's pointer was lately. It is drawn about 100 ms late, so that there is nearly always a later position to move
 * towards and the pointer glides although positions arrive unevenly. A pointer that rests is drawn no longer.
 */
import { sameFrame, type FrameKey } from '#domain/geometry/frame.ts';
import type { Seat } from '#domain/kernel/id.ts';

export interface Sample {
  /** When it arrived here, in ms of a rising clock. */
  readonly at: number;
  readonly frame: FrameKey;
  /** Pixels of that frame. */
  readonly position: readonly [number, number];
}

export const DELAY_MS = 100;
export const REST_MS = 5000;
const KEPT_MS = 1000;

export class Trail {
  #samples: Sample[] = [];

  add(sample: Sample): void {
    this.#samples = [...this.#samples.filter((old) => sample.at - old.at < KEPT_MS), sample];
  }

  clear(): void {
    this.#samples = [];
  }

  /** Where to draw it at `now`; null while it is hidden or rests. On another frame it jumps. */
  at(now: number): Omit<Sample, 'at'> | null {
    const time = now - DELAY_MS;
    const after = this.#samples.findIndex((sample) => sample.at > time);
    const to = this.#samples.at(after === -1 ? -1 : after);
    if (!to || now - to.at >= REST_MS) return null;
    const from = after > 0 ? this.#samples[after - 1] : undefined;
    if (after === -1 || !from || !sameFrame(from.frame, to.frame)) return { frame: to.frame, position: to.position };
    const share = (time - from.at) / (to.at - from.at);
    const between = (a: number, b: number): number => a + (b - a) * share;
    return {
      frame: to.frame,
      position: [between(from.position[0], to.position[0]), between(from.position[1], to.position[1])],
    };
  }
}

/** The trails of all others, by awareness id: one person may have several windows. */
export class Trails {
  readonly #trails = new Map<number, { readonly seat: Seat; readonly trail: Trail }>();
  /** The same by person: asked at every picture for everybody. */
  readonly #ofSeat = new Map<Seat, readonly Trail[]>();

  /** Somebody is here; `sample` is null while their pointer is hidden. */
  take(id: number, seat: Seat, sample: Sample | null): void {
    const trail = this.#trails.get(id)?.trail ?? this.#begin(id, seat);
    if (sample) trail.add(sample);
    else trail.clear();
  }

  remove(id: number): void {
    const known = this.#trails.get(id);
    this.#trails.delete(id);
    if (!known) return;
    const others = (this.#ofSeat.get(known.seat) ?? []).filter((trail) => trail !== known.trail);
    if (others.length > 0) this.#ofSeat.set(known.seat, others);
    else this.#ofSeat.delete(known.seat);
  }

  clear(): void {
    this.#trails.clear();
    this.#ofSeat.clear();
  }

  #begin(id: number, seat: Seat): Trail {
    const trail = new Trail();
    this.#trails.set(id, { seat, trail });
    this.#ofSeat.set(seat, [...(this.#ofSeat.get(seat) ?? []), trail]);
    return trail;
  }

  /** Nobody else is here. */
  get isEmpty(): boolean {
    return this.#trails.size === 0;
  }

  get seats(): Seat[] {
    return [...this.#ofSeat.keys()].sort();
  }

  /** Where to draw the pointer of this person, whichever of their windows it is in. */
  at(of: Seat, now: number): Omit<Sample, 'at'> | null {
    for (const trail of this.#ofSeat.get(of) ?? []) {
      const place = trail.at(now);
      if (place) return place;
    }
    return null;
  }
}
