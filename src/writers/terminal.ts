import CliTable from 'cli-table3';
import type { Cell, Screen, ScreenBlock, ScreenCell, ScreenColumn, Table } from '../summary/table.ts';
import type { Theme } from './theme.ts';

/** Below this many columns a table is no table: each row is a block of lines. */
const NARROWEST_TABLE = 50;
/** Widest a column of text gets before it is cut. */
const WIDEST_TEXT = 60;
const GAP = 2;

/** No cages: only spaces between columns. */
const NO_LINES = {
  top: '', 'top-mid': '', 'top-left': '', 'top-right': '',
  bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
  left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '',
};

/** Draws a table for a person. @param width columns of the terminal */
export function drawTable(table: Table, theme: Theme, width: number): string {
  return drawScreen(table.screen ?? plainScreen(table), theme, width);
}

function drawScreen(screen: Screen, theme: Theme, width: number): string {
  const lines = [theme.paint(wrap(screen.scope, width).join('\n'), 'quiet')];
  const dropped = new Set<string>();
  for (const block of screen.blocks) lines.push('', ...drawBlock(block, theme, width, dropped));
  lines.push('');
  for (const note of screen.footer) lines.push(...wrap(note, width).map((line) => theme.paint(line, 'quiet')));
  if (dropped.size > 0) {
    const note = `Left out to fit ${width} columns: ${[...dropped].join(', ')}.`;
    lines.push(...wrap(note, width).map((line) => theme.paint(line, 'quiet')));
  }
  return `${lines.join('\n')}\n`;
}

function drawBlock(block: ScreenBlock, theme: Theme, width: number, dropped: Set<string>): string[] {
  const heading = block.heading.map(({ text, role }) => theme.paint(text, role ?? 'plain')).join('');
  const lines = heading.trim() === '' ? [] : [heading];
  if (width < NARROWEST_TABLE) lines.push(...drawAsLines(block, theme));
  else {
    const { columns, rows } = fit(block, width, dropped);
    lines.push(...drawRows(columns, rows, theme));
  }
  for (const note of block.notes) {
    lines.push(...wrap(`  ${note}`, width).map((line) => theme.paint(line, 'quiet')));
  }
  return lines;
}

/** Leaves out columns, the ones that matter least first, until the table fits. */
function fit(
  block: ScreenBlock,
  width: number,
  dropped: Set<string>,
): { columns: ScreenColumn[]; rows: ScreenCell[][] } {
  let kept = block.columns.map((_, index) => index);
  const total = (): number => kept.reduce((sum, index) => sum + widthOf(block, index) + GAP, 0);
  while (total() > width && kept.length > 1) {
    const out = kept.reduce((a, b) => (block.columns[b]!.dropFirst > block.columns[a]!.dropFirst ? b : a));
    if (block.columns[out]!.dropFirst === 0) break;
    dropped.add(block.columns[out]!.title);
    kept = kept.filter((index) => index !== out);
  }
  return {
    columns: kept.map((index) => block.columns[index]!),
    rows: block.rows.map((row) => kept.map((index) => row[index]!)),
  };
}

function widthOf(block: ScreenBlock, column: number): number {
  const lengths = block.rows.map((row) => row[column]!.text.length);
  return Math.min(Math.max(block.columns[column]!.title.length, ...lengths), WIDEST_TEXT);
}

function drawRows(columns: readonly ScreenColumn[], rows: readonly ScreenCell[][], theme: Theme): string[] {
  const widths = columns.map(({ title }, index) =>
    Math.min(Math.max(title.length, ...rows.map((row) => row[index]!.text.length)), WIDEST_TEXT),
  );
  const table = new CliTable({
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': GAP, 'padding-right': 0 },
    colAligns: columns.map(({ align }) => align),
    colWidths: widths.map((wide) => wide + GAP),
    truncate: '…',
  });
  table.push(columns.map(({ title }) => theme.paint(title, 'quiet')));
  for (const row of rows) table.push(row.map(({ text, role }) => theme.paint(text, role ?? 'plain')));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/** One block of lines a row, for screens too narrow for a table. */
function drawAsLines(block: ScreenBlock, theme: Theme): string[] {
  return block.rows.flatMap((row) => {
    const [name, ...rest] = row;
    const lines = rest.flatMap(({ text, role }, index) =>
      text === '' ? [] : [`    ${theme.paint(`${block.columns[index + 1]!.title}:`, 'quiet')} ${theme.paint(text, role ?? 'plain')}`],
    );
    return [`  ${theme.paint(name!.text, 'strong')}`, ...lines];
  });
}

/** A table without a screen of its own: its columns as they stand. */
function plainScreen(table: Table): Screen {
  const columns = table.columns.map(({ name, type }, index) => ({
    title: name,
    align: type === 'number' || type === 'integer' ? ('right' as const) : ('left' as const),
    dropFirst: index === 0 ? 0 : index,
  }));
  return {
    scope: `${table.title}: ${table.rows.length} ${table.rows.length === 1 ? 'row' : 'rows'}`,
    blocks: [{ heading: [], columns, rows: table.rows.map((row) => row.map(plainCell)), notes: [] }],
    footer: [],
  };
}

function plainCell(cell: Cell): ScreenCell {
  if (cell === null) return { text: '–', role: 'quiet' };
  if (typeof cell === 'string') return { text: cell };
  return { text: Number.isInteger(cell) ? String(cell) : String(Number(cell.toPrecision(6))) };
}

function wrap(text: string, width: number): string[] {
  const indent = /^ */.exec(text)![0];
  const lines: string[] = [];
  let line = '';
  for (const word of text.trim().split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, indent + line];
}
