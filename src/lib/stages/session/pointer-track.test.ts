import { expect, it } from 'vitest';
import { PointerTrack } from './pointer-track.ts';

const frame = { sop: '1.2', frame: 1 };

it('a pointer glides between its samples, a tenth of a second late', () => {
  const track = new PointerTrack();
  track.moved(1000, frame, [0, 0]);
  track.moved(1100, frame, [10, 20]);
  expect(track.point(1150)).toEqual([5, 10]);
  expect(track.point(1300)).toEqual([10, 20]);
});

it('it does not glide from one image to another', () => {
  const track = new PointerTrack();
  track.moved(1000, frame, [0, 0]);
  track.moved(1100, { sop: '1.3', frame: 1 }, [10, 20]);
  expect(track.point(1110)).toEqual([10, 20]);
});

it('it is gone after five seconds of rest, and at once when it leaves', () => {
  const track = new PointerTrack();
  track.moved(1000, frame, [1, 1]);
  expect(track.point(5999)).toEqual([1, 1]);
  expect(track.frame(6000)).toBeNull();
  track.moved(7000, frame, [1, 1]);
  track.hidden();
  expect(track.point(7001)).toBeNull();
});
