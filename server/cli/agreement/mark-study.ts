/**
 * Marks of raters against reference lesions as JSON: `acceptanceRadius` in mm, and `cases`, each with its `lesions` (`at` in mm, with a
 * `weight` and a `radius` of its own if it has them) and its `reads`: who read it, and where they marked something how sure.
 */
import * as v from 'valibot';
import { scoredCase, type ScoredCase } from '#domain/statistics/detection/scored-marks.ts';
import { CommandRefused } from '../command.ts';

const At = v.union([v.strictTuple([v.number(), v.number()]), v.strictTuple([v.number(), v.number(), v.number()])]);
const Positive = v.pipe(v.number(), v.gtValue(0));
const Name = v.pipe(v.union([v.string(), v.number()]), v.transform(String));
const Marks = v.object({
  acceptanceRadius: Positive,
  cases: v.pipe(
    v.array(
      v.object({
        case: Name,
        cluster: v.optional(Name),
        lesions: v.array(v.object({ at: At, weight: v.optional(Positive), radius: v.optional(Positive) })),
        reads: v.array(
          v.object({ rater: Name, marks: v.array(v.object({ at: At, confidence: v.optional(v.number()) })) }),
        ),
      }),
    ),
    v.minLength(1),
  ),
});
type Written = v.InferOutput<typeof Marks>;

export interface MarkStudy {
  readonly cases: number;
  readonly lesions: number;
  /** Without a lesion. */
  readonly normal: number;
  readonly acceptanceRadius: number;
  /** Whether every mark says how sure it is; without that there is no bar to be lowered. */
  readonly rated: boolean;
  readonly raters: readonly MarkReader[];
}

export interface MarkReader {
  readonly name: string;
  /** Those that were read. */
  readonly cases: readonly ScoredCase[];
  /** What is drawn together, one number for each case: the patient, or the case itself. */
  readonly clusters: readonly number[];
}

export const holdsMarks = (data: Readonly<Record<string, unknown>>): boolean =>
  Array.isArray(data['cases']) && 'acceptanceRadius' in data;

/** @throws CommandRefused `bad-marks`, `case-twice`, `rater-twice` or `mixed-confidence` */
export function markStudyOf(data: unknown): MarkStudy {
  const parsed = v.safeParse(Marks, data);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new CommandRefused(
      'bad-marks',
      `The marks are not what they should be at ${v.getDotPath(issue) ?? 'the top'}: ${issue.message}.`,
    );
  }
  const { acceptanceRadius, cases } = parsed.output;
  refuseTwice(cases);
  const names = [...new Set(cases.flatMap(({ reads }) => reads.map(({ rater }) => rater)))];
  const clusters = [...new Set(cases.map(clusterOf))];
  return {
    cases: cases.length,
    lesions: cases.reduce((sum, { lesions }) => sum + lesions.length, 0),
    normal: cases.filter(({ lesions }) => lesions.length === 0).length,
    acceptanceRadius,
    rated: isRated(cases),
    raters: names.map((name) => {
      const read = cases.flatMap((one) =>
        one.reads.filter(({ rater }) => rater === name).map(({ marks }) => ({ one, marks })),
      );
      return {
        name,
        cases: read.map(({ one, marks }) => scored(one.lesions, marks, acceptanceRadius)),
        clusters: read.map(({ one }) => clusters.indexOf(clusterOf(one))),
      };
    }),
  };
}

type WrittenCase = Written['cases'][number];

const clusterOf = ({ case: name, cluster }: WrittenCase): string =>
  cluster === undefined ? `case ${name}` : `cluster ${cluster}`;

function scored(
  lesions: WrittenCase['lesions'],
  marks: WrittenCase['reads'][number]['marks'],
  radius: number,
): ScoredCase {
  return scoredCase(
    {
      lesions: lesions.map(({ at, weight, radius: own }) => ({
        at: placeOf(at),
        ...(weight !== undefined && { weight }),
        ...(own !== undefined && { acceptanceRadius: own }),
      })),
      marks: marks.map(({ at, confidence = 0 }) => ({ at: placeOf(at), confidence })),
    },
    radius,
  );
}

const placeOf = ([x, y, z = 0]: v.InferOutput<typeof At>): readonly [number, number, number] => [x, y, z];

function refuseTwice(cases: readonly WrittenCase[]): void {
  const seen = new Set<string>();
  for (const { case: name, reads } of cases) {
    if (seen.has(name)) throw new CommandRefused('case-twice', `Case “${name}” is there twice.`);
    seen.add(name);
    const raters = reads.map(({ rater }) => rater);
    const twice = raters.find((rater, i) => raters.indexOf(rater) !== i);
    if (twice !== undefined) throw new CommandRefused('rater-twice', `“${twice}” has read case “${name}” twice.`);
  }
}

function isRated(cases: readonly WrittenCase[]): boolean {
  const marks = cases.flatMap(({ reads }) => reads.flatMap((read) => read.marks));
  const rated = marks.filter(({ confidence }) => confidence !== undefined).length;
  if (rated === marks.length || rated === 0) return rated > 0 || marks.length === 0;
  throw new CommandRefused('mixed-confidence', 'Some marks say how sure they are and some do not.');
}
