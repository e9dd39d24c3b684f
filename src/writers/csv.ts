import type { Cell, Table } from '../summary/table.ts';

/** Text that a spreadsheet would run as a formula. */
const FORMULA = /^(?:[=+@\x00-\x1f]|-.)/s;

const NUMBER = /^-\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/**
 * Writes a table as CSV (RFC 4180 with line feeds): one header row, then rows; numbers so that they read
 * back to the same double; text that a spreadsheet could run starts with an apostrophe.
 */
export function writeCsv(table: Table): string {
  const lines = [table.columns.map(({ name }) => name).join(',')];
  for (const row of table.rows) lines.push(row.map(csvCell).join(','));
  return `${lines.join('\n')}\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return numberText(cell);
  // A negative number is no formula.
  const safe = FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The shortest decimal that reads back to the same double. @throws where a result is not finite: a bug */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`a result is ${value}`);
  return String(value);
}
