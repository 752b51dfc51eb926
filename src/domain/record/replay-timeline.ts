/** What a line of time shows of a session: bands of one phase each, and stretches in which nothing happened. */
import type { ItemId } from '../kernel/id.ts';
import type { ItemPhase } from '../session/view.ts';
import type { PlacedMilestone } from './replay.ts';

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Band extends Stretch {
  readonly item: ItemId | null;
  /** Null between items. */
  readonly phase: ItemPhase | null;
}

/** The whole length as bands, one after the other; before the first item and after the last there is a band without one. */
export function bandsOf(milestones: readonly PlacedMilestone[], length: number): Band[] {
  const bands: Band[] = [];
  let open: Omit<Band, 'to'> = { from: 0, item: null, phase: null };
  for (const { kind, ms, item, phase } of milestones) {
    const next = kind === 'closed' ? { item: null, phase: null } : { item: item ?? open.item, phase };
    if (next.item === open.item && next.phase === open.phase) continue;
    if (ms > open.from) bands.push({ ...open, to: ms });
    open = { from: ms, ...next };
  }
  return length > open.from ? [...bands, { ...open, to: length }] : bands;
}

/** Stretches longer than `idle` in which nothing happened. @param moments ascending. */
export function gapsOf(moments: readonly number[], { length, idle }: { length: number; idle: number }): Stretch[] {
  const gaps: Stretch[] = [];
  let from = 0;
  for (const to of [...moments, length]) {
    if (to - from > idle) gaps.push({ from, to });
    from = Math.max(from, to);
  }
  return gaps;
}
