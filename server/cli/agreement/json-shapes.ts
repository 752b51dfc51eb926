/**
 * Ratings as JSON: `{layout, data}` or the data alone, which are one of: `ratings` (items in rows, null where missing), `table`
 * (two raters against each other), `tables` (several of them), `counts` (raters per item and category), `responses` (answers of
 * raters who were asked more than once), `file` (a table beside this file), series of equal length, or named sets of ratings.
 */
import * as v from 'valibot';
import { CommandRefused } from '../command.ts';
import {
  isNotFinite,
  isNumber,
  sameAnswer,
  type NamedMatrix,
  type RatingSet,
  type ReadingOptions,
} from './rating-set.ts';

const Answer = v.nullable(v.union([v.string(), v.number(), v.boolean()]));
const Answers = v.pipe(v.array(v.array(Answer)), v.minLength(1));
const Names = v.array(v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String)));
const Counts = v.pipe(v.array(v.array(v.pipe(v.number(), v.integer(), v.minValue(0)))), v.minLength(1));
const Numbers = v.array(v.array(v.number()));
const Series = v.array(v.nullable(v.number()));
const Labels = v.object({ raters: v.optional(Names), categories: v.optional(Names) });

type Data = Readonly<Record<string, unknown>>;
type Rows = v.InferOutput<typeof Answers>;

/** @param tableBeside reads the file that `data.file` names */
export type TableBeside = (name: string) => Promise<RatingSet>;

/** @throws CommandRefused `unknown-shape` or what is wrong with the data */
export async function setsOfJson(
  whole: unknown,
  options: ReadingOptions,
  tableBeside: TableBeside,
): Promise<readonly RatingSet[]> {
  if (Array.isArray(whole)) return [setOfRows(checked(Answers, whole, 'ratings'), { data: {}, options })];
  const data = dataOf(whole);
  if (!data || !isObject(whole)) throw unknownShape();
  if (typeof data['file'] === 'string') return [await tableBeside(data['file'])];
  return setsOf(data, { layout: textOf(data['layout'] ?? whole['layout']), options });
}

function setsOf(data: Data, { layout, options }: { layout: string; options: ReadingOptions }): readonly RatingSet[] {
  const labels = checked(Labels, data, 'raters or categories');
  const matrices = matricesIn(data);
  const named = {
    ...(labels.categories && { categories: labels.categories }),
    ...(matrices.length > 0 && { matrices }),
  };
  if ('ratings' in data) {
    const rows = checked(Answers, data['ratings'], 'ratings');
    return [setOfRows(RATERS_IN_ROWS.test(layout) ? transposed(rows) : rows, { data, options })];
  }
  if ('table' in data) return [{ ...setOfPairs(data['table'], labels.raters), ...named }];
  if (isObject(data['tables'])) {
    return Object.entries(data['tables']).map(([name, table]) => ({
      name,
      ...setOfPairs(table, labels.raters),
      ...named,
    }));
  }
  if ('counts' in data) return [{ ...setOfCounts(data['counts']), ...named }];
  if ('responses' in data) return [setOfResponses(data['responses'], labels)];
  return seriesIn(data, options) ?? namedRows(data, options);
}

const RATERS_IN_ROWS = /\brows?\s*=\s*(raters?|judges?|observers?|readers?)\b/i;

const transposed = (rows: Rows): Rows =>
  Array.from({ length: Math.max(0, ...rows.map((row) => row.length)) }, (_, i) => rows.map((row) => row[i] ?? null));

/** Numbers beside words: a table of something, but not of ratings. */
function isMixed(rows: Rows, { missing }: ReadingOptions): boolean {
  const answers = rows.flat().filter((answer) => answer !== null && answer !== missing);
  const isWord = (answer: unknown): boolean => typeof answer !== 'number' && !isNumber(String(answer));
  return answers.some((answer) => typeof answer === 'number') && answers.some(isWord);
}

function setOfRows(rows: Rows, { data, options }: { data: Data; options: ReadingOptions }): RatingSet {
  const { raters, categories } = checked(Labels, data, 'raters or categories');
  refuseBadRows(rows, raters, options);
  const names = raters ?? numbered(rows[0]?.length ?? 0);
  const allowed = options.categories ?? categories;
  const written = rows.map((row, item) =>
    row.map((answer, rater) =>
      writtenAnswer(answer, { options, allowed, where: `Item ${String(item + 1)}, ${names[rater] ?? ''}` }),
    ),
  );
  return { answers: { kind: 'ratings', rows: written }, raters: names, ...(categories && { categories }) };
}

/** @throws CommandRefused `ragged-table` or `mixed-answers` */
function refuseBadRows(rows: Rows, raters: readonly string[] | undefined, options: ReadingOptions): void {
  const width = rows[0]?.length ?? 0;
  const ragged = rows.findIndex((row) => row.length !== width);
  const refuse = (code: string, why: string): never => {
    throw new CommandRefused(code, why);
  };
  if (ragged >= 0) {
    const lengths = `${String(rows[ragged]?.length ?? 0)} entries, and row 1 has ${String(width)}`;
    refuse('ragged-table', `Row ${String(ragged + 1)} of the ratings has ${lengths}.`);
  }
  if (raters && raters.length !== width) {
    refuse('ragged-table', `There are ${String(raters.length)} names of raters for ${String(width)} columns.`);
  }
  if (isMixed(rows, options))
    refuse('mixed-answers', 'Some answers are numbers and some words; a scale is one or the other.');
}

const numbered = (raters: number): string[] => Array.from({ length: raters }, (_, i) => `rater ${String(i + 1)}`);

interface Cell {
  readonly options: ReadingOptions;
  readonly allowed: readonly string[] | undefined;
  readonly where: string;
}

function writtenAnswer(answer: string | number | boolean | null, { options, allowed, where }: Cell): string | null {
  const written = answer === null ? null : String(answer);
  if (written === null || written === options.missing) return null;
  if (isNotFinite(written))
    throw new CommandRefused('not-finite', `${where}: ${written} is no rating; a missing one is null.`);
  const category = allowed ? allowed.find((one) => sameAnswer(one, written)) : written;
  if (category !== undefined) return category;
  throw new CommandRefused('unknown-category', `${where}: “${written}” is not one of ${allowed?.join(', ') ?? ''}.`);
}

function setOfPairs(table: unknown, raters: readonly string[] | undefined): RatingSet {
  const counts = checked(Counts, table, 'table');
  if (counts.some((row) => row.length !== counts.length)) {
    throw new CommandRefused('ragged-table', 'A table of two raters has as many columns as rows.');
  }
  return { answers: { kind: 'pairs', counts }, raters: raters ?? ['rater 1', 'rater 2'] };
}

function setOfCounts(table: unknown): RatingSet {
  const counts = checked(Counts, table, 'counts');
  if (counts.some((row) => row.length !== counts[0]?.length)) {
    throw new CommandRefused('ragged-table', 'A table of counts has as many columns in each row.');
  }
  return { answers: { kind: 'counts', counts }, raters: [] };
}

function setOfResponses(responses: unknown, { raters, categories }: v.InferOutput<typeof Labels>): RatingSet {
  const rows = checked(v.pipe(v.array(v.array(Names)), v.minLength(1)), responses, 'responses');
  const width = Math.max(0, ...rows.map((row) => row.length));
  return {
    answers: { kind: 'repeated', rows },
    raters: raters ?? numbered(width),
    ...(categories && { categories }),
  };
}

/** Series of numbers under their raters' names; named `<method>_<occasion>`, each occasion is a set of its own. */
function seriesIn(data: Data, options: ReadingOptions): readonly RatingSet[] | undefined {
  const series = Object.entries(data).flatMap(([name, values]) => {
    const result = v.safeParse(Series, values);
    return result.success && result.output.length > 0 ? [{ name, values: result.output }] : [];
  });
  const length = series[0]?.values.length;
  if (series.length < 2 || series.some(({ values }) => values.length !== length)) return undefined;
  const occasions = Map.groupBy(series, ({ name }) => /_([^_]+)$/.exec(name)?.[1]);
  const crossed = !occasions.has(undefined) && occasions.size > 1 && [...occasions.values()].every((o) => o.length > 1);
  const asSet = (some: typeof series): RatingSet => {
    const rows = Array.from({ length: length ?? 0 }, (_, i) => some.map(({ values }) => values[i] ?? null));
    return setOfRows(rows, { data: { raters: some.map(({ name }) => name) }, options });
  };
  return crossed ? [...occasions].map(([name = '', some]) => ({ name, ...asSet(some) })) : [asSet(series)];
}

function namedRows(data: Data, options: ReadingOptions): readonly RatingSet[] {
  const sets = Object.entries(data).flatMap(([name, rows]) => {
    const result = v.safeParse(Answers, rows);
    return result.success && !isMixed(result.output, options)
      ? [{ name, ...setOfRows(result.output, { data: {}, options }) }]
      : [];
  });
  if (sets.length === 0) throw unknownShape();
  return sets;
}

const matricesIn = (data: Data): readonly NamedMatrix[] =>
  Object.entries(data).flatMap(([name, rows]) =>
    name.includes('weights') ? [{ name, rows: checked(Numbers, rows, name) }] : [],
  );

/** What stands under `data`, or the object itself. */
export function dataOf(whole: unknown): Data | undefined {
  if (!isObject(whole)) return undefined;
  return isObject(whole['data']) ? whole['data'] : whole;
}

/** @throws CommandRefused `bad-json` */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandRefused(
      'bad-json',
      `The file is not JSON: ${why}. (NaN and Infinity are not JSON; a missing rating is null.)`,
    );
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const isObject = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws CommandRefused `unknown-shape`, naming the place */
function checked<S extends v.GenericSchema>(schema: S, value: unknown, what: string): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw new CommandRefused(
    'unknown-shape',
    `“${what}” is not what it should be${path === null ? '' : ` at ${path}`}: ${issue.message}.`,
  );
}

const unknownShape = (): CommandRefused =>
  new CommandRefused('unknown-shape', 'Found no ratings, table, counts, responses or series in the file.');
