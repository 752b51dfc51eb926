/** The long table `item,rater,value[,cluster]`: one row per rating, an absent row where there is none. */
import { CommandRefused } from '../command.ts';
import { isNotFinite, sameAnswer, type RatingSet, type ReadingOptions } from './rating-set.ts';

const REQUIRED = ['item', 'rater', 'value'] as const;
const KNOWN: readonly string[] = [...REQUIRED, 'cluster'];

const isLongTable = (header: readonly string[]): boolean => REQUIRED.every((name) => header.includes(name));

/** Takes the rows one by one and refuses the first that is wrong. */
export class LongTable {
  readonly #header: readonly string[];
  readonly #options: ReadingOptions;
  readonly #items = new Map<string, number>();
  readonly #raters = new Map<string, number>();
  readonly #rows: (string | null)[][] = [];
  readonly #clusters: string[] = [];
  /** Each way of writing once, with what it stands for. */
  readonly #known = new Map<string, string | null>();

  /** @throws CommandRefused `bad-header` */
  constructor(header: readonly string[], options: ReadingOptions) {
    const odd = header.find((name, i) => !KNOWN.includes(name) || header.indexOf(name) !== i);
    if (odd !== undefined || !isLongTable(header)) throw badHeader(header);
    this.#header = header;
    this.#options = options;
  }

  /** @throws CommandRefused with the row and the column */
  add(cells: readonly string[], row: number): void {
    this.#refuseWrongLength(cells, row);
    const cell = (name: string): string => (cells[this.#header.indexOf(name)] ?? '').trim();
    for (const name of ['item', 'rater'])
      if (cell(name) === '') throw refused('empty-value', { row, column: name, what: 'it is empty' });
    const item = placeOf(this.#items, cell('item'));
    const rater = placeOf(this.#raters, cell('rater'));
    const ratings = (this.#rows[item] ??= []);
    if (ratings[rater] !== undefined) {
      const what = `“${cell('rater')}” has rated “${cell('item')}” in a row above`;
      throw refused('rater-twice', { row, column: 'rater', what });
    }
    ratings[rater] = this.#answer(cell('value'), row);
    if (this.#header.includes('cluster')) this.#addCluster(item, cell('cluster'), row);
  }

  /** @throws CommandRefused `no-ratings` or `one-rater` */
  ratings(): RatingSet {
    if (this.#rows.length === 0) throw new CommandRefused('no-ratings', 'The file has a header and no ratings.');
    const raters = [...this.#raters.keys()];
    const rows = this.#rows.map((row) => Array.from(raters, (_, rater) => row[rater] ?? null));
    const clusters = this.#header.includes('cluster') ? { clusters: this.#clusters } : {};
    return { answers: { kind: 'ratings', rows, ...clusters }, raters };
  }

  #refuseWrongLength(cells: readonly string[], row: number): void {
    const wanted = this.#header.length;
    if (cells.length === wanted) return;
    const what = `the row has ${String(cells.length)} columns, and the header has ${String(wanted)}`;
    const column = this.#header[cells.length] ?? String(wanted + 1);
    throw refused('column-count', { row, column, what });
  }

  #answer(written: string, row: number): string | null {
    const known = this.#known.get(written);
    if (known !== undefined) return known;
    const answer = this.#newAnswer(written, row);
    this.#known.set(written, answer);
    return answer;
  }

  #newAnswer(written: string, row: number): string | null {
    const { missing, categories } = this.#options;
    const bad = (code: string, what: string): CommandRefused => refused(code, { row, column: 'value', what });
    if (written === missing) return null;
    if (written === '')
      throw bad(
        'empty-value',
        'it is empty; leave the row out or name what stands for a missing rating with --missing',
      );
    if (isNotFinite(written))
      throw bad('not-finite', `“${written}” is no rating; if it stands for a missing one, say --missing ${written}`);
    if (!categories) return written;
    const category = categories.find((one) => sameAnswer(one, written));
    if (category === undefined) throw bad('unknown-category', `“${written}” is not one of ${categories.join(', ')}`);
    return category;
  }

  #addCluster(item: number, cluster: string, row: number): void {
    if (cluster === '') throw refused('empty-value', { row, column: 'cluster', what: 'it is empty' });
    const before = (this.#clusters[item] ??= cluster);
    if (before === cluster) return;
    const what = `the same item was in “${before}” in a row above and is in “${cluster}” here`;
    throw refused('cluster-differs', { row, column: 'cluster', what });
  }
}

function placeOf(places: Map<string, number>, name: string): number {
  const known = places.get(name);
  if (known !== undefined) return known;
  places.set(name, places.size);
  return places.size - 1;
}

interface Place {
  readonly row: number;
  readonly column: string;
  readonly what: string;
}

const refused = (code: string, { row, column, what }: Place): CommandRefused =>
  new CommandRefused(code, `Row ${String(row)}, column ${column}: ${what}.`);

function badHeader(header: readonly string[]): CommandRefused {
  const seen = header.join(',').slice(0, 200);
  const hint = seen.includes(';') || seen.includes('\t') ? ' Columns are separated by commas.' : '';
  return new CommandRefused(
    'bad-header',
    `Expected the header item,rater,value[,cluster], and found “${seen}”.${hint}`,
  );
}
