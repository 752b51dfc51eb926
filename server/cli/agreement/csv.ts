/**
 * CSV read as it streams, so that a file larger than memory's comfort is refused at its first broken row, which is named.
 * UTF-8 with or without a byte order mark, commas, double quotes, lines that end with LF or CRLF (RFC 4180).
 */
import { createReadStream } from 'node:fs';
import { CommandRefused } from '../command.ts';

/** @param row counts records from 1, the header being row 1; blank lines count, but are not handed on. */
export type OnRecord = (cells: string[], row: number) => void;

/** A quote that is never closed would otherwise swallow the rest of the file. */
const LONGEST_RECORD = 1_000_000;

/** @throws CommandRefused what `onRecord` throws, `bad-encoding`, `bad-quote` or `record-too-long` */
export async function readCsv(path: string, onRecord: OnRecord): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const splitter = new RecordSplitter(onRecord);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    splitter.push(decoded(() => decoder.decode(chunk as Buffer, { stream: true }), splitter));
  }
  splitter.push(decoded(() => decoder.decode(), splitter));
  splitter.end();
}

function decoded(decode: () => string, { row }: RecordSplitter): string {
  try {
    return decode();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new CommandRefused('bad-encoding', `The file is not UTF-8 (somewhere after row ${String(row)}).`);
  }
}

class RecordSplitter {
  readonly #onRecord: OnRecord;
  #rest = '';
  /** Lines of a record in which a quote is still open. */
  #open = '';
  #row = 0;

  constructor(onRecord: OnRecord) {
    this.#onRecord = onRecord;
  }

  /** The last complete record. */
  get row(): number {
    return this.#row;
  }

  push(text: string): void {
    const all = this.#rest + text;
    let start = 0;
    for (let end = all.indexOf('\n'); end >= 0; end = all.indexOf('\n', start)) {
      this.#line(all.slice(start, end));
      start = end + 1;
    }
    this.#rest = all.slice(start);
    this.#refuseTooLong(this.#rest.length);
  }

  end(): void {
    if (this.#rest !== '') this.#line(this.#rest);
    if (this.#open === '') return;
    const where = `row ${String(this.#row + 1)}`;
    throw new CommandRefused('bad-quote', `A quote that opens in ${where} is never closed.`);
  }

  #line(line: string): void {
    if (this.#open === '' && !line.includes('"')) {
      this.#row++;
      const text = withoutReturn(line);
      if (text !== '') this.#onRecord(text.split(','), this.#row);
      return;
    }
    const record = this.#open === '' ? line : `${this.#open}\n${line}`;
    this.#refuseTooLong(record.length);
    if (quotesIn(record) % 2 === 1) {
      this.#open = record;
      return;
    }
    this.#open = '';
    this.#row++;
    this.#onRecord(quotedCells(withoutReturn(record), this.#row), this.#row);
  }

  #refuseTooLong(length: number): void {
    if (length <= LONGEST_RECORD) return;
    throw new CommandRefused(
      'record-too-long',
      `Row ${String(this.#row + 1)} is longer than ${LONGEST_RECORD.toLocaleString('en-GB')} characters: perhaps a quote is not closed.`,
    );
  }
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count++;
  return count;
}

/** Cells of a record with quotes; two quotes within quotes are one. */
function quotedCells(record: string, row: number): string[] {
  const cells: string[] = [];
  const CELL = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  for (let more = true; more;) {
    const match = CELL.exec(record);
    if (!match) {
      const where = `Row ${String(row)}, column ${String(cells.length + 1)}`;
      throw new CommandRefused('bad-quote', `${where}: a quote stands where none may stand.`);
    }
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    more = match[3] === ',';
  }
  return cells;
}
