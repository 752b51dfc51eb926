/** From compared cases to sheets: what each reader said about each thing readers can agree about. */
import type { Sheet, SheetItem } from '#contract/agreement-figures.ts';
import type { SeenLesion } from '#domain/agreement/seen-lesion.ts';
import type { Field } from '#domain/protocol/field.ts';
import type { Finding, ProtocolContent } from '#domain/protocol/protocol.ts';
import type { SubmittedRead } from '#domain/reading/read.ts';
import { categories, numbers, scaleOf, type AnswerScale } from './answer-scale.ts';
import { deskOf, type Desk, type Row, type Seating } from './reader-columns.ts';
import type { SheetJob } from './sheet-job.ts';

export interface NamedJob {
  readonly id: string;
  readonly label: string;
  readonly job: SheetJob;
}

export interface Sheeting extends Seating {
  readonly protocol: ProtocolContent;
}

/** Fields of the case, then finding by finding: whether it is in the case, its marks, their diameters, their fields. */
export function sheetsOf(sheeting: Sheeting): NamedJob[] {
  const desk = deskOf(sheeting);
  const { protocol } = sheeting;
  return [
    ...protocol.caseFields.flatMap((field) => caseField(desk, field, protocol)),
    ...protocol.findings.flatMap((finding) => [
      present(desk, finding),
      marks(desk, finding),
      ...diameters(desk, finding),
      ...finding.fields.flatMap((field) => lesionField(desk, finding, field)),
    ]),
  ];
}

function caseField(desk: Desk, field: Field, protocol: ProtocolContent): NamedJob[] {
  const given = desk.rows.map(({ reads }) => reads.map((read) => read?.content.answers[field.id]));
  const answers = scaleOf(field, given.flat());
  if (!answers) return [];
  const items = desk.rows.map((row, i) => itemOf(row, null, (given[i] ?? []).map(answers.placeOf)));
  const planned = protocol.agreement.figures?.[field.id];
  const job = { ...jobOf(desk, answers, { unit: 'case', items }), planned };
  return [{ id: `field:${field.id}`, label: field.label, job }];
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
  const answers: AnswerScale = { ...numbers, scale: 'marks', categories: ['not marked', 'marked'], scores: [0, 1] };
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
  const answers = scaleOf(
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

function lesionsOf<T>(
  desk: Desk,
  finding: string,
  say: (read: SubmittedRead | null, seen?: SeenLesion) => T,
): Placed<T>[] {
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

const itemOf = <T>({ comparison, patient }: Row, lesion: number | null, values: readonly T[]): Placed<T> => ({
  case: comparison.case,
  alias: comparison.one.alias,
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
  { placeOf: _, ...answers }: AnswerScale,
  { unit, items }: Filled,
): SheetJob {
  const sheet: Sheet = { ...answers, unit, raters, readers, items: items.map(({ patient: __, ...item }) => item) };
  const places = Map.groupBy(items.keys(), (at) => items[at]?.case);
  const cases = rows.map(({ comparison, patient, reads }) => ({
    patient,
    read: reads.map((read) => read !== null),
    items: places.get(comparison.case) ?? [],
  }));
  return { sheet, patients: items.map(({ patient }) => patient), cases };
}
