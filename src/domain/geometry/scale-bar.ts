/** A scale bar of a round length: 1, 2 or 5 times a power of ten millimetres, the longest that fits. */

export interface ScaleBar {
  /** What the bar stands for. */
  readonly mm: number;
  /** How long it is drawn, in CSS pixels. */
  readonly length: number;
}

const ROUND = [5, 2, 1];

/** @param perMm CSS pixels per millimetre. @param longest CSS pixels there is room for. Undefined when either is not positive. */
export function scaleBar(perMm: number, longest: number): ScaleBar | undefined {
  const room = longest / perMm;
  if (!(perMm > 0) || !(room > 0) || !Number.isFinite(room)) return undefined;
  const decade = 10 ** Math.floor(Math.log10(room));
  // The last factor repairs a logarithm that rounds up at an exact power of ten.
  const mm = [...ROUND.map((r) => r * decade), decade / 2].find((length) => length <= room * (1 + 1e-9)) ?? decade / 5;
  return { mm, length: mm * perMm };
}
