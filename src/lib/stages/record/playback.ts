/** The clock of a replay: where it stands, how fast it runs, and what it passes over. Time is given, never asked for. */
import type { Stretch } from '#domain/record/replay-timeline.ts';

export const SPEEDS = [1, 2, 4, 8, 16] as const;
export type Speed = (typeof SPEEDS)[number];

/** So much of a quiet stretch is left, that what follows does not come out of nothing. */
const LEAD_MS = 1000;

export interface Run {
  readonly speed: Speed;
  readonly length: number;
  /** Quiet stretches to pass over; empty where nothing is passed over. */
  readonly gaps: readonly Stretch[];
}

/** Where the replay stands after `elapsed` milliseconds of real time. */
export function advanced(time: number, elapsed: number, { speed, length, gaps }: Run): number {
  const gap = gaps.find(({ from, to }) => time >= from && time < to - LEAD_MS);
  const next = gap ? gap.to - LEAD_MS : time + elapsed * speed;
  return Math.min(length, next);
}

/** "12:30", or "1:02:30" from the first hour on. */
export function timeText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pair = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = `${pair(minutes)}:${pair(seconds % 60)}`;
  return hours > 0 ? `${String(hours)}:${tail}` : tail;
}

/** `#t=750` or `#t=12:30`: the moment a link means, in milliseconds; null where it means none. */
export function momentIn(hash: string): number | null {
  const text = /^#t=([\d:.]{1,12})$/.exec(hash)?.[1];
  if (text === undefined) return null;
  const seconds = text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return Number.isFinite(seconds) ? Math.round(seconds * 1000) : null;
}

/** Tenths of a second, rounded up: short enough to read, and what was complete at `ms` is complete there. */
export const linkTo = (ms: number): string => `#t=${String(Math.ceil(ms / 100) / 10)}`;
