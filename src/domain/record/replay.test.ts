import { describe, expect, it } from 'vitest';
import { votingRoom } from '#tests/factories/pure-room.ts';
import { instantOf } from '../kernel/instant.ts';
import { replayOrder, type JournalLine, type LedgerLine } from './replay.ts';
import { bandsOf, gapsOf } from './replay-timeline.ts';

/** One vote, seen through the journal: every event is followed by the row that shows it, ten milliseconds later. */
function voted() {
  const room = votingRoom();
  const ballot = { type: 'cast-ballot', item: room.on, round: 1, stage: 0, answer: 'no' } as const;
  for (const name of ['chair', 'first', 'second']) room.send(name, ballot);
  room.send('chair', { type: 'discuss', item: room.on });
  room.send('chair', { type: 'decide', item: room.on });
  room.send('chair', { type: 'seal', item: room.on, castingVotes: {}, cause: 'slip' });
  room.send('chair', { type: 'close-session' });
  const ledger = room.events().map((event, i): LedgerLine => {
    return { event, at: instantOf(i * 1000), journalSeq: i * 2 };
  });
  const journal = ledger.map(({ event, at }, i): JournalLine => {
    return { seq: i * 2 + 1, at: instantOf(at + 10), shows: event.type === 'ballot-cast' ? 'count' : 'record' };
  });
  return { ...replayOrder(room.id, journal, ledger), journal, ledger };
}

describe('the order of a replay', () => {
  it('[RP1] interleaves both logs: each step of the panel stands where everybody saw it', () => {
    const { milestones, rows, startedAt, ledger } = voted();
    expect(milestones.map(({ kind, phase }) => [kind, phase])).toEqual([
      ['opened', null],
      ['item', 'look'],
      ['vote', 'vote'],
      ['reveal', 'reveal'],
      ['discussion', 'discuss'],
      ['decision', 'decide'],
      ['seal', 'sealed'],
      ['closed', 'sealed'],
    ]);
    const opened = ledger.find(({ event }) => event.type === 'session-opened');
    expect(startedAt).toBe(opened?.at);
    for (const { position, ms } of milestones) expect(rows[position - 1]?.ms).toBe(ms);
  });

  it('[RP2] what counts ballots waits for the next thing everybody saw, and no time of a ballot is left', () => {
    const { rows, journal, ledger, startedAt } = voted();
    const seenAt = (type: string): number[] =>
      ledger.flatMap(({ event, at }) => (event.type === type ? [at - startedAt + 10] : []));
    const closed = seenAt('stage-closed');
    const counted = rows.filter(({ row }) => journal[row]?.shows === 'count');
    expect(counted.map(({ ms }) => ms)).toEqual([...closed, ...closed, ...closed]);
    const cast = seenAt('ballot-cast');
    expect(cast).toHaveLength(3);
    expect(rows.filter(({ ms }) => cast.includes(ms))).toEqual([]);
  });

  it('[RP1] times never run backwards, whatever the clock of the server did', () => {
    const { ledger, journal } = voted();
    const set = journal.map((line, i) => (i === 9 ? { ...line, at: instantOf(0) } : line));
    const { rows } = replayOrder(votingRoom().id, set, ledger);
    expect(rows.map(({ ms }) => ms)).toEqual(rows.map(({ ms }) => ms).toSorted((a, b) => a - b));
    const shown = rows.filter(({ row }) => set[row]?.shows === 'record').map(({ row }) => row);
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
  });
});

describe('the line of time', () => {
  it('[RP3] is covered by bands of one phase each, without a hole', () => {
    const { milestones, length } = voted();
    const bands = bandsOf(milestones, length);
    expect(bands.map(({ phase }) => phase)).toEqual([null, 'look', 'vote', 'reveal', 'discuss', 'decide', 'sealed']);
    expect(bands[0]?.from).toBe(0);
    expect(bands.at(-1)?.to).toBe(length);
    for (const [i, band] of bands.entries()) if (i > 0) expect(band.from).toBe(bands[i - 1]?.to);
  });

  it('[RP3] knows the stretches in which nothing happened', () => {
    const gaps = gapsOf([1000, 2000, 40_000, 41_000], { length: 90_000, idle: 20_000 });
    expect(gaps).toEqual([
      { from: 2000, to: 40_000 },
      { from: 41_000, to: 90_000 },
    ]);
  });
});
