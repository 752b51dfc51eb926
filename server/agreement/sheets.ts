/**
 * From compared cases to sheets: what each reader said about each thing readers can agree about. Which column a reader gets is
 * drawn by lot, and where slots are not the same people it is drawn anew for every case, so that no column is a person.
 */
import type { Scale, Sheet, SheetItem } from '#contract/agreement-figures.ts';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { Random } from '#domain/kernel/random.ts';
import { valueText, type Field, type FieldValue } from '#domain/protocol/field.ts';
import type { Finding, ProtocolContent } from '#domain/protocol/protocol.ts';
import type { Raters, SubmittedRead } from '#domain/reading/read.ts';
import type { Comparison } from './comparison.ts';
import type { SheetJob } from './sheet-job.ts';

export interface NamedJob {
  readonly id: string;
  readonly label: string;
  readonly job: SheetJob;
}

export interface Sheeting {
  readonly comparisons: readonly Comparison[];
  readonly protocol: ProtocolContent;
  readonly raters: Raters;
  readonly random: Random;
  /** Equal for cases of one patient. */
  readonly patientOf: (comparison: Comparison) => string;
}

/** Fields of the case, then finding by finding: whether it is in the case, its marks, their diameters, their fields. */
export function sheetsOf(sheeting: Sheeting): NamedJob[] {
  const desk = deskOf(sheeting);
  const { protocol } = sheeting;
  return [
    ...protocol.caseFields.flatMap((field) => caseField(desk, field)),
    ...protocol.findings.flatMap((finding) => [
      present(desk, finding),
      marks(desk, finding),
      ...diameters(desk, finding),
      ...finding.fields.flatMap((field) => lesionField(desk, finding, field)),
    ]),
  ];
}

/** One case with its reads in the columns of the sheets; null where a reader did not read it. */
interface Row {
  readonly comparison: Comparison;
  readonly patient: number;
  readonly reads: readonly (SubmittedRead | null)[];
}

interface Desk {
  readonly raters: Raters;
  readonly readers: number;
  readonly rows: readonly Row[];
}

function deskOf({ comparisons, raters, random, patientOf }: Sheeting): Desk {
  const patients = new Map<string, number>();
  const patient = (comparison: Comparison): number => {
    const key = patientOf(comparison);
    const known = patients.get(key) ?? patients.size;
    patients.set(key, known);
    return known;
  };
  const people =
    raters === 'identified' ? random.shuffled([...new Set(comparisons.flatMap(({ reads }) => reads.map(nameOf)))]) : [];
  const readers =
    raters === 'identified' ? people.length : Math.max(0, ...comparisons.map(({ reads }) => reads.length));
  const columns = ({ reads }: Comparison): (SubmittedRead | null)[] => {
    if (raters === 'identified') return people.map((name) => reads.find((read) => nameOf(read) === name) ?? null);
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

type Answers = Pick<Sheet, 'scale' | 'measure' | 'categories' | 'scores'> & {
  readonly placeOf: (value: FieldValue | undefined) => number | null;
};

/** What the answers of a field are compared as; undefined for text, which has no categories to agree on. */
function answersOf(field: Field, given: readonly (FieldValue | undefined)[]): Answers | undefined {
  switch (field.kind) {
    case 'text':
      return undefined;
    case 'number':
      return { ...numbers, measure: field.unit };
    case 'confidence':
      return { ...numbers, measure: '%' };
    case 'yes-no':
      return categories(
        'categories',
        [false, true].map((value) => [value, valueText(field, value)]),
      );
    case 'choice':
      return categories(
        'categories',
        field.options.map(({ value, label }) => [value, label]),
      );
    case 'ordinal': {
      const anchors = field.anchors.toSorted((a, b) => a.value - b.value);
      const known = categories(
        'ordered',
        anchors.map(({ value }) => [value, valueText(field, value)]),
      );
      return { ...known, scores: anchors.map(({ value }) => value) };
    }
    case 'choices':
      return setsOf(field, given);
  }
}

const numbers: Answers = {
  scale: 'numbers',
  measure: '',
  categories: [],
  scores: [],
  placeOf: (value) => (typeof value === 'number' ? value : null),
};

function categories(scale: Scale, known: readonly (readonly [FieldValue, string])[]): Answers {
  const places = new Map(known.map(([value], place) => [value, place]));
  return {
    scale,
    measure: '',
    categories: known.map(([, label]) => label),
    scores: known.map((_, place) => place),
    placeOf: (value) => (value === undefined ? null : (places.get(value) ?? null)),
  };
}

/** Several chosen options are one answer, whatever the order of choosing; those that occur are the categories. */
function setsOf(field: Field, given: readonly (FieldValue | undefined)[]): Answers {
  const sets = [
    ...new Set(given.flatMap((value) => (Array.isArray(value) ? [canonicalJson(value.toSorted())] : []))),
  ].sort();
  const named = categories(
    'categories',
    sets.map((text) => [text, labelOfSet(field, text)]),
  );
  return {
    ...named,
    placeOf: (value) => (Array.isArray(value) ? named.placeOf(canonicalJson(value.toSorted())) : null),
  };
}

const labelOfSet = (field: Field, text: string): string =>
  valueText(field, JSON.parse(text) as string[]) || 'none of them';

function caseField(desk: Desk, field: Field): NamedJob[] {
  const given = desk.rows.map(({ reads }) => reads.map((read) => read?.content.answers[field.id]));
  const answers = answersOf(field, given.flat());
  if (!answers) return [];
  const items = desk.rows.map((row, i) => itemOf(row, null, (given[i] ?? []).map(answers.placeOf)));
  return [{ id: `field:${field.id}`, label: field.label, job: jobOf(desk, answers, { unit: 'case', items }) }];
}

function present(desk: Desk, { id, name }: Finding): NamedJob {
  const answers = categories('categories', [
    [false, 'not marked'],
    [true, 'marked'],
  ]);
  const items = desk.rows.map((row) =>
    itemOf(
      row,
      null,
      row.reads.map((read) => read && Number(read.content.marks.some((mark) => mark.finding === id))),
    ),
  );
  return {
    id: `present:${id}`,
    label: `${name}: marked in the case`,
    job: jobOf(desk, answers, { unit: 'case', items }),
  };
}

function marks(desk: Desk, { id, name }: Finding): NamedJob {
  const answers: Answers = { ...numbers, scale: 'marks', categories: ['not marked', 'marked'], scores: [0, 1] };
  const found = lesionsOf(desk, id, (read, seen) => read && Number(seen !== undefined));
  return {
    id: `marks:${id}`,
    label: `${name}: each mark`,
    job: jobOf(desk, answers, { unit: 'lesion', items: found }),
  };
}

function diameters(desk: Desk, { id, name }: Finding): NamedJob[] {
  const items = lesionsOf(desk, id, (_, seen) =>
    seen?.extent?.diameter.unit === 'mm' ? seen.extent.diameter.value : null,
  );
  const measured = items.filter(twice);
  const answers = { ...numbers, measure: 'mm' };
  const job = jobOf(desk, answers, { unit: 'lesion', items: measured });
  return measured.length > 0 ? [{ id: `diameter:${id}`, label: `${name}: longest diameter`, job }] : [];
}

/** Only lesions that two readers marked and answered for can be compared. */
function lesionField(desk: Desk, finding: Finding, field: Field): NamedJob[] {
  const given = lesionsOf(desk, finding.id, (_, seen) => seen?.lesion.attributes[field.id]);
  const answers = answersOf(
    field,
    given.flatMap(({ values }) => values),
  );
  if (!answers) return [];
  const placed = given.map((item): Placed<number | null> => ({ ...item, values: item.values.map(answers.placeOf) }));
  const items = placed.filter(twice);
  const job = jobOf(desk, answers, { unit: 'lesion', items });
  const label = `${finding.name}, each mark: ${field.label}`;
  return items.length > 0 ? [{ id: `lesion-field:${finding.id}:${field.id}`, label, job }] : [];
}

const twice = ({ values }: Placed<number | null>): boolean => values.filter((value) => value !== null).length >= 2;

interface Placed<T> extends Omit<SheetItem, 'values'> {
  readonly patient: number;
  readonly values: readonly T[];
}

type Seen = Comparison['groups'][number]['seen'][number];

function lesionsOf<T>(desk: Desk, finding: string, say: (read: SubmittedRead | null, seen?: Seen) => T): Placed<T>[] {
  return desk.rows.flatMap((row) =>
    row.comparison.groups.flatMap((group, at) => {
      if (group.finding !== finding) return [];
      const values = row.reads.map((read) =>
        say(
          read,
          group.seen.find((seen) => seen.read === read?.id),
        ),
      );
      return [itemOf(row, at + 1, values)];
    }),
  );
}

const itemOf = <T>({ comparison: { one }, patient }: Row, lesion: number | null, values: readonly T[]): Placed<T> => ({
  case: one.id,
  alias: one.alias,
  lesion,
  patient,
  values,
});

interface Filled {
  readonly unit: Sheet['unit'];
  readonly items: readonly Placed<number | null>[];
}

function jobOf(
  { raters, readers, rows }: Desk,
  { placeOf: _, ...answers }: Answers,
  { unit, items }: Filled,
): SheetJob {
  const sheet: Sheet = { ...answers, unit, raters, readers, items: items.map(({ patient: __, ...item }) => item) };
  const places = Map.groupBy(items.keys(), (at) => items[at]?.case);
  const cases = rows.map(({ comparison, patient, reads }) => ({
    patient,
    read: reads.map((read) => read !== null),
    items: places.get(comparison.one.id) ?? [],
  }));
  return { sheet, patients: items.map(({ patient }) => patient), cases };
}
