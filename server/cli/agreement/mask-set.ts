/**
 * Masks of raters as JSON: `box` as [width, height] or [width, height, slices], and `masks`, for each rater rows of 0 and 1, slice
 * after slice; `prior` if the share of the box that is the lesion is known. Empty space makes everybody specific, so the box must be declared.
 */
import * as v from 'valibot';
import { CommandRefused } from '../command.ts';

const Side = v.pipe(v.number(), v.integer(), v.minValue(1));
const Masks = v.object({
  box: v.union([v.strictTuple([Side, Side]), v.strictTuple([Side, Side, Side])]),
  masks: v.record(v.string(), v.array(v.pipe(v.string(), v.regex(/^[01]+$/)))),
  prior: v.optional(v.pipe(v.number(), v.gtValue(0), v.ltValue(1))),
});

/** STAPLE tells patterns of answers apart by a number of as many bits. */
const MOST_RATERS = 50;

export interface MaskSet {
  readonly box: readonly number[];
  readonly raters: readonly string[];
  /** One per rater, row by row, slice by slice. */
  readonly masks: readonly Uint8Array[];
  readonly prior?: number;
}

export const holdsMasks = (data: Readonly<Record<string, unknown>>): boolean =>
  typeof data['masks'] === 'object' && data['masks'] !== null;

/** @throws CommandRefused `box-undeclared`, `bad-masks`, `mask-size`, `one-rater` or `too-many-raters` */
export function maskSetOf(data: Readonly<Record<string, unknown>>): MaskSet {
  if (!('box' in data)) {
    throw new CommandRefused(
      'box-undeclared',
      'STAPLE depends on how much empty space is counted: declare the box as [width, height] or [width, height, slices].',
    );
  }
  const parsed = v.safeParse(Masks, data);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new CommandRefused(
      'bad-masks',
      `The masks are not what they should be at ${v.getDotPath(issue) ?? 'the top'}: ${issue.message}.`,
    );
  }
  const { box, masks, prior } = parsed.output;
  const raters = Object.keys(masks);
  if (raters.length < 2) throw new CommandRefused('one-rater', 'STAPLE compares the masks of at least two raters.');
  if (raters.length > MOST_RATERS)
    throw new CommandRefused('too-many-raters', `STAPLE takes at most ${String(MOST_RATERS)} masks.`);
  const [width, height, slices = 1] = box;
  return {
    box,
    raters,
    masks: raters.map((rater) => maskOf(rater, masks[rater] ?? [], { width, rows: height * slices })),
    ...(prior !== undefined && { prior }),
  };
}

function maskOf(
  rater: string,
  rows: readonly string[],
  box: { readonly width: number; readonly rows: number },
): Uint8Array {
  const wrong = rows.findIndex((row) => row.length !== box.width);
  if (rows.length !== box.rows || wrong >= 0) {
    const what =
      wrong >= 0
        ? `row ${String(wrong + 1)} has ${String(rows[wrong]?.length ?? 0)} columns`
        : `it has ${String(rows.length)} rows`;
    throw new CommandRefused(
      'mask-size',
      `The mask of “${rater}” does not fill the box of ${String(box.width)} × ${String(box.rows)}: ${what}.`,
    );
  }
  return Uint8Array.from(rows.join(''), Number);
}
