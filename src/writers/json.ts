import type { StreamedTable, Table } from '../summary/table.ts';
import { CHUNK, numberText } from './csv.ts';

/** Writes a table as one JSON array of row objects, a row a line; an empty cell is null. */
export function writeJson(table: Table): string {
  return [...jsonChunks(table)].join('');
}

/** The same piece by piece, so that a table of millions of rows never stands in memory. */
export function* jsonChunks({ columns, rows }: Pick<StreamedTable, 'columns' | 'rows'>): Generator<string> {
  const names = columns.map(({ name }) => JSON.stringify(name));
  let text = '[';
  let between = '\n';
  for (const row of rows) {
    const members = row.map((cell, index) => {
      const value = typeof cell === 'number' ? numberText(cell) : JSON.stringify(cell);
      return `${names[index]}:${value}`;
    });
    text += `${between}{${members.join(',')}}`;
    between = ',\n';
    if (text.length < CHUNK) continue;
    yield text;
    text = '';
  }
  yield `${text}${between === '\n' ? '' : '\n'}]\n`;
}
