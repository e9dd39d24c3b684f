import CliTable from 'cli-table3';
import { printable } from '../problems/printable.ts';
import type { Cell, Screen, ScreenBlock, ScreenCell, ScreenColumn, Table } from '../summary/table.ts';
import { sparkline } from './sparkline.ts';
import type { Theme } from './theme.ts';

/** Below this many columns a table is no table: each row is a block of lines. */
const NARROWEST_TABLE = 50;
/** Widest a column of text gets before it is cut. */
const WIDEST_TEXT = 60;
/** A column is not cut below this. */
const NARROWEST_COLUMN = 8;
const GAP = 2;
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

/** Which columns of a block are drawn, and how wide. */
interface Layout {
  readonly kept: readonly number[];
  readonly widths: readonly number[];
}

/** The layout of each block; blocks that are to be alike share that of all of them together. */
function layoutsOf(blocks: readonly ScreenBlock[], width: number): Layout[] {
  const together = new Map<string, ScreenBlock[]>();
  const nameOf = ({ alike, columns }: ScreenBlock, at: number): string =>
    alike === undefined || columns.length === 0 ? `block ${at}` : `alike ${alike}`;
  for (const [at, block] of blocks.entries()) {
    const name = nameOf(block, at);
    together.set(name, [...(together.get(name) ?? []), block]);
  }
  const layouts = new Map(
    [...together].map(([name, own]) => {
      const { columns } = own[0]!;
      return [
        name,
        layoutOf(
          columns,
          own.flatMap(({ rows }) => rows),
          width,
        ),
      ];
    }),
  );
  return blocks.map((block, at) => layouts.get(nameOf(block, at))!);
}

function layoutOf(
  columns: readonly ScreenColumn[],
  rows: readonly (readonly ScreenCell[])[],
  width: number,
): Layout {
  const limit = dropLimit(columns, rows, width);
  const kept = [...columns.keys()].filter((index) => columns[index]!.dropFirst < limit);
  return { kept, widths: widthsOf(kept, columns, rows, width) };
}

/** What the screen does without: in all its tables, or in those that are too wide with it. */
function leftOut(blocks: readonly ScreenBlock[], layouts: readonly Layout[], width: number): string[] {
  const titles = (isKept: boolean): Set<string> =>
    new Set(
      blocks.flatMap(({ columns }, at) =>
        columns.filter((_, index) => layouts[at]!.kept.includes(index) === isKept).map(({ title }) => title),
      ),
    );
  const [kept, dropped] = [titles(true), [...titles(false)]];
  const list = (names: readonly string[], where: string): string[] =>
    names.length > 0 ? [`Left out${where} to fit ${width} columns: ${names.join(', ')}.`] : [];
  return [
    ...list(
      dropped.filter((title) => !kept.has(title)),
      '',
    ),
    ...list(
      dropped.filter((title) => kept.has(title)),
      ' of some tables',
    ),
  ];
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

/** Columns whose `dropFirst` is at or above this are left out, so that the table fits the screen. */
function dropLimit(
  columns: readonly ScreenColumn[],
  rows: readonly (readonly ScreenCell[])[],
  width: number,
): number {
  const levels = new Set(columns.map(({ dropFirst }) => dropFirst));
  const highestFirst = [...levels].filter((level) => level > 0).sort((a, b) => b - a);
  const least = columns.map((column, index) => leastOf(column, index, rows));
  let limit = Number.POSITIVE_INFINITY;
  for (const level of highestFirst) {
    const needed = columns.reduce(
      (sum, { dropFirst }, index) => sum + (dropFirst < limit ? least[index]! + GAP : 0),
      0,
    );
    if (needed <= width) break;
    limit = level;
  }
  return limit;
}

/** How narrow a column may get; text that wraps needs room for a few words at least. */
function leastOf(
  { shrinkTo, wraps, title }: ScreenColumn,
  index: number,
  rows: readonly (readonly ScreenCell[])[],
): number {
  const whole = Math.min(Math.max(title.length, longest(rows, index)), WIDEST_TEXT);
  const least = shrinkTo ?? (wraps ? 2 * NARROWEST_COLUMN : whole);
  return Math.min(whole, Math.max(title.length, least));
}

/** How wide the columns are drawn: as wide as their text, and where that is too wide the widest ones less. */
function widthsOf(
  kept: readonly number[],
  columns: readonly ScreenColumn[],
  rows: readonly (readonly ScreenCell[])[],
  width: number,
): number[] {
  const widths = kept.map((index) => {
    const { title, wraps } = columns[index]!;
    return Math.min(Math.max(title.length, longest(rows, index)), wraps ? width : WIDEST_TEXT);
  });
  // What does not fit gives room down to what it needs; then it is cut in its widest column, where … marks the cut.
  const needed = kept.map((index) => leastOf(columns[index]!, index, rows));
  while (widths.reduce((sum, wide) => sum + wide + GAP, 0) > width) {
    const roomy = widths.map((wide, at) => (wide > needed[at]! ? wide : 0));
    const mayCut = widths.map((wide, at) => (columns[kept[at]!]!.cutAt === 'never' ? 0 : wide));
    const from = Math.max(...roomy) > 0 ? roomy : mayCut;
    const widest = Math.max(...from);
    if (widest <= NARROWEST_COLUMN) break;
    widths[from.indexOf(widest)]! -= 1;
  }
  return widths;
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

/** The length of the longest text; a loop, since a spread of many rows overflows the stack. */
function longest(rows: readonly (readonly ScreenCell[])[], column: number): number {
  let length = 0;
  for (const row of rows) length = Math.max(length, row[column]!.text.length);
  return length;
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
