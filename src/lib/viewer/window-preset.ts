/** Display windows: the named ones of a modality, and the arithmetic between a window and the range of values it shows. */
import type { NamedWindow, SeriesImages } from '#contract/images.ts';
import type { Window } from './viewer.ts';

/** Usual CT windows in HU; the order is the order of the keys 1–9. */
const CT: readonly NamedWindow[] = [
  { name: 'soft tissue', width: 400, center: 40 },
  { name: 'lung', width: 1500, center: -600 },
  { name: 'bone', width: 2500, center: 480 },
  { name: 'brain', width: 80, center: 40 },
  { name: 'liver', width: 150, center: 90 },
  { name: 'mediastinum', width: 350, center: 50 },
  { name: 'stroke', width: 40, center: 40 },
];

const same = (a: Window, b: Window): boolean =>
  Math.abs(a.width - b.width) < 0.5 && Math.abs(a.center - b.center) < 0.5;

/** At most nine: those of the modality first, then what the images propose themselves. */
export function presetsOf(series: Pick<SeriesImages, 'modality' | 'windows'>): NamedWindow[] {
  const known = series.modality === 'CT' ? CT : [];
  const own = series.windows.filter((window) => !known.some((preset) => same(preset, window)));
  return [...known, ...own].slice(0, 9);
}

export function presetNameOf(window: Window, presets: readonly NamedWindow[]): string | null {
  return presets.find((preset) => same(preset, window))?.name ?? null;
}

export interface ValueRange {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The values shown as black and as white. `linear` is the VOI LUT function LINEAR, the default (DICOM PS3.3 C.11.2.1.2.1);
 * `exact` is LINEAR_EXACT (C.11.2.1.3.2), used for values without whole steps such as SUV.
 */
export function rangeOf({ width, center }: Window, curve: 'linear' | 'exact'): ValueRange {
  if (curve === 'exact') return { lower: center - width / 2, upper: center + width / 2 };
  return { lower: center - 0.5 - (width - 1) / 2, upper: center - 0.5 + (width - 1) / 2 };
}

/** The inverse of `rangeOf`. */
export function windowOf({ lower, upper }: ValueRange, curve: 'linear' | 'exact'): Window {
  if (curve === 'exact') return { width: upper - lower, center: (lower + upper) / 2 };
  return { width: upper - lower + 1, center: (lower + upper + 1) / 2 };
}
