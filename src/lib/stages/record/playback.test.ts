import { describe, expect, it } from 'vitest';
import { advanced, linkTo, momentIn, timeText } from './playback.ts';

const run = { speed: 4, length: 100_000, gaps: [{ from: 10_000, to: 60_000 }] } as const;

describe('the clock of a replay', () => {
  it('[RP6] runs at its speed, passes over quiet stretches and stops at the end', () => {
    expect(advanced(1000, 100, run)).toBe(1400);
    expect(advanced(10_050, 100, run)).toBe(59_000);
    expect(advanced(59_500, 100, run)).toBe(59_900);
    expect(advanced(10_050, 100, { ...run, gaps: [] })).toBe(10_450);
    expect(advanced(99_900, 100, run)).toBe(100_000);
  });

  it('[RP7] a link names a moment, in seconds or as people write time, and nothing else is one', () => {
    expect(momentIn('#t=750')).toBe(750_000);
    expect(momentIn('#t=12:30')).toBe(750_000);
    expect(momentIn('#t=1:02:30.5')).toBe(3_750_500);
    for (const none of ['', '#t=', '#t=abc', '#x=1', '#t=1.2.3']) expect(momentIn(none)).toBeNull();
    expect(momentIn(linkTo(123_456))).toBeGreaterThanOrEqual(123_456);
    expect(momentIn(linkTo(123_456)) ?? 0).toBeLessThan(123_556);
  });

  it('tells time as people read it', () => {
    expect([0, 59_999, 750_000, 3_750_000].map(timeText)).toEqual(['00:00', '00:59', '12:30', '1:02:30']);
  });
});
