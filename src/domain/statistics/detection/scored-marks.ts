/**
 * Marks of one reader against reference lesions: a mark within the acceptance radius finds its nearest lesion, any other is a
 * false mark (Chakraborty & Berbaum 2004, Med Phys 31:2313). A lesion is rated by the surest mark that found it.
 */

/** Patient position in mm; z = 0 for a single image. */
type Position = readonly [x: number, y: number, z: number];

export interface ReferenceLesion {
  readonly at: Position;
  /** How much finding it matters next to the other lesions of its case; 1 by default. */
  readonly weight?: number;
  /** Of this lesion in mm, instead of the one for all. */
  readonly acceptanceRadius?: number;
}

export interface ReadCase {
  /** None for a normal case. */
  readonly lesions: readonly ReferenceLesion[];
  readonly marks: readonly { readonly at: Position; readonly confidence: number }[];
}

export interface ScoredLesion {
  /** −Infinity for a lesion that was not marked. */
  readonly confidence: number;
  /** Its share of the case; those of one case add up to 1. */
  readonly weight: number;
}

export interface ScoredCase {
  readonly lesions: readonly ScoredLesion[];
  /** Confidence of each mark that found nothing. */
  readonly falseMarks: readonly number[];
  /** Marks on a lesion that a surer mark had found already: neither right nor wrong. */
  readonly repeats: number;
}

/** @param acceptanceRadius in mm, above 0 */
export function scoredCase({ lesions, marks }: ReadCase, acceptanceRadius: number): ScoredCase {
  const found = new Map<number, number[]>();
  const falseMarks: number[] = [];
  for (const { at, confidence } of marks) {
    const nearest = nearestLesion(at, lesions, acceptanceRadius);
    if (nearest === undefined) falseMarks.push(confidence);
    else found.set(nearest, [...(found.get(nearest) ?? []), confidence]);
  }
  const total = lesions.reduce((sum, { weight = 1 }) => sum + weight, 0);
  return {
    lesions: lesions.map(({ weight = 1 }, i) => ({
      confidence: Math.max(-Infinity, ...(found.get(i) ?? [])),
      weight: weight / total,
    })),
    falseMarks,
    repeats: marks.length - falseMarks.length - found.size,
  };
}

/** Of the lesions whose radius the mark is in, the nearest. */
function nearestLesion(at: Position, lesions: readonly ReferenceLesion[], radius: number): number | undefined {
  let nearest: number | undefined;
  let least = Infinity;
  lesions.forEach((lesion, i) => {
    const distance = Math.hypot(at[0] - lesion.at[0], at[1] - lesion.at[1], at[2] - lesion.at[2]);
    if (distance <= (lesion.acceptanceRadius ?? radius) && distance < least) [nearest, least] = [i, distance];
  });
  return nearest;
}
