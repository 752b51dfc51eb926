/** Who drew what, in their colours: people of the panel solid, blind reads in the colours and dashes of their letters. */
import type { SeriesImages } from '#contract/images.ts';
import { frameText } from '#domain/geometry/frame.ts';
import type { Mark } from '#domain/reading/mark.ts';
import type { RevealedRead } from '#domain/session/view.ts';
import type { StripTick } from '#lib/viewer/ScrollStrip.svelte';
import type { ViewMark } from '#lib/viewer/viewer.ts';
import { aliasHex, participantHex } from '#lib/ui/tones.ts';
import type { Room } from './room.svelte.ts';
import type { SeatedMark } from './table.svelte.ts';

/** Letters are told apart without colour too. */
const DASHES = ['8 3', '3 3', '10 3 2 3', '5 2 1 2', '1 3', '12 4', '6 2 2 2 2 2', '2 2'];

export const letterIndex = (letter: string): number => Math.max(0, letter.charCodeAt(0) - 'A'.charCodeAt(0));

export const marksOfReads = (reads: readonly RevealedRead[], hidden: readonly string[]): ViewMark[] =>
  reads.flatMap((read) => {
    const index = letterIndex(read.letter);
    return read.marks.map((mark) => ({
      ...placeOf(mark),
      colour: aliasHex(index),
      dash: DASHES[index % DASHES.length] ?? '',
      label: read.letter,
      brief: true,
      editable: false,
      visible: !hidden.includes(read.letter),
    }));
  });

export const marksOfPanel = (marks: readonly SeatedMark[], room: Room, writable: boolean): ViewMark[] =>
  marks.map(({ seat, mark }) => {
    const person = room.person(seat);
    return {
      ...placeOf(mark),
      colour: participantHex(person?.place ?? 0),
      dash: '',
      label: person?.initials ?? '?',
      editable: writable && seat === room.mySeat,
      visible: true,
    };
  });

/** Measurements a person takes alone, before anything is shared; they never leave this window. */
export const marksOfOneself = (marks: readonly Mark[], room: Room): ViewMark[] =>
  marks.map((mark) => ({
    ...placeOf(mark),
    colour: participantHex(room.person(room.mySeat)?.place ?? 0),
    dash: '2 3',
    label: 'only you',
    editable: true,
    visible: true,
  }));

const placeOf = ({ id, frame, tool, points }: Mark): Pick<ViewMark, 'id' | 'frame' | 'tool' | 'points'> => ({
  id,
  frame,
  tool,
  points,
});

/** Where in the stack something was drawn, for the strip at the edge of the image. */
export function ticksOf(marks: readonly ViewMark[], series: SeriesImages): StripTick[] {
  const places = new Map(series.frames.map((frame, index) => [frameText(frame.key), index]));
  const ticks = marks.flatMap((mark) => {
    const index = places.get(frameText(mark.frame));
    return index === undefined || !mark.visible ? [] : [{ index, colour: mark.colour, text: mark.label }];
  });
  return [...new Map(ticks.map((tick) => [`${tick.text} ${String(tick.index)}`, tick])).values()];
}
