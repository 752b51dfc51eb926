import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { Presence } from './presence.svelte.ts';
import type { SharedDocument } from './shared-document.svelte.ts';
import { throttle } from './throttle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('[PR6] the newest is sent at once and then once per interval, and the last one always', () => {
  const sent: number[] = [];
  const send = throttle<number>(
    (n) => sent.push(n),
    () => 50,
  );
  for (let n = 0; n < 10; n++) {
    send(n);
    vi.advanceTimersByTime(20);
  }
  vi.advanceTimersByTime(200);
  expect(sent).toEqual([0, 2, 4, 7, 9]);
});

test('[PR6] a pointer is sent twenty-two times a second, and once a second to an empty room', () => {
  const awareness = new Awareness(new Y.Doc());
  let sent = 0;
  awareness.on('update', () => (sent += 1));
  const presence = new Presence({ awareness, onChange: () => () => undefined } as unknown as SharedDocument);
  const aSecond = (): number => {
    sent = 0;
    for (let ms = 0; ms < 1000; ms += 10) {
      presence.point({ sop: '1.2.3', frame: 1 }, [ms, ms]);
      vi.advanceTimersByTime(10);
    }
    return sent;
  };
  expect(aSecond()).toBeLessThanOrEqual(2);
  const other = '018f6d2e-0000-7000-8000-000000000802';
  awareness.states.set(7, { seat: other, c: null });
  awareness.emit('change', [{ added: [7], updated: [], removed: [] }, 'server']);
  aSecond();
  expect(aSecond()).toBeGreaterThanOrEqual(20);
  expect(aSecond()).toBeLessThanOrEqual(23);
  presence.close();
  awareness.destroy();
});
