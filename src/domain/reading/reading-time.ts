/**
 * How long a reader was at a case: active while the page is visible and something was pressed or moved within the last minute,
 * idle otherwise. Sums only: when somebody worked is nobody's business.
 */
export interface ReadingTime {
  readonly active: number;
  readonly idle: number;
}

export const NO_TIME: ReadingTime = { active: 0, idle: 0 };

/** No window counts more than this, in seconds: thirty days. */
export const LONGEST_SITTING = 30 * 86_400;

export interface Span {
  readonly from: number;
  readonly to: number;
  /** When the reader last pressed, moved or scrolled something. */
  readonly lastInput: number;
  /** Throughout; a span ends where that changes. */
  readonly visible: boolean;
}

/** How long after the last input a reader still counts as looking at the image. */
const LOOKING_MS = 60_000;
/** Clocks look in more often than this. What is longer, the machine slept, and that is neither. */
const LONGEST_MS = 120_000;

/** In milliseconds, like the span. */
export function timeIn({ from, to, lastInput, visible }: Span): ReadingTime {
  const end = Math.max(from, Math.min(to, from + LONGEST_MS));
  const active = visible ? Math.max(0, Math.min(end, lastInput + LOOKING_MS) - from) : 0;
  return { active, idle: end - from - active };
}

export const addedTimes = (a: ReadingTime, b: ReadingTime): ReadingTime => ({
  active: a.active + b.active,
  idle: a.idle + b.idle,
});

/** Of two totals of one window, in whatever order they came: totals only grow. */
export const furthest = (a: ReadingTime, b: ReadingTime): ReadingTime => ({
  active: Math.max(a.active, b.active),
  idle: Math.max(a.idle, b.idle),
});
