import CliTable from 'cli-table3';
import { printable } from '../problems/printable.ts';
import type { Cell, Screen, ScreenBlock, ScreenCell, ScreenColumn, Table } from '../summary/table.ts';
import { GAP, type Layout, layoutsOf, leftOut } from './screen-layout.ts';
import { sparkline } from './sparkline.ts';
import type { Theme } from './theme.ts';

/** Below this many columns a table is no table: each row is a block of lines. */
const NARROWEST_TABLE = 50;
/** The time that cli-table3 takes grows with the square of the rows, so it gets them in parts. */
const ROWS_AT_ONCE = 200;

/** No cages: only spaces between columns. */
const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

/** Draws a table for a person. @param width columns of the terminal */
export function drawTable(table: Table, theme: Theme, width: number): string {
  return drawScreen(shown(table.screen ?? plainScreen(table), theme), theme, width);
}

/** The same screen with its figures drawn, and nothing in its texts that could steer the terminal. */
function shown({ scope, head, blocks, footer }: Screen, { unicode }: Theme): Screen {
  const cell = ({ text, spark, ...rest }: ScreenCell): ScreenCell => ({
    ...rest,
    text: `${spark ? `${sparkline(spark, unicode)} ` : ''}${printable(text)}`,
  });
  return {
    scope: printable(scope),
    ...(head ? { head: head.map(printable) } : {}),
    blocks: blocks.map(({ heading, lead, rows, notes, ...rest }) => ({
      ...rest,
      heading: heading.map(cell),
      ...(lead === undefined ? {} : { lead: printable(lead) }),
      rows: rows.map((row) => row.map(cell)),
      notes: notes.map(printable),
    })),
    footer: footer.map(printable),
  };
}

function drawScreen(screen: Screen, theme: Theme, width: number): string {
  const quiet = (text: string): string[] => wrap(text, width).map((line) => theme.paint(line, 'quiet'));
  const lines = quiet(screen.scope);
  for (const line of screen.head ?? [])
    lines.push(...wrap(line, width).map((text) => theme.paint(text, 'strong')));
  const layouts = layoutsOf(screen.blocks, width);
  for (const [at, block] of screen.blocks.entries())
    lines.push('', ...drawBlock(block, theme, width, layouts[at]!));
  lines.push('', ...screen.footer.flatMap(quiet));
  if (width >= NARROWEST_TABLE) lines.push(...leftOut(screen.blocks, layouts, width).flatMap(quiet));
  return `${lines.join('\n')}\n`;
}

function drawBlock(block: ScreenBlock, theme: Theme, width: number, { kept, widths }: Layout): string[] {
  const lines = drawHeading(block.heading, theme, width);
  if (block.lead !== undefined) lines.push(...wrap(`  ${block.lead}`, width));
  const hasTable = block.columns.length > 0;
  if (hasTable && width < NARROWEST_TABLE) lines.push(...drawAsLines(block, theme, width));
  else if (hasTable) {
    const columns = kept.map((index) => block.columns[index]!);
    const rows = block.rows.map((row) => kept.map((index) => row[index]!));
    lines.push(...drawRows(columns, rows, widths, theme, block.untitled !== true));
  }
  for (const note of block.notes)
    lines.push(...wrap(`  ${note}`, width).map((line) => theme.paint(line, 'quiet')));
  return lines;
}

/** The heading on one line, or where that is too long each part of it on lines of its own. */
function drawHeading(heading: readonly ScreenCell[], theme: Theme, width: number): string[] {
  const parts = heading.filter(({ text }) => text !== '');
  const paint = ({ text, role }: ScreenCell): string => theme.paint(text, role ?? 'plain');
  if (parts.length === 0) return [];
  const whole = parts.map(({ text }) => text).join('  ');
  if (whole.length <= width) return [parts.map(paint).join('  ')];
  return parts.flatMap(({ text, role }) =>
    wrap(text, width).map((line) => paint({ text: line, role: role ?? 'plain' })),
  );
}

function drawRows(
  columns: readonly ScreenColumn[],
  rows: readonly ScreenCell[][],
  widths: readonly number[],
  theme: Theme,
  titled: boolean,
): string[] {
  const lines = rows.map((row) =>
    row.map((cell, index) =>
      columns[index]!.wraps
        ? wrap(cell.text, widths[index]!)
            .map((line) => theme.paint(line, cell.role ?? 'plain'))
            .join('\n')
        : painted(cut(cell.text, widths[index]!, columns[index]!), cell, theme),
    ),
  );
  const titles = titled ? [columns.map(({ title }) => theme.paint(title, 'quiet'))] : [];
  const cells = [...titles, ...lines];
  const drawn: string[] = [];
  for (let at = 0; at < cells.length; at += ROWS_AT_ONCE) {
    const table = new CliTable({
      chars: NO_LINES,
      style: { head: [], border: [], 'padding-left': GAP, 'padding-right': 0 },
      colAligns: columns.map(({ align }) => align),
      colWidths: widths.map((wide) => wide + GAP),
    });
    table.push(...cells.slice(at, at + ROWS_AT_ONCE));
    drawn.push(...table.toString().split('\n'));
  }
  return drawn.map((line) => line.trimEnd());
}

/** Text in its cell's role, or each stretch of characters in its own. */
function painted(text: string, { role = 'plain', roles }: ScreenCell, theme: Theme): string {
  if (!roles) return theme.paint(text, role);
  let [drawn, from] = ['', 0];
  for (let at = 1; at <= text.length; at++) {
    if (at < text.length && roles[at] === roles[from]) continue;
    drawn += theme.paint(text.slice(from, at), roles[from] ?? role);
    from = at;
  }
  return drawn;
}

/** Text that is too long for its column, cut where it matters least. */
function cut(text: string, width: number, { cutAt }: ScreenColumn): string {
  if (text.length <= width) return text;
  if (cutAt !== 'middle') return `${text.slice(0, width - 1)}…`;
  const start = Math.floor((width - 1) / 2);
  return `${text.slice(0, start)}…${text.slice(text.length - (width - 1 - start))}`;
}

/** One block of lines a row, for screens too narrow for a table. */
function drawAsLines(block: ScreenBlock, theme: Theme, width: number): string[] {
  return block.rows.flatMap((row) => {
    const [name, ...rest] = row;
    const lines = rest.flatMap(({ text, role }, index) => {
      if (text === '') return [];
      const title = `${block.columns[index + 1]!.title}:`;
      const paint = (line: string): string => theme.paint(line, role ?? 'plain');
      if (4 + title.length + 1 + text.length <= width)
        return [`    ${theme.paint(title, 'quiet')} ${paint(text)}`];
      return [`    ${theme.paint(title, 'quiet')}`, ...wrap(`      ${text}`, width).map(paint)];
    });
    return [...wrap(`  ${name!.text}`, width).map((line) => theme.paint(line, 'strong')), ...lines];
  });
}

/** A table without a screen of its own: what is the same in all rows on top, the other columns as they stand. */
function plainScreen(table: Table): Screen {
  const { rows } = table;
  const isSame = (index: number): boolean =>
    rows.length > 1 &&
    table.columns[index]!.type === 'string' &&
    rows.every((row) => row[index] === rows[0]![index]);
  const shownColumns = [...table.columns.keys()].filter((index) => !isSame(index));
  const same = [...table.columns.keys()].filter((index) => isSame(index) && rows[0]![index] !== null);
  const common = same.map((index) => `${table.columns[index]!.name} ${rows[0]![index]}`);
  const columns = shownColumns.map((index) => {
    const { name, type, dropFirst } = table.columns[index]!;
    const isNumber = type === 'number' || type === 'integer';
    return {
      title: name,
      align: isNumber ? ('right' as const) : ('left' as const),
      dropFirst: dropFirst ?? index,
    };
  });
  const count = `${table.title}: ${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`;
  return {
    scope: [count, ...common].join(' · '),
    blocks: [
      {
        heading: [],
        columns,
        rows: rows.map((row) => shownColumns.map((index) => plainCell(row[index]!))),
        notes: [],
      },
    ],
    footer: [],
  };
}

function plainCell(cell: Cell): ScreenCell {
  if (cell === null) return { text: '–', role: 'quiet' };
  if (typeof cell === 'string') return { text: cell };
  const text = Number.isInteger(cell) ? String(cell) : String(Number(cell.toPrecision(6)));
  return { text: text.replace('-', '−') };
}

/** Breaks text at spaces, and words that are longer than a line behind a hyphen, else anywhere. */
function wrap(text: string, width: number): string[] {
  const indent = /^ */.exec(text)![0];
  const room = Math.max(1, width - indent.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text
    .trim()
    .split(' ')
    .flatMap((long) => piecesOf(long, room))) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, indent + line];
}

/** A word in pieces that are no longer than a line; each but the last as long as it can be. */
function piecesOf(word: string, room: number): string[] {
  const pieces: string[] = [];
  let rest = [...word];
  while (rest.length > room) {
    const hyphen = rest.slice(0, room).lastIndexOf('-') + 1;
    const at = hyphen > 1 ? hyphen : room;
    pieces.push(rest.slice(0, at).join(''));
    rest = rest.slice(at);
  }
  return word === '' ? [] : [...pieces, rest.join('')];
}
