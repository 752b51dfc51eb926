/**
 * Who stands in which column. Which column a reader gets is drawn by lot, and where slots are not the same people it is drawn anew
 * for every case, so that no column is a person.
 */
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { CaseId } from '#domain/kernel/id.ts';
import type { Random } from '#domain/kernel/random.ts';
import type { Raters, SubmittedRead } from '#domain/reading/read.ts';
import type { ComparedCase } from '#domain/agreement/compared-case.ts';
import type { Case } from '#server/store/cases.ts';

/** A case that was compared, as far as a sheet needs it. */
export interface SheetedCase extends Pick<ComparedCase, 'case' | 'reads' | 'groups'> {
  readonly one: Pick<Case, 'alias'>;
}

export interface Seating {
  readonly comparisons: readonly SheetedCase[];
  readonly raters: Raters;
  readonly random: Random;
  /** Equal for cases of one patient. */
  readonly patientOf: (id: CaseId) => string;
}

/** One case with its reads in the columns of the sheets; null where a reader did not read it. */
export interface Row {
  readonly comparison: SheetedCase;
  readonly patient: number;
  readonly reads: readonly (SubmittedRead | null)[];
}

export interface Desk {
  readonly raters: Raters;
  readonly readers: number;
  readonly rows: readonly Row[];
}

export function deskOf({ comparisons, raters, random, patientOf }: Seating): Desk {
  const patients = new Map<string, number>();
  const patient = (comparison: SheetedCase): number => {
    const key = patientOf(comparison.case);
    const known = patients.get(key) ?? patients.size;
    patients.set(key, known);
    return known;
  };
  const people =
    raters === 'identified' ? random.shuffled([...new Set(comparisons.flatMap(({ reads }) => reads.map(nameOf)))]) : [];
  const readers =
    raters === 'identified' ? people.length : Math.max(0, ...comparisons.map(({ reads }) => reads.length));
  const columns = ({ reads }: SheetedCase): (SubmittedRead | null)[] => {
    if (raters === 'identified') {
      const named = new Map(reads.map((read) => [nameOf(read), read]));
      return people.map((name) => named.get(name) ?? null);
    }
    const drawn = random.shuffled(reads);
    return Array.from({ length: readers }, (_, at) => drawn[at] ?? null);
  };
  const rows = comparisons.map((comparison) => ({
    comparison,
    patient: patient(comparison),
    reads: columns(comparison),
  }));
  return { raters, readers, rows };
}

const nameOf = ({ reader }: SubmittedRead): string => canonicalJson(reader);
