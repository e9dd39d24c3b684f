import type { Cell, Column, StreamedTable, Table } from '../summary/table.ts';
import { ByteText } from './byte-text.ts';

/** Text that a spreadsheet would run as a formula. */
const FORMULA = /^(?:[=+@\x00-\x1f]|-.)/s;

const NUMBER = /^-\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

const [COMMA, LINE_FEED] = [0x2c, 0x0a];

/** Text is handed on in pieces of about so many bytes. */
export const CHUNK = 64 * 1024;

/**
 * Writes a table as CSV (RFC 4180 with line feeds): one header row, then rows; numbers so that they read
 * back to the same double; text that a spreadsheet could run starts with an apostrophe.
 */
export function writeCsv(table: Table): string {
  return Buffer.concat([...csvChunks(table)]).toString();
}

/** The same piece by piece as UTF-8, so that a table of millions of rows never stands in memory. */
export function* csvChunks({
  columns,
  rows,
}: Pick<StreamedTable, 'columns' | 'rows'>): Generator<Uint8Array<ArrayBuffer>> {
  const text = new CsvText();
  text.addHeader(columns);
  for (const row of rows) {
    text.addRow(row);
    if (text.length >= CHUNK) yield text.take();
  }
  yield text.take();
}

/** A writer of rows as CSV without a header; for many lots of rows it is quicker than one writer for each. */
export function rowsAsCsv(): (rows: Iterable<readonly Cell[]>) => Uint8Array<ArrayBuffer> {
  const text = new CsvText();
  return (rows) => {
    for (const row of rows) text.addRow(row);
    return text.take();
  };
}

class CsvText {
  readonly #text = new ByteText();
  /** Cells of the row above. Those that come again are copied, as most are in the rows of a group. */
  #above: Cell[] = [];
  /** Where each cell of the row above starts, and at last where its line ends. */
  #starts: number[] = [];

  get length(): number {
    return this.#text.length;
  }

  addHeader(columns: readonly Column[]): void {
    this.#text.add(`${columns.map(({ name }) => csvText(name)).join(',')}\n`);
  }

  addRow(row: readonly Cell[]): void {
    // The last cell has its line feed with it.
    if (this.#above.length !== row.length) this.#above = new Array<Cell>(row.length);
    const above = this.#above;
    for (let column = 0; column < row.length; ) {
      const first = column;
      while (column < row.length && row[column] === above[column]) column += 1;
      if (column > first) this.#copyFromAbove(first, column);
      else {
        const cell = row[column]!;
        above[column] = cell;
        this.#starts[column] = this.#text.length;
        column += 1;
        this.#add(cell);
        this.#text.addCode(column === row.length ? LINE_FEED : COMMA);
      }
    }
    this.#starts[row.length] = this.#text.length;
  }

  take(): Uint8Array<ArrayBuffer> {
    this.#above = [];
    return this.#text.take();
  }

  #copyFromAbove(first: number, next: number): void {
    const starts = this.#starts;
    const from = starts[first]!;
    const moved = this.#text.length - from;
    this.#text.repeat(from, starts[next]!);
    for (let column = first; column < next; column++) starts[column]! += moved;
  }

  #add(cell: Cell): void {
    if (cell === null) return;
    const text = this.#text;
    if (typeof cell !== 'number') text.add(csvText(cell));
    else if ((cell | 0) === cell && cell >= 0) text.addWhole(cell);
    else if (!text.addDecimal(cell)) text.add(numberText(cell));
  }
}

function csvText(cell: string): string {
  // A negative number is no formula.
  const safe = FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The shortest decimal that reads back to the same double. @throws where a result is not finite: a bug */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`a result is ${value}`);
  // What String gives, but not kept for the next time, which takes as long again: results seldom repeat.
  return JSON.stringify(value);
}
