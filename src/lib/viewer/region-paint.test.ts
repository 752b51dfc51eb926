import { describe, expect, it } from 'vitest';
import { paintRegion } from './region-paint.ts';

const grey = { rows: 2, columns: 2, components: 1, samples: [0, 100, 200, 300], slope: 1, intercept: -100 };
const levels = (bytes: Uint8ClampedArray): number[] => [...bytes].filter((_, i) => i % 4 === 0);

describe('[VW8] the loupe shows the decoded pixels with the window of the viewport, nothing else', () => {
  it('maps values through slope, intercept and window', () => {
    const range = { lower: -100, upper: 200 };
    const style = { range, inverted: false };
    expect(levels(paintRegion(grey, { from: [0, 0], size: [2, 2] }, style))).toEqual([0, 85, 170, 255]);
    expect(levels(paintRegion(grey, { from: [0, 0], size: [2, 2] }, { range, inverted: true }))).toEqual([
      255, 170, 85, 0,
    ]);
  });
  it('is black and opaque outside the frame', () => {
    const bytes = paintRegion(
      grey,
      { from: [1, 1], size: [2, 1] },
      { range: { lower: 0, upper: 200 }, inverted: false },
    );
    expect([...bytes]).toEqual([255, 255, 255, 255, 0, 0, 0, 255]);
  });
  it('keeps the colours of a colour image', () => {
    const colour = { rows: 1, columns: 1, components: 4, samples: [10, 20, 30, 255], slope: 1, intercept: 0 };
    const bytes = paintRegion(colour, { from: [0, 0], size: [1, 1] }, { range: null, inverted: false });
    expect([...bytes]).toEqual([10, 20, 30, 255]);
  });
});
