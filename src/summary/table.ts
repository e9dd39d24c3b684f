export type Cell = string | number | null;

/** A column of a table: what it holds, for readers and for machines. */
export interface Column {
  /** snake_case name in files. */
  readonly name: string;
  readonly type: 'string' | 'number' | 'integer' | 'date';
  /** What it holds, in a sentence. */
  readonly description: string;
  /** On a screen too narrow for all, columns with the highest number go first; those of 0 stay. */
  readonly dropFirst?: number;
}

/** A table as data. Writers draw it and decide nothing about it. */
export interface Table {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly columns: readonly Column[];
  /** One array a row, in the order of the columns; null is an empty cell. */
  readonly rows: readonly (readonly Cell[])[];
  /** How a person reads it on a screen; without it the columns stand as they are. */
  readonly screen?: Screen;
}

/** A table whose rows are made as they are asked for, once. */
export interface StreamedTable extends Omit<Table, 'rows' | 'screen'> {
  readonly rows: Iterable<readonly Cell[]>;
}

/** What a piece of text means on a screen; the theme gives each role its look. */
export type Role = 'good' | 'bad' | 'strong' | 'quiet' | 'plain';

export interface ScreenCell {
  readonly text: string;
  /** Figures over time, drawn small before the text. */
  readonly spark?: readonly number[];
  readonly role?: Role;
  /** A role for each character of the text instead, where they differ. */
  readonly roles?: readonly Role[];
}

export interface ScreenColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Columns with the highest number go first when the screen is narrow; 0 always stays. */
  readonly dropFirst: number;
  /** Where text that is too long is cut; a path in its middle, whose ends tell files apart; marks by Place never. */
  readonly cutAt?: 'middle' | 'end' | 'never';
  /** How narrow it may get before columns are left out for it. */
  readonly shrinkTo?: number;
  /** Whether long text goes on in the next line instead of being cut. */
  readonly wraps?: boolean;
}

export interface ScreenBlock {
  readonly heading: readonly ScreenCell[];
  /** What it comes to, in words, before the table. */
  readonly lead?: string;
  /** Blocks of one name are drawn as one table: the same columns, as wide in all of them. */
  readonly alike?: string;
  /** Whether the titles of the columns are left out, since a block above has them. */
  readonly untitled?: boolean;
  readonly columns: readonly ScreenColumn[];
  readonly rows: readonly (readonly ScreenCell[])[];
  /** Lines below the block. */
  readonly notes: readonly string[];
}

export interface Screen {
  /** One line: what, where, when, how many. */
  readonly scope: string;
  /** Lines that come before all blocks. */
  readonly head?: readonly string[];
  readonly blocks: readonly ScreenBlock[];
  readonly footer: readonly string[];
}

/** Makes a table of records, each column reading its cell from the record. */
export function tableOf<T>(
  about: Pick<Table, 'id' | 'title' | 'description'>,
  columns: readonly (Column & { readonly read: (record: T) => Cell })[],
  records: readonly T[],
): Table {
  return {
    ...about,
    columns: columns.map(({ read: _, ...column }) => column),
    // Empty text is an empty cell.
    rows: records.map((record) => columns.map(({ read }) => emptyAsNull(read(record)))),
  };
}

function emptyAsNull(cell: Cell): Cell {
  return cell === '' ? null : cell;
}
