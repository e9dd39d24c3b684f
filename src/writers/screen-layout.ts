import type { ScreenBlock, ScreenCell, ScreenColumn } from '../summary/table.ts';

/** Widest a column of text gets before it is cut. */
const WIDEST_TEXT = 60;
/** A column is not cut below this. */
const NARROWEST_COLUMN = 8;
/** Spaces before each column. */
export const GAP = 2;

/** Which columns of a block are drawn, and how wide. */
export interface Layout {
  readonly kept: readonly number[];
  readonly widths: readonly number[];
}

/** The layout of each block; blocks that are to be alike share that of all of them together. */
export function layoutsOf(blocks: readonly ScreenBlock[], width: number): Layout[] {
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
export function leftOut(blocks: readonly ScreenBlock[], layouts: readonly Layout[], width: number): string[] {
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

/** The length of the longest text; a loop, since a spread of many rows overflows the stack. */
function longest(rows: readonly (readonly ScreenCell[])[], column: number): number {
  let length = 0;
  for (const row of rows) length = Math.max(length, row[column]!.text.length);
  return length;
}
