import { describe, expect, it } from 'vitest';
import { compressionText, numberText, sliceText, windowText, zoomText } from './image-label.ts';
import { measureText } from './mark-text.ts';
import { scaleBarOf } from './scale-bar.ts';
import { presetNameOf, presetsOf, rangeOf, windowOf } from './window-preset.ts';

const place = { instanceNumber: 115, index: 91, count: 162, key: { sop: '1.2', frame: 1 } };

describe('[VW3] the labels say what the image states, with a true minus sign', () => {
  it('names the instance and the place', () => {
    expect(sliceText(place)).toBe('Im 115 · 92/162');
    expect(sliceText({ ...place, instanceNumber: null })).toBe('92/162');
  });
  it('names window and preset', () => {
    expect(windowText({ width: 1500, center: -600, name: 'lung' })).toBe('W 1500 L −600 lung');
    expect(windowText({ width: 5, center: 2.5, name: null }, true)).toBe('W 5 L 2.5, inverted');
    expect(windowText(null)).toBe('');
  });
  it('rounds zoom and values for reading', () => {
    expect([zoomText(1.699), zoomText(0.094), zoomText(12)]).toEqual(['zoom 1.7', 'zoom 0.09', 'zoom 12.0']);
    expect([numberText(-0.04), numberText(-1023.6), numberText(-600)]).toEqual(['0', '−1024', '−600']);
  });
  it('says lossless, lossy, and how much', () => {
    expect([null, { ratio: null }, { ratio: 10 }].map(compressionText)).toEqual(['lossless', 'lossy', 'lossy 10:1']);
  });
});

describe('[VW5] a length without calibration is in px, never in mm', () => {
  it('on the scale bar', () => {
    const bar = scaleBarOf(1.7, { row: 0.7, column: 0.7, kind: 'patient' }, 150);
    expect(bar?.text).toBe('50 mm');
    expect(bar?.width).toBeCloseTo((50 / 0.7) * 1.7, 6);
    expect(scaleBarOf(1.7, undefined, 150)?.text).toBe('50 px');
    expect(scaleBarOf(1, { row: 0.1, column: 0.1, kind: 'imager' }, 150)?.text).toBe('10 mm at detector');
    expect(scaleBarOf(0, undefined, 150)).toBeNull();
  });
  it('at a mark', () => {
    const line = {
      tool: 'length' as const,
      points: [
        [0, 0],
        [30, 40],
      ] as const,
    };
    expect(measureText(line, {})).toBe('50 px');
    expect(measureText(line, { spacing: { row: 0.5, column: 0.5, kind: 'patient' } })).toBe('25.0 mm');
    expect(
      measureText(
        {
          tool: 'arrow',
          points: [
            [0, 0],
            [9, 9],
          ],
        },
        {},
      ),
    ).toBe('');
    const square = {
      tool: 'freehand' as const,
      points: [
        [0, 0],
        [30, 0],
        [30, 40],
        [0, 40],
      ] as const,
    };
    expect(measureText(square, { spacing: { row: 1, column: 1, kind: 'imager' } })).toBe(
      '50.0 mm at detector, 1200 mm² at detector',
    );
  });
});

describe('windows', () => {
  it('put the CT presets on the first digits, then the windows of the images, nine at most', () => {
    const own = [
      { name: 'WINDOW1', width: 1500, center: -600 },
      ...Array.from({ length: 5 }, (_, i) => ({ name: `own ${String(i)}`, width: 10 + i, center: 0 })),
    ];
    const presets = presetsOf({ modality: 'CT', windows: own });
    expect(presets.slice(0, 5).map((preset) => preset.name)).toEqual(['soft tissue', 'lung', 'bone', 'brain', 'liver']);
    expect(presets.map((preset) => preset.name)).not.toContain('WINDOW1');
    expect(presets).toHaveLength(9);
    expect(presetsOf({ modality: 'MR', windows: own.slice(0, 1) }).map((preset) => preset.name)).toEqual(['WINDOW1']);
  });
  it('are recognised by their values', () => {
    const presets = presetsOf({ modality: 'CT', windows: [] });
    expect(presetNameOf({ width: 1500.2, center: -600 }, presets)).toBe('lung');
    expect(presetNameOf({ width: 1400, center: -600 }, presets)).toBeNull();
  });
  it('become ranges as DICOM says, and back', () => {
    expect(rangeOf({ width: 400, center: 40 }, 'linear')).toEqual({ lower: -160, upper: 239 });
    expect(rangeOf({ width: 5, center: 2.5 }, 'exact')).toEqual({ lower: 0, upper: 5 });
    for (const curve of ['linear', 'exact'] as const) {
      expect(windowOf(rangeOf({ width: 1500, center: -600 }, curve), curve)).toEqual({ width: 1500, center: -600 });
    }
  });
});
