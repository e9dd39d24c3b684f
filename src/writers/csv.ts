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
  /** Most text is that of the row above: it is looked at once. */
  readonly #above: { cell: string; text: string }[] = [];

  get length(): number {
    return this.#text.length;
  }

  addHeader(columns: readonly Column[]): void {
    this.#text.add(`${columns.map(({ name }) => name).join(',')}\n`);
  }

  addRow(row: readonly Cell[]): void {
    const text = this.#text;
    for (let column = 0; column < row.length; column++) {
      if (column > 0) text.addCode(COMMA);
      const cell = row[column]!;
      if (cell === null) continue;
      if (typeof cell !== 'number') text.add(this.#textOf(cell, column));
      else if ((cell | 0) === cell && cell >= 0) text.addWhole(cell);
      else text.add(numberText(cell));
    }
    text.addCode(LINE_FEED);
  }

  take(): Uint8Array<ArrayBuffer> {
    return this.#text.take();
  }

  #textOf(cell: string, column: number): string {
    this.#above[column] ??= { cell: '', text: '' };
    const above = this.#above[column];
    if (above.cell !== cell) {
      above.cell = cell;
      above.text = csvText(cell);
    }
    return above.text;
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
