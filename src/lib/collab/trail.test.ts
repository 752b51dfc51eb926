import { expect, test } from 'vitest';
import { idOf, type Seat } from '#domain/kernel/id.ts';
import { DELAY_MS, REST_MS, Trail, Trails } from './trail.ts';

const at = (ms: number, x: number, sop = 'a') => ({ at: ms, frame: { sop, frame: 1 }, position: [x, 0] as const });

test('[PR1] a pointer glides between the positions that arrived, a little late', () => {
  const trail = new Trail();
  trail.add(at(1000, 0));
  trail.add(at(1050, 10));
  expect(trail.at(1025 + DELAY_MS)?.position).toEqual([5, 0]);
  expect(trail.at(1050 + DELAY_MS)?.position).toEqual([10, 0]);
  expect(trail.at(1050 + REST_MS - 1)?.position).toEqual([10, 0]);
  expect(trail.at(900)?.position).toEqual([0, 0]);
});

test('[PR1] on another slice it jumps; hidden, or at rest for five seconds, it is drawn nowhere', () => {
  const trail = new Trail();
  trail.add(at(1000, 0));
  trail.add(at(1050, 10, 'b'));
  expect(trail.at(1025 + DELAY_MS)).toEqual({ frame: { sop: 'b', frame: 1 }, position: [10, 0] });
  expect(trail.at(1050 + 5000)).toBeNull();
  trail.clear();
  expect(trail.at(1050)).toBeNull();
});

test('[PR2] a person with two windows is one person', () => {
  const trails = new Trails();
  const seat = idOf<Seat>('s');
  trails.take(1, seat, at(1000, 0));
  trails.take(2, seat, null);
  expect(trails.seats).toEqual([seat]);
  expect(trails.at(seat, 1200)?.position).toEqual([0, 0]);
  trails.remove(1);
  expect(trails.seats).toEqual([seat]);
  expect(trails.at(seat, 1200)).toBeNull();
});
