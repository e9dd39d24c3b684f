import type { Period } from '../periods/period.ts';
import type { Problem } from '../problems/problem.ts';
import type { CellColumns } from './cell.ts';
import type { FileMilestones } from './milestone.ts';

/** A file that fed cells, and what became of its rows. */
export interface FileAccount {
  /** Stands for the file in every cell and result. */
  readonly id: number;
  /** The path as the user gave it; `-` for standard input. */
  readonly path: string;
  /** Id of the recognised format; null where it was not recognised or could not be read. */
  readonly format: string | null;
  /** What its rows are: `deaths`, `population`, `waits`, `counts` …; '' where it was not recognised. */
  readonly kind: string;
  /** The format's title, in words. */
  readonly title: string;
  readonly bytes: number;
  /** SHA-256 of the content in hex; '' where it was not read to the end. */
  readonly sha256: string;
  /** Records below the header; always `used` + `refused`. */
  readonly rows: number;
  readonly used: number;
  readonly refused: number;
  readonly setAside: readonly { readonly because: string; readonly rows: number }[];
  /** Codes of the places that its cells are of. */
  readonly places: readonly string[];
  readonly periods: readonly Period[];
  /** Events and indicators that its cells are of. */
  readonly subjects: readonly string[];
}

/** Cells of one file. */
export interface FileCells {
  readonly file: number;
  /** Whether the rows of a cell were added up, so that cells of several files may be parts of one. */
  readonly additive: boolean;
  /** Whether a key may stand twice in it, so that it is merged with itself. */
  readonly mayRepeat?: boolean;
  /** Subjects whose cells are published values; a cell with a value is one anyway. */
  readonly published?: 'all' | ReadonlySet<string>;
  /** What the source has rounded its counts to, where it has. */
  readonly roundedTo?: number;
  readonly columns: CellColumns;
}

/** What a source of cells delivers. */
export interface CellDelivery {
  readonly files: readonly FileAccount[];
  readonly cells: readonly FileCells[];
  /** What is no figure and stands beside the cells; a source that knows of none leaves it out. */
  readonly milestones?: readonly FileMilestones[];
  /** Every period of the cells by its label. */
  readonly periods: ReadonlyMap<string, Period>;
  readonly problems: readonly Problem[];
}

/**
 * Where cells come from. The streaming reader of extracts and of finished cells files is one; an engine that
 * counts records elsewhere is another. All account for every row in the same way.
 */
export interface CellSource {
  deliver(): Promise<CellDelivery>;
}
