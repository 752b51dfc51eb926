/** Limits by a clock that the test moves; limits.test.ts sees them on real sockets. */
import { describe, expect, test, vi } from 'vitest';
import { idOf, type UserId } from '#domain/kernel/id.ts';
import type { Admission } from '#server/collab/admission/admission.ts';
import { SOCKET_LIMITS, type SocketLimits } from '#server/collab/limits.ts';
import { createVisits, type Visit, type Visits } from './visit.ts';

const ann = idOf<UserId>('ann');
const nothing = (): void => undefined;

function hall(limits: Partial<SocketLimits> = {}) {
  let clock = 0;
  const visits = createVisits({ ...SOCKET_LIMITS, ...limits }, () => clock);
  return { visits, pass: (ms: number) => void (clock += ms) };
}

function comeIn(visits: Visits, user: UserId): Visit {
  const visit = visits.arrive('10.0.0.1', nothing);
  expect(visit.enter(user)).toBeNull();
  return visit;
}

describe('[LM1] a room of thirty people with cursors at 25 Hz never meets a limit', () => {
  test('for an hour, each with two windows, one of them leading the view, all behind one address', () => {
    const { visits, pass } = hall();
    const people = Array.from({ length: 30 }, (_, i) => idOf<UserId>(`person-${String(i)}`));
    const windows = people.flatMap((user) => [comeIn(visits, user), comeIn(visits, user)]);
    expect(visits.isFull('10.0.0.1')).toBe(false);
    let refused = 0;
    for (let tick = 0; tick < 3600 * 25; tick++) {
      pass(40);
      // A cursor in each window, a key frame of 300 bytes in the first, an outline of 36 KB once a second in each.
      for (const [i, window] of windows.entries()) {
        if (!window.take(120)) refused += 1;
        if (i === 0 && !window.take(300)) refused += 1;
        if (tick % 25 === 0 && !window.take(36_000)) refused += 1;
      }
    }
    expect(refused).toBe(0);
  });

  test('a hundred documents of one person, opened and closed over a day, and a large catch-up in each of twenty', () => {
    const { visits, pass } = hall();
    const window = comeIn(visits, ann);
    for (let i = 0; i < 100; i++) {
      const admission = {} as Admission;
      expect(window.enter(ann)).toBeNull();
      window.open.add(admission);
      expect(window.take(i % 5 === 0 ? 8 * 1024 * 1024 : 50_000)).toBe(true);
      pass(600_000);
      window.open.delete(admission);
    }
  });
});

describe('[LM2] one person has one allowance of messages and bytes, however many sockets they open', () => {
  test('messages', () => {
    const { visits, pass } = hall({ personMessages: { perSecond: 10, burst: 20 } });
    const [one, other] = [comeIn(visits, ann), comeIn(visits, ann)];
    for (let i = 0; i < 10; i++) expect(one.take(10) && other.take(10)).toBe(true);
    expect([one.take(10), other.take(10)]).toEqual([false, false]);
    expect(comeIn(visits, idOf<UserId>('ben')).take(10)).toBe(true);
    pass(1000);
    expect(other.take(10)).toBe(true);
  });

  test('bytes, and coming back does not fill the bucket', () => {
    const { visits, pass } = hall({ personBytes: { perSecond: 1000, burst: 5000 } });
    const first = comeIn(visits, ann);
    expect([first.take(3000), first.take(3000)]).toEqual([true, false]);
    first.left();
    const second = comeIn(visits, ann);
    expect(second.take(1)).toBe(false);
    pass(10_000);
    expect(second.take(3000)).toBe(true);
  });
});

describe('[LM3] sockets are counted: of strangers by their address and in all, of a person, and in all', () => {
  test('strangers', () => {
    const { visits } = hall({ strangersOfAddress: 2, strangers: 3 });
    const [one] = [visits.arrive('a', nothing), visits.arrive('a', nothing)];
    expect([visits.isFull('a'), visits.isFull('b')]).toEqual([true, false]);
    visits.arrive('b', nothing);
    expect(visits.isFull('c')).toBe(true);
    expect(one.enter(ann)).toBeNull();
    expect([visits.isFull('a'), visits.isFull('c')]).toEqual([false, false]);
    one.left();
    expect(visits.isFull('c')).toBe(false);
  });

  test('of a person, and in all', () => {
    const { visits } = hall({ socketsOfPerson: 2, sockets: 3 });
    const first = comeIn(visits, ann);
    comeIn(visits, ann);
    const third = visits.arrive('a', nothing);
    expect(third.enter(ann)).toBe('too-many-connections');
    expect(visits.isFull('z')).toBe(true);
    first.left();
    expect(third.enter(ann)).toBeNull();
  });
});

test('[LM4] a socket nobody signs in on ends in time, and takes few bytes until then', () => {
  vi.useFakeTimers();
  try {
    const { visits } = hall({ signInMs: 5000, bytesBeforeSignIn: 100 });
    const [ended, kept] = [vi.fn(), vi.fn()];
    const stranger = visits.arrive('a', ended);
    const person = visits.arrive('a', kept);
    expect([stranger.takeUnsigned(100), stranger.takeUnsigned(1)]).toEqual([true, false]);
    expect(person.enter(ann)).toBeNull();
    expect(person.takeUnsigned(1000)).toBe(true);
    vi.advanceTimersByTime(5000);
    expect(ended).toHaveBeenCalledExactlyOnceWith('not-signed-in');
    expect(kept).not.toHaveBeenCalled();
  } finally {
    vi.useRealTimers();
  }
});

test('[LM5] so many documents are open on one socket, not more', () => {
  const { visits } = hall({ documents: 2 });
  const visit = comeIn(visits, ann);
  const [one, two] = [{} as Admission, {} as Admission];
  visit.open.add(one).add(two);
  expect(visit.enter(ann)).toBe('too-many-documents');
  visit.open.delete(one);
  expect(visit.enter(ann)).toBeNull();
});

test('[GT26] a socket belongs to the person who signed in on it first', () => {
  const { visits } = hall();
  const visit = comeIn(visits, ann);
  expect(visit.enter(idOf<UserId>('ben'))).toBe('not-allowed');
  expect(visit.enter(ann)).toBeNull();
});
