import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  circle,
  comparedProtocol as protocol,
  stack,
  submitted as read,
  uncalibrated,
} from '#tests/factories/compared-reads.ts';
import type { FrameGeometry, FrameKey } from '../geometry/frame.ts';
import { measurementText } from '../geometry/measurement.ts';
import type { SubmittedRead } from '../reading/read.ts';
import { disagreementsOf } from './disagreement.ts';
import { lesionGroups } from './lesion-group.ts';

const kinds = (
  reads: readonly SubmittedRead[],
  geometry = stack as (key: FrameKey) => FrameGeometry | undefined,
): string[] => disagreementsOf(reads, protocol, geometry).map((d) => d.kind);

describe('disagreements', () => {
  it('are none where readers mark the same place, class and size', () => {
    const reads = [1, 2, 3].map((n) => read(n, [circle({ x: 100 + n, y: 100, d: 20, malignancy: 3 })]));
    expect(lesionGroups(reads, protocol, stack)).toHaveLength(1);
    expect(kinds(reads)).toEqual([]);
  });

  it('[AG3] are typed: existence, class and extent of one lesion are three', () => {
    const reads = [
      read(1, [circle({ x: 100, y: 100, d: 20, malignancy: 1 })]),
      read(2, [circle({ x: 101, y: 100, d: 40, malignancy: 5 })]),
      read(3, []),
    ];
    const found = disagreementsOf(reads, protocol, stack);
    expect(found.map((d) => d.kind)).toEqual(['existence', 'class', 'extent']);
    const [existence, classes, extent] = found;
    expect(existence).toMatchObject({ unmarked: [reads[2]?.id], marked: [reads[0]?.id, reads[1]?.id] });
    expect(classes).toMatchObject({ differences: [{ about: 'malignancy', values: [{ value: 1 }, { value: 5 }] }] });
    expect(extent?.kind === 'extent' && extent.diameters.map((d) => measurementText(d.diameter))).toEqual([
      '10.0 mm',
      '20.0 mm',
    ]);
    if (extent?.kind !== 'extent' || extent.by !== 'diameter') throw new Error('no difference in diameter');
    expect(extent.difference).toBeCloseTo(10);
    expect(extent.allowed).toBeCloseTo(3);
  });

  it('see another finding at the same place as a difference in class, not as two lesions', () => {
    const reads = [
      read(1, [circle({ x: 9, y: 9, d: 12 })]),
      read(2, [circle({ x: 9, y: 10, d: 12, finding: 'scar' })]),
    ];
    expect(disagreementsOf(reads, protocol, stack)).toMatchObject([
      { kind: 'class', differences: [{ about: 'finding' }] },
    ]);
  });

  it('match in the patient across slices where there is a plane, within the distance of the plan', () => {
    const [one, next, far] = [1, 2, 4].map((frame) => circle({ x: 50, y: 50, d: 20, frame }));
    if (!one || !next || !far) throw new Error('three circles');
    expect(kinds([read(1, [one]), read(2, [next])])).toEqual([]);
    expect(kinds([read(1, [one]), read(2, [far])])).toEqual(['existence', 'existence']);
  });

  it('[AG4] work in pixels of the same frame without calibration, and allow only a share there', () => {
    const reads = [read(1, [circle({ x: 100, y: 100, d: 20 })]), read(2, [circle({ x: 110, y: 100, d: 23 })])];
    expect(kinds(reads, uncalibrated)).toEqual([]);
    const larger = [read(1, [circle({ x: 100, y: 100, d: 20 })]), read(2, [circle({ x: 110, y: 100, d: 26 })])];
    expect(disagreementsOf(larger, protocol, uncalibrated)).toMatchObject([
      { kind: 'extent', diameters: [{ diameter: { unit: 'px' } }, { diameter: { unit: 'px' } }] },
    ]);
    const other = [
      read(1, [circle({ x: 100, y: 100, d: 20 })]),
      read(2, [circle({ x: 100, y: 100, d: 20, frame: 2 })]),
    ];
    expect(kinds(other, uncalibrated)).toEqual(['existence', 'existence']);
  });

  it('join areas that share half of themselves, however far apart the centres are', () => {
    const reads = [read(1, [circle({ x: 200, y: 200, d: 200 })]), read(2, [circle({ x: 225, y: 200, d: 190 })])];
    expect(lesionGroups(reads, protocol, stack)).toHaveLength(1);
  });

  it('leave out what every reader measured below the minimum size of the finding', () => {
    expect(kinds([read(1, [circle({ x: 9, y: 9, d: 4 })]), read(2, [])])).toEqual([]);
    expect(kinds([read(1, [circle({ x: 9, y: 9, d: 7 })]), read(2, [circle({ x: 9, y: 9, d: 4 })])])).toEqual([]);
  });

  it('[AG5] do not depend on the order of reads and marks', () => {
    const spot = fc.record({
      x: fc.integer({ min: 0, max: 80 }),
      y: fc.integer({ min: 0, max: 80 }),
      d: fc.integer({ min: 8, max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(spot, { maxLength: 4 }), { minLength: 2, maxLength: 4 }), (readers) => {
        const reads = readers.map((spots, n) => read(n, spots.map(circle)));
        const turned = reads
          .toReversed()
          .map((r) => ({ ...r, content: { ...r.content, marks: r.content.marks.toReversed() } }));
        expect(disagreementsOf(turned, protocol, stack)).toEqual(disagreementsOf(reads, protocol, stack));
      }),
      { numRuns: 50 },
    );
  });
});
