import type { StreamedTable, Table } from '../summary/table.ts';

/** Text that a spreadsheet would run as a formula. */
const FORMULA = /^(?:[=+@\x00-\x1f]|-.)/s;

const NUMBER = /^-\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** Text is handed on in pieces of about so many characters. */
export const CHUNK = 64 * 1024;

/**
 * Writes a table as CSV (RFC 4180 with line feeds): one header row, then rows; numbers so that they read
 * back to the same double; text that a spreadsheet could run starts with an apostrophe.
 */
export function writeCsv(table: Table): string {
  return [...csvChunks(table)].join('');
}

/** The same piece by piece, so that a table of millions of rows never stands in memory. */
export function* csvChunks({ columns, rows }: Pick<StreamedTable, 'columns' | 'rows'>): Generator<string> {
  let text = `${columns.map(({ name }) => name).join(',')}\n`;
  // Most text is that of the row above: it is looked at once.
  const above: { cell: string; text: string }[] = columns.map(() => ({ cell: '', text: '' }));
  for (const row of rows) {
    for (let column = 0; column < row.length; column++) {
      if (column > 0) text += ',';
      const cell = row[column]!;
      if (cell === null) continue;
      if (typeof cell === 'number') {
        text += numberText(cell);
        continue;
      }
      const last = above[column]!;
      if (last.cell !== cell) {
        last.cell = cell;
        last.text = csvText(cell);
      }
      text += last.text;
    }
    text += '\n';
    if (text.length < CHUNK) continue;
    yield text;
    text = '';
  }
  yield text;
}

function csvText(cell: string): string {
  // A negative number is no formula.
  const safe = FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The shortest decimal that reads back to the same double. @throws where a result is not finite: a bug */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`a result is ${value}`);
  return String(value);
}
