/** A file of ratings, whatever its shape. What it holds decides what is said about it; its name decides nothing. */
import { createReadStream, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ReaderStudy } from '#domain/statistics/reader-study/reader-study.ts';
import { CommandRefused } from '../command.ts';
import { readCsv } from './csv.ts';
import { dataOf, parsedJson, setsOfJson } from './json-shapes.ts';
import { holdsMarks, markStudyOf, type MarkStudy } from './mark-study.ts';
import { holdsMasks, maskSetOf, type MaskSet } from './mask-set.ts';
import { LongTable } from './long-csv.ts';
import type { RatingSet, ReadingOptions } from './rating-set.ts';
import { isReaderStudy, readerStudyOf } from './reader-study.ts';
import { isWideTable, WideTable } from './wide-csv.ts';

export type Input =
  | { readonly kind: 'ratings'; readonly sets: readonly RatingSet[] }
  | { readonly kind: 'reader-study'; readonly study: ReaderStudy }
  | { readonly kind: 'marks'; readonly study: MarkStudy }
  | { readonly kind: 'masks'; readonly set: MaskSet };

/** JSON is read whole, so it must be smaller than what a text may hold. */
const LARGEST_JSON = 256 * 1024 * 1024;

/** @throws CommandRefused with the code of what is wrong and where */
export async function readInput(path: string, options: ReadingOptions): Promise<Input> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new CommandRefused('not-found', `There is no file “${path}”.`);
  if (stat.size === 0) throw new CommandRefused('empty-file', 'The file is empty.');
  if (!(await isJson(path))) return readTable(path, options);
  if (stat.size > LARGEST_JSON)
    throw new CommandRefused('too-large', 'JSON is read whole, up to 256 MB; larger tables are read as CSV.');
  const text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  const whole = parsedJson(text);
  const data = dataOf(whole);
  if (data && holdsMarks(data)) return { kind: 'marks', study: markStudyOf(data) };
  if (data && holdsMasks(data)) return { kind: 'masks', set: maskSetOf(data) };
  const sets = await setsOfJson(whole, options, async (name) => {
    const input = await readTable(join(dirname(path), name), options);
    if (input.kind === 'ratings' && input.sets[0]) return input.sets[0];
    throw new CommandRefused('unknown-shape', `“${name}” holds no ratings.`);
  });
  return { kind: 'ratings', sets: refuseOneRater(sets) };
}

/** By its first character that is not white space: a CSV file starts with a name. */
async function isJson(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 4096 })) {
    const [first] = String(chunk)
      .replace(/^\uFEFF/, '')
      .trimStart();
    if (first !== undefined) return first === '{' || first === '[';
  }
  throw new CommandRefused('empty-file', 'The file is empty.');
}

/** Whatever takes the rows of a table after its header. */
interface Rows {
  add(cells: string[], row: number): void;
  input(): Input;
}

async function readTable(path: string, options: ReadingOptions): Promise<Input> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw new CommandRefused('not-found', `There is no file “${path}”.`);
  }
  let rows: Rows | undefined;
  await readCsv(path, (cells, row) => {
    if (rows) rows.add(cells, row);
    else
      rows = rowsUnder(
        cells.map((cell) => cell.trim()),
        options,
      );
  });
  if (!rows) throw new CommandRefused('empty-file', 'The file is empty.');
  return rows.input();
}

function rowsUnder(header: readonly string[], options: ReadingOptions): Rows {
  if (isReaderStudy(header)) return readerStudyRows(header);
  const table = isWideTable(header) ? new WideTable(header) : new LongTable(header, options);
  return {
    add: (cells, row) => table.add(cells, row),
    input: () => ({ kind: 'ratings', sets: refuseOneRater([table.ratings()]) }),
  };
}

function readerStudyRows(header: readonly string[]): Rows {
  const rows: string[][] = [];
  return {
    add: (cells) => rows.push(cells),
    input: () => {
      const study = readerStudyOf(header, rows);
      if (study.ok) return { kind: 'reader-study', study: study.value };
      const { code, row, column, message } = study.error;
      throw new CommandRefused(code, `Row ${String(row)}, column ${column}: ${message}`);
    },
  };
}

/** One rater agrees with nobody. Of several sets in a file the others still count, and this one's figures say why they are none. */
function refuseOneRater(sets: readonly RatingSet[]): readonly RatingSet[] {
  const [only, ...more] = sets;
  if (!only || more.length > 0 || only.answers.kind === 'counts' || only.raters.length > 1) return sets;
  throw new CommandRefused(
    'one-rater',
    `All ratings are by ${only.raters[0] ?? 'nobody'}; agreement needs at least two raters.`,
  );
}
