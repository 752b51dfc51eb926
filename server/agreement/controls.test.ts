import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { LesionGroup } from '#domain/agreement/lesion-group.ts';
import { idOf } from '#domain/kernel/id.ts';
import type { ReadId } from '#domain/kernel/id.ts';
import { comparedProtocol, uuid } from '#tests/factories/compared-reads.ts';
import type { AgendaItem } from './agenda.ts';
import type { Comparison } from './comparison.ts';
import { withControls } from './controls.ts';

const group = (n: number): LesionGroup =>
  ({
    id: uuid(n),
    finding: 'nodule',
    seen: [{ read: idOf<ReadId>(uuid(1)), lesion: { id: uuid(n) } }],
    unmarked: [],
  }) as unknown as LesionGroup;

const comparison = (n: number, lesions: number): Comparison =>
  ({
    ...{ case: uuid(n), disagreements: [] },
    groups: Array.from({ length: lesions }, (_, i) => group(100 * n + i)),
  }) as unknown as Comparison;

const disputed = (n: number): AgendaItem => ({
  comparison: comparison(n, 0),
  finding: 'nodule',
  seen: group(n).seen,
  kinds: ['existence'],
});

const drawn = (text: string): string => createHash('sha256').update(text).digest('hex');
const protocolWith = (controls?: number) => ({
  ...comparedProtocol,
  session: { ...comparedProtocol.session, ...(controls === undefined ? {} : { controls }) },
});
const agenda = (items: number, controls?: number, cases = [comparison(8, 6), comparison(9, 6)]): AgendaItem[] =>
  withControls(
    Array.from({ length: items }, (_, i) => disputed(i + 1)),
    cases,
    { protocol: protocolWith(controls), drawn },
  );
const count = (items: readonly AgendaItem[]): number => items.filter(({ kinds }) => kinds.length === 0).length;

describe('controls', () => {
  it.each([
    [8, 0.2, 2],
    [9, 0.1, 1],
    [1, 0.1, 1],
    [4, 0.5, 4],
    [8, undefined, 0],
    [8, 0, 0],
    [0, 0.5, 0],
  ])(
    '[DQ8] of %s items and a share of %s are so many that they make at least that share of all',
    (items, share, made) => {
      const all = agenda(items, share);
      expect(count(all)).toBe(made);
      expect(made).toBeGreaterThanOrEqual((share ?? 0) * all.length - 1e-9);
    },
  );

  it('[DQ8] are as many as there are, each once, the same whatever else is on the agenda', () => {
    const few = agenda(8, 0.5, [comparison(8, 2), comparison(9, 0)]);
    // Two lesions, and the case in which nobody marked anything.
    expect(count(few)).toBe(3);
    const controls = (items: readonly AgendaItem[]) =>
      items.flatMap((item) => (item.kinds.length === 0 && item.finding !== null ? [item.seen[0]?.lesion.id] : []));
    expect(controls(agenda(4, 0.5)).slice(0, 2)).toEqual(controls(agenda(2, 0.5)));
  });
});
