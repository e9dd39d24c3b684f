import type { Table } from '../summary/table.ts';
import { numberText } from './csv.ts';

/** Writes a table as one JSON array of row objects, a row a line; an empty cell is null. */
export function writeJson(table: Table): string {
  const names = table.columns.map(({ name }) => JSON.stringify(name));
  const rows = table.rows.map((row) => {
    const members = row.map((cell, index) => {
      const value = typeof cell === 'number' ? numberText(cell) : JSON.stringify(cell);
      return `${names[index]}:${value}`;
    });
    return `{${members.join(',')}}`;
  });
  return rows.length === 0 ? '[]\n' : `[\n${rows.join(',\n')}\n]\n`;
}
