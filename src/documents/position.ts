/** A position in pixels of one frame, as it stands in a document. */
import * as v from 'valibot';

const Coordinate = v.pipe(v.number(), v.finite(), v.minValue(-16_384), v.maxValue(65_536));

export const PositionSchema = v.tuple([Coordinate, Coordinate]);
export type Position = v.InferOutput<typeof PositionSchema>;
