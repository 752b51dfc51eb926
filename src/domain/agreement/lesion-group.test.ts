import { describe, expect, it } from 'vitest';
import { circle, comparedProtocol, stack, submitted, uncalibrated } from '#tests/factories/compared-reads.ts';
import type { GeometryOf } from '../geometry/extent.ts';
import type { DrawingTool } from '../geometry/shape.ts';
import type { ProtocolContent } from '../protocol/protocol.ts';
import type { Mark } from '../reading/mark.ts';
import { lesionGroups } from './lesion-group.ts';

/** A mark around (x, y) as each tool draws it, `d` pixels long. */
const POINTS: Readonly<Record<DrawingTool, (x: number, y: number, d: number) => [number, number][]>> = {
  probe: (x, y) => [[x, y]],
  arrow: (x, y, d) => [
    [x, y],
    [x + d, y + d],
  ],
  length: (x, y, d) => [
    [x - d / 2, y],
    [x + d / 2, y],
  ],
  bidirectional: (x, y, d) => [
    [x - d / 2, y],
    [x + d / 2, y],
    [x, y - d / 4],
    [x, y + d / 4],
  ],
  box: (x, y, d) => [
    [x - d / 2, y - d / 2],
    [x + d / 2, y + d / 2],
  ],
  ellipse: (x, y, d) => [
    [x, y + d / 2],
    [x, y - d / 2],
    [x - d / 2, y],
    [x + d / 2, y],
  ],
  freehand: (x, y, d) => [
    [x - d / 2, y - d / 2],
    [x + d / 2, y - d / 2],
    [x + d / 2, y + d / 2],
    [x - d / 2, y + d / 2],
  ],
  labelmap: (x, y, d) =>
    Array.from({ length: d + 1 }, (_, i) => [
      [x - d / 2, y - d / 2 + i] as [number, number],
      [x + d / 2, y - d / 2 + i] as [number, number],
    ]).flat(),
};
const TOOLS = Object.keys(POINTS) as DrawingTool[];

interface Drawn {
  readonly tool: DrawingTool;
  readonly x: number;
  readonly d?: number;
  readonly frame?: number;
}

const drawn = ({ tool, x, d = 12, frame = 1 }: Drawn): Mark => ({
  ...circle({ x, y: 200, d, frame }),
  tool,
  points: POINTS[tool](x, 200, d),
});
const sizes = (one: Drawn, other: Drawn, geometry: typeof stack | typeof uncalibrated = stack): number[] =>
  lesionGroups([submitted(1, [drawn(one)]), submitted(2, [drawn(other)])], comparedProtocol, geometry).map(
    (group) => group.seen.length,
  );

describe('groups of lesions', () => {
  it('[AG13] match marks of every kind with every kind, within the distance of the plan, in millimetres and in pixels', () => {
    for (const one of TOOLS) {
      for (const other of TOOLS) {
        // Ten millimetres are twenty pixels of this stack; without calibration the plan allows fifteen.
        expect([one, other, sizes({ tool: one, x: 200 }, { tool: other, x: 218 })]).toEqual([one, other, [2]]);
        expect(sizes({ tool: one, x: 200 }, { tool: other, x: 222 })).toEqual([1, 1]);
        expect(sizes({ tool: one, x: 200 }, { tool: other, x: 214 }, uncalibrated)).toEqual([2]);
        expect(sizes({ tool: one, x: 200 }, { tool: other, x: 216 }, uncalibrated)).toEqual([1, 1]);
      }
    }
  });

  it('[AG14] take a place in the middle of a large area for the same lesion, and one outside for another', () => {
    const area = { tool: 'ellipse', x: 200, d: 120 } as const;
    for (const tool of ['probe', 'arrow', 'length', 'bidirectional'] as const) {
      expect(sizes(area, { tool, x: 250 })).toEqual([2]);
      expect(sizes({ tool, x: 250 }, area, uncalibrated)).toEqual([2]);
      expect(sizes(area, { tool, x: 270 })).toEqual([1, 1]);
      expect(sizes(area, { tool, x: 250, frame: 4 })).toEqual([1, 1]);
    }
  });

  it('[AG15] measure the distance in diameters where the plan says so and nothing is calibrated', () => {
    const byShare: ProtocolContent = {
      ...comparedProtocol,
      agreement: {
        ...comparedProtocol.agreement,
        matching: { ...comparedProtocol.agreement.matching, maximumShare: 0.5 },
      },
    };
    const readers = (apart: number, d: number) =>
      [200, 200 + apart].map((x, i) => submitted(i + 1, [drawn({ tool: 'length', x, d })]));
    expect(lesionGroups(readers(9, 20), byShare, uncalibrated)).toHaveLength(1);
    expect(lesionGroups(readers(11, 20), byShare, uncalibrated)).toHaveLength(2);
    expect(lesionGroups(readers(40, 100), byShare, uncalibrated)).toHaveLength(1);
    const places = [200, 211].map((x, i) => submitted(i + 1, [drawn({ tool: 'probe', x })]));
    expect(lesionGroups(places, byShare, uncalibrated)).toHaveLength(1);
  });

  it('[RW2] match marks of the whole image by their image and never with a place in one', () => {
    const whole = (frame: number): Mark => ({
      ...circle({ x: 9, y: 9, d: 4, frame }),
      tool: 'whole-image',
      points: [],
    });
    const flat: GeometryOf = () => ({ rows: 512, columns: 512 });
    const groupsOf = (one: Mark, other: Mark, geometry: GeometryOf): number[] =>
      lesionGroups([submitted(1, [one]), submitted(2, [other])], comparedProtocol, geometry).map(
        (group) => group.seen.length,
      );
    for (const geometry of [stack, flat]) {
      expect(groupsOf(whole(1), whole(1), geometry)).toEqual([2]);
      expect(groupsOf(whole(1), whole(2), geometry)).toEqual([1, 1]);
      expect(groupsOf(whole(1), drawn({ tool: 'probe', x: 256 }), geometry)).toEqual([1, 1]);
    }
  });
});
