/**
 * Where somebody's pointer was lately. It is drawn about 100 ms late, so that there is nearly always a later position to move
 * towards and the pointer glides although positions arrive unevenly.
 */
import type { Seat } from '#domain/kernel/id.ts';

export interface Sample {
  /** When it arrived here, in ms of a rising clock. */
  readonly at: number;
  /** `sop/frame`. */
  readonly frame: string;
  /** Pixels of that frame. */
  readonly position: readonly [number, number];
}

export const DELAY_MS = 100;
const KEPT_MS = 1000;

export class Trail {
  #samples: Sample[] = [];

  add(sample: Sample): void {
    this.#samples = [...this.#samples.filter((old) => sample.at - old.at < KEPT_MS), sample];
  }

  clear(): void {
    this.#samples = [];
  }

  /** Where to draw it at `now`; null while there is nothing to draw. On another frame it jumps. */
  at(now: number): Omit<Sample, 'at'> | null {
    const time = now - DELAY_MS;
    const after = this.#samples.findIndex((sample) => sample.at > time);
    const to = this.#samples.at(after === -1 ? -1 : after);
    if (!to) return null;
    const from = after > 0 ? this.#samples[after - 1] : undefined;
    if (after === -1 || from?.frame !== to.frame) return { frame: to.frame, position: to.position };
    const share = (time - from.at) / (to.at - from.at);
    const between = (a: number, b: number): number => a + (b - a) * share;
    return {
      frame: to.frame,
      position: [between(from.position[0], to.position[0]), between(from.position[1], to.position[1])],
    };
  }
}

export interface OtherCursor extends Omit<Sample, 'at'> {
  readonly seat: Seat;
}

/** The trails of all others, by awareness id: one person may have several windows. */
export class Trails {
  readonly #trails = new Map<number, { readonly seat: Seat; readonly trail: Trail }>();

  /** Somebody is here; `sample` is null while their pointer is hidden. */
  take(id: number, seat: Seat, sample: Sample | null): void {
    const known = this.#trails.get(id) ?? { seat, trail: new Trail() };
    this.#trails.set(id, known);
    if (sample) known.trail.add(sample);
    else known.trail.clear();
  }

  remove(id: number): void {
    this.#trails.delete(id);
  }

  clear(): void {
    this.#trails.clear();
  }

  get seats(): Seat[] {
    return [...new Set([...this.#trails.values()].map(({ seat }) => seat))].sort();
  }

  cursors(now: number): OtherCursor[] {
    return [...this.#trails.values()].flatMap(({ seat, trail }) => {
      const place = trail.at(now);
      return place ? [{ seat, ...place }] : [];
    });
  }
}
