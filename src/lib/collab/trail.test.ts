import { expect, test } from 'vitest';
import { idOf, type Seat } from '#domain/kernel/id.ts';
import { DELAY_MS, Trail, Trails } from './trail.ts';

const at = (ms: number, x: number, frame = 'a/1') => ({ at: ms, frame, position: [x, 0] as const });

test('[PR1] a pointer glides between the positions that arrived, a little late', () => {
  const trail = new Trail();
  trail.add(at(1000, 0));
  trail.add(at(1050, 10));
  expect(trail.at(1025 + DELAY_MS)?.position).toEqual([5, 0]);
  expect(trail.at(1050 + DELAY_MS)?.position).toEqual([10, 0]);
  expect(trail.at(9000)?.position).toEqual([10, 0]);
  expect(trail.at(900)?.position).toEqual([0, 0]);
});

test('[PR1] on another slice it jumps; hidden it is drawn nowhere', () => {
  const trail = new Trail();
  trail.add(at(1000, 0));
  trail.add(at(1050, 10, 'a/2'));
  expect(trail.at(1025 + DELAY_MS)).toEqual({ frame: 'a/2', position: [10, 0] });
  trail.clear();
  expect(trail.at(1050)).toBeNull();
});

test('[PR2] a person with two windows is one person', () => {
  const trails = new Trails();
  const seat = idOf<Seat>('s');
  trails.take(1, seat, at(1000, 0));
  trails.take(2, seat, null);
  expect(trails.seats).toEqual([seat]);
  expect(trails.cursors(1200)).toHaveLength(1);
  trails.remove(1);
  expect(trails.seats).toEqual([seat]);
  expect(trails.cursors(1200)).toEqual([]);
});
