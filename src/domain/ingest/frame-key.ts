/** The address of a frame as it travels: SOP Instance UID and 1-based frame number. */
import * as v from 'valibot';

const Uid = v.pipe(v.string(), v.regex(/^[0-9.]{1,64}$/));

export const FrameKeySchema = v.object({
  sop: Uid,
  frame: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
});
