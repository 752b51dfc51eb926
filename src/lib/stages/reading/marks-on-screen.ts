/** A reader's own marks as the viewer draws them: numbered like the list beside the image, measurements apart from findings. */
import type { SeriesImages } from '#contract/images.ts';
import { frameText } from '#domain/geometry/frame.ts';
import type { Lesion, Mark } from '#domain/reading/mark.ts';
import { participantHex } from '#lib/ui/tones.ts';
import type { ViewMark } from '#lib/viewer/viewer.ts';

export interface OnScreen {
  readonly lesions: readonly Lesion[];
  /** Id of the lesion whose card is open. */
  readonly open: string | null;
  readonly measurements: readonly Mark[];
  readonly writable: boolean;
}

const OWN = participantHex(0);
const OPEN = '#ffffff';
const MEASUREMENT = '#c8d0da';

export function marksOnScreen({ lesions, open, measurements, writable }: OnScreen): ViewMark[] {
  const findings = lesions.flatMap((lesion, index) =>
    lesion.marks.map((mark) => ({
      ...placeOf(mark),
      lesion: lesion.id,
      colour: lesion.id === open ? OPEN : OWN,
      dash: '',
      label: String(index + 1),
      editable: writable,
      visible: true,
    })),
  );
  const measured = measurements.map((mark) => ({
    ...placeOf(mark),
    colour: MEASUREMENT,
    dash: '2 3',
    label: '',
    editable: true,
    visible: true,
  }));
  return [...findings, ...measured];
}

export interface Tick {
  readonly index: number;
  readonly colour: string;
  readonly text: string;
}

/** Where in the stack one's own findings lie. */
export function ticksOf(lesions: readonly Lesion[], series: SeriesImages): Tick[] {
  const indexOf = new Map(series.frames.map(({ key }, index) => [frameText(key), index]));
  return lesions.flatMap((lesion, number) =>
    lesion.marks.flatMap((mark) => {
      const index = indexOf.get(frameText(mark.frame));
      return index === undefined ? [] : [{ index, colour: OWN, text: `Finding ${String(number + 1)}` }];
    }),
  );
}

const placeOf = ({ id, frame, tool, points }: Mark): Pick<ViewMark, 'id' | 'frame' | 'tool' | 'points'> => ({
  id,
  frame,
  tool,
  points,
});
