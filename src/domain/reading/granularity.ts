/** What one finding stands for: where the protocol says "the case", "the series" or "the image", a second one repeats the first. */
import { frameText, type FrameKey } from '../geometry/frame.ts';
import { exhaustive } from '../kernel/exhaustive.ts';
import type { Finding, Granularity } from '../protocol/protocol.ts';
import type { Lesion, Mark } from './mark.ts';

/** The series of the case a frame belongs to; undefined for a frame of another case. */
export type SeriesOf = (frame: FrameKey) => string | undefined;

export interface Repetition {
  readonly lesion: Lesion;
  /** The mark that repeats what `of` said. */
  readonly mark: Mark;
  readonly of: Lesion;
  /** "the whole case", "a whole series", "a whole image". */
  readonly unit: string;
}

/**
 * Every lesion that says again what an earlier one of the same finding said, in their order. A mark of the whole image stands
 * for that image under every granularity.
 */
export function repetitionsOf(
  lesions: readonly Lesion[],
  findings: readonly Finding[],
  seriesOf: SeriesOf,
): Repetition[] {
  return findings.flatMap(({ id, granularity = 'finding' }) => {
    const said = new Map<string, Lesion>();
    return lesions
      .filter(({ finding }) => finding === id)
      .flatMap((lesion): Repetition[] => {
        const repeated = lesion.marks.flatMap((mark) => {
          const whole = granularity === 'finding' && mark.tool === 'whole-image';
          const place = placeOf(mark, whole ? 'image' : granularity, seriesOf);
          const of = place && said.get(place.key);
          if (place && !of) said.set(place.key, lesion);
          return place && of && of !== lesion ? [{ lesion, mark, of, unit: place.unit }] : [];
        });
        return repeated.slice(0, 1);
      });
  });
}

/** What a mark speaks of; null where it speaks of the one thing it encloses. */
function placeOf(mark: Mark, granularity: Granularity, seriesOf: SeriesOf): { key: string; unit: string } | null {
  switch (granularity) {
    case 'finding':
      return null;
    case 'image':
      return { key: frameText(mark.frame), unit: 'a whole image' };
    case 'series':
      return { key: seriesOf(mark.frame) ?? '', unit: 'a whole series' };
    case 'case':
      return { key: '', unit: 'the whole case' };
    default:
      return exhaustive(granularity);
  }
}
