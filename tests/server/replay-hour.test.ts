/** One hour of a panel of ten, with more edits than any panel makes: any moment is there at once. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { jointOf } from '#documents/joint.ts';
import { recordOf } from '#documents/record.ts';
import { seeded } from '#domain/kernel/random.ts';
import { prepareReplay } from '#lib/stages/record/prepared-replay.ts';
import { seekTimes } from '#tests/factories/seek-times.ts';
import { playedPanel } from '#tests/factories/replay-panel.ts';

const HOUR_MS = 3_600_000;
const SEEKS = 200;

describe('an hour', () => {
  it('[RP13] shows any of its moments within 200 ms, and what it shows is what was there', async () => {
    const { replay, at, session } = await playedPanel({ people: 10, items: 6, edits: 3600, length: HOUR_MS });
    expect(replay.rows.length).toBeGreaterThanOrEqual(20_000);
    expect(replay.seats).toHaveLength(10);
    const began = performance.now();
    const prepared = await prepareReplay(replay, { pause: () => Promise.resolve() });
    const ready = performance.now() - began;
    const random = seeded(11);
    const moments = Array.from({ length: SEEKS }, () => random.int(0, replay.session.length));
    const seek = (time: number): number => {
      const start = performance.now();
      const position = prepared.positionAt(time);
      const record = recordOf(prepared.record.at(position));
      const item = record?.floor.item ?? null;
      const table = item && prepared.tables.get(item)?.at(position);
      if (table) jointOf(table);
      return performance.now() - start;
    };
    const times = seekTimes([moments.map(seek), moments.map(seek), moments.map(seek)]);
    console.info(`replay: ${String(replay.rows.length)} rows ready in ${ready.toFixed(0)} ms; ${times.text}`);
    expect(times.slowestMoment).toBeLessThan(200);
    for (const [item, track] of prepared.tables) {
      const live = at.documents.get(`table:${session}:${item}`);
      expect(Y.encodeStateVector(track.at(replay.rows.length))).toEqual(live && Y.encodeStateVector(live));
    }
  }, 120_000);
});
