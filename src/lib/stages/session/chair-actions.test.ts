import { expect, test } from 'vitest';
import { chairActions } from './chair-actions.ts';
import type { Room } from './room.svelte.ts';

/** Between two items, with so many left. */
const between = (left: number): Room =>
  ({
    record: { session: { state: 'open' }, floor: { item: null, phase: null }, agenda: [] },
    left,
    may: () => true,
    nextItem: () => (left === 0 ? undefined : { item: 'item-2', number: 2 }),
  }) as unknown as Room;

test('[SD22] the close of a session is asked once more, and says what it leaves open', () => {
  const close = (left: number) => chairActions(between(left)).find(({ type }) => type === 'close-session')?.confirm;
  expect([close(0), close(1), close(4)]).toEqual([
    'Close for good',
    'Close with 1 item left',
    'Close with 4 items left',
  ]);
  expect(chairActions(between(4)).filter(({ confirm }) => confirm !== undefined)).toHaveLength(1);
});
