/** The words around the image. Numbers carry a true minus sign; nothing is said that the image does not state. */
import type { SeriesImages } from '#contract/images.ts';
import type { ViewerPosition } from './viewer.ts';

const MINUS = '\u2212';

/** Whole above ten, one decimal below: windows in HU and in SUV both read well. */
export function numberText(value: number): string {
  const rounded = Number(value.toFixed(Math.abs(value) < 10 ? 1 : 0));
  return String(rounded).replace('-', MINUS);
}

type Place = Pick<ViewerPosition, 'instanceNumber' | 'index' | 'count' | 'key'>;

/** "Im 115": the Instance Number the image states, or nothing. */
export const instanceText = ({ instanceNumber }: Pick<Place, 'instanceNumber'>): string =>
  instanceNumber === null ? '' : `Im ${numberText(instanceNumber)}`;

/** "92/162": the place in display order. */
export const placeText = ({ index, count }: Pick<Place, 'index' | 'count'>): string =>
  `${String(index + 1)}/${String(count)}`;

/** "Im 115 · 92/162". */
export const sliceText = (place: Place): string =>
  [instanceText(place), placeText(place)].filter((part) => part !== '').join(' · ');

/** "W 1500 L −600 lung". Empty for colour images, which have no window. */
export function windowText(window: ViewerPosition['window'], inverted = false): string {
  if (!window) return inverted ? 'inverted' : '';
  const name = window.name === null ? '' : ` ${window.name}`;
  return `W ${numberText(window.width)} L ${numberText(window.center)}${name}${inverted ? ', inverted' : ''}`;
}

/** "zoom 1.7": CSS pixels per image pixel. */
export const zoomText = (zoom: number): string => `zoom ${zoom < 0.095 ? zoom.toFixed(2) : zoom.toFixed(1)}`;

/** "lossless", "lossy 10:1", "lossy". */
export function compressionText(lossy: SeriesImages['lossy']): string {
  if (!lossy) return 'lossless';
  return lossy.ratio === null ? 'lossy' : `lossy ${numberText(lossy.ratio)}:1`;
}

/** What a screen reader says of the viewport: "Chest CT, slice 92 of 162". */
export const spokenSlice = (series: string, { index, count }: Pick<Place, 'index' | 'count'>): string =>
  `${series}, slice ${String(index + 1)} of ${String(count)}`;
