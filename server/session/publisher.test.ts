import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { instantOf } from '#domain/kernel/instant.ts';
import type { SessionEvent } from '#domain/session/event.ts';
import { memoryRoom } from '#tests/factories/session-table.ts';
import { votingRoom, type PureRoom } from '#tests/factories/pure-room.ts';
import { createPublisher, type Publisher } from './publisher.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Shown {
  readonly publisher: Publisher;
  readonly room: PureRoom & { readonly on: string };
  /** What was published since the last call: the kind of each document, in order. */
  readonly wire: () => Promise<string[]>;
  /** Casts a ballot and tells the publisher of the events. */
  readonly cast: (name: string) => void;
}

function shown(): Shown {
  const room = votingRoom();
  const documents = memoryRoom();
  const publisher = createPublisher({
    room: documents,
    now: () => instantOf(Date.now()),
    current: () => ({ state: room.state(), ballots: room.box() }),
    failed: (_id, cause) => {
      throw cause;
    },
  });
  const tell = (events: readonly SessionEvent[]): void => publisher.changed(room.id, events);
  return {
    publisher,
    room,
    wire: async () => {
      await publisher.settled(room.id);
      return documents.wire.splice(0).map((line) => line.split(':')[0] ?? '');
    },
    cast: (name) => {
      const before = room.events().length;
      room.send(name, { type: 'cast-ballot', item: room.on, round: 1, stage: 0, answer: 'no' });
      tell(room.events().slice(before));
    },
  };
}

const EVERYTHING = ['record', 'seat', 'seat', 'seat', 'seat'];

describe('showing a session', () => {
  it('[SE20] shows the count of ballots at most once a second; the voter alone sees the own ballot at once', async () => {
    const { cast, wire } = shown();
    cast('first');
    expect(await wire()).toEqual(EVERYTHING);
    cast('second');
    cast('first');
    expect(await wire()).toEqual(['seat', 'seat']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await wire()).toEqual(EVERYTHING);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await wire()).toEqual([]);
  });

  it('[SE21] a reveal waits for nothing', async () => {
    const { cast, wire } = shown();
    cast('first');
    cast('second');
    await wire();
    cast('chair');
    expect(await wire()).toEqual(EVERYTHING);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await wire()).toEqual([]);
  });

  it('[SE22] a showing that failed is tried again', async () => {
    const documents = memoryRoom();
    const failures: unknown[] = [];
    const room = votingRoom();
    let broken = true;
    const publisher = createPublisher({
      room: {
        ...documents,
        publish: (...shownNow) => (broken ? Promise.reject(new Error('disk')) : documents.publish(...shownNow)),
      },
      now: () => instantOf(Date.now()),
      current: () => ({ state: room.state(), ballots: [] }),
      failed: (_id, cause) => void failures.push(cause),
    });
    publisher.changed(room.id, []);
    await publisher.settled(room.id);
    broken = false;
    await vi.advanceTimersByTimeAsync(1000);
    await publisher.settled(room.id);
    expect(failures).toHaveLength(1);
    expect(documents.wire).toHaveLength(EVERYTHING.length);
  });
});
