/** A mark is one drawing of one reader on one frame; marks that share a `lesion` are one finding seen on several frames. */
import * as v from 'valibot';
import { isComplete, TOOLS } from '../geometry/shape.ts';
import { FrameKeySchema } from '../ingest/frame-key.ts';
import { FieldValuesSchema } from '../protocol/field.ts';

/** Pixel coordinates, rounded to 1/1000 px; a little outside the image is possible while drawing. */
const Coordinate = v.pipe(v.number(), v.finite(), v.minValue(-16_384), v.maxValue(65_536));
export const MarkSchema = v.pipe(
  v.object({
    id: v.pipe(v.string(), v.uuid()),
    /** The id of the lesion's first mark; equal to `id` on that first mark, whose finding and attributes count. */
    lesion: v.pipe(v.string(), v.uuid()),
    frame: FrameKeySchema,
    tool: v.picklist(TOOLS),
    points: v.array(v.tuple([Coordinate, Coordinate])),
    /** Id of a finding of the protocol. */
    finding: v.pipe(v.string(), v.maxLength(40)),
    attributes: FieldValuesSchema,
  }),
  v.check((mark) => isComplete(mark), 'not the points of its tool'),
);
export type Mark = v.InferOutput<typeof MarkSchema>;

/** What a reader states about one case: the frozen content of a submitted read. */
export const ReadContentSchema = v.object({
  marks: v.pipe(v.array(MarkSchema), v.maxLength(2000)),
  answers: FieldValuesSchema,
});
export type ReadContent = v.InferOutput<typeof ReadContentSchema>;

/** One finding as one reader sees it: its outlines over frames, its finding and attributes. */
export interface Lesion {
  readonly id: string;
  readonly finding: string;
  readonly attributes: Mark['attributes'];
  readonly marks: readonly Mark[];
}

/** Groups marks into lesions, in the order of their first marks. A lesion whose first mark is gone is led by its next one. */
export function lesionsOf(content: ReadContent): Lesion[] {
  const groups = new Map<string, Mark[]>();
  for (const mark of content.marks) groups.set(mark.lesion, [...(groups.get(mark.lesion) ?? []), mark]);
  return [...groups].flatMap(([id, marks]) => {
    const head = marks.find((m) => m.id === id) ?? marks[0];
    return head ? [{ id, finding: head.finding, attributes: head.attributes, marks }] : [];
  });
}
