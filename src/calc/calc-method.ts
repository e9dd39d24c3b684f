import type { Cell, Column } from '../summary/table.ts';
import type { Labels } from './grouped-columns.ts';

/** An option of a method that names a column of the input or gives a setting. */
export interface CalcOption {
  /** As commander declares it: `--events <column>`. */
  readonly flags: string;
  readonly about: string;
  /** `count`: numbers of 0 or above; `number`: any number; `text`: as it stands; `setting`: no column. */
  readonly kind: 'count' | 'number' | 'text' | 'setting';
  readonly needed?: boolean;
}

/** The rows of one group: every column that an option names, by the option's name. */
export interface GroupRows {
  /** Texts of the grouping columns. */
  readonly key: readonly string[];
  readonly size: number;
  /** Numbers of a column; NaN where a text column is asked for. */
  number(option: string): Float64Array;
  text(option: string): readonly string[];
  /** Texts of a column by number, the texts of the whole file in one array. */
  labels(option: string): Labels;
  /** Whether the option names a column of the file. */
  has(option: string): boolean;
}

/** What every method works from besides the rows. */
export interface CalcSettings {
  /** Levels as proportions, in the order asked. */
  readonly confidence: readonly number[];
  readonly multiplier: number;
  /** The text of an option that is no column; undefined where it was not given. */
  setting(option: string): string | undefined;
  /** Name of the column that an option names. */
  column(option: string): string;
  /** Every number that a column has anywhere in the file, in ascending order. */
  numbersOfFile(option: string): readonly number[];
  /** First ages of the bands that the file has anywhere, ascending. */
  startsOfFile(): readonly number[];
  /** Every text that a column has anywhere in the file, in the order met. */
  textsOfFile(option: string): readonly string[];
  /** Events of a group in all, from a second file; null where there is none. @throws BadGroup for a group not in it */
  observedTotal(rows: GroupRows): number | null;
  /** Target of a group, from a second file; null where there is no file or the group is not in it. */
  target?(rows: GroupRows): number | null;
}

/** One row of the output, without the columns that it is grouped by. */
export interface CalcRow {
  readonly value: number | null;
  /** In the order of the levels; null where there is none. */
  readonly limits: readonly { readonly lower: number | null; readonly upper: number | null }[];
  readonly extras: readonly Cell[];
  readonly method: string;
  readonly status: 'ok' | 'withheld' | 'suppressed';
  readonly note: string;
  /** Whether it was withheld since something is wrong with the data, and not by a statistical rule. */
  readonly badInput: boolean;
}

/** A method as `gapline calc` runs it. */
export interface CalcMethod {
  readonly id: string;
  readonly title: string;
  readonly options: readonly CalcOption[];
  readonly defaultMultiplier: number;
  /** Whether it has a value with limits; methods that judge rows have columns of their own. */
  readonly hasLimits: boolean;
  readonly extras: readonly Column[];
  /** The columns in place of `extras`, where they hang on the options. */
  extrasFor?(settings: CalcSettings): readonly Column[];
  /** Whether it keeps every input row, and appends to it. */
  readonly keepsRows: boolean;
  /** Whether a row without a figure is left out, and does not spoil its group. */
  readonly takesGaps?: boolean;
  /** Whether the order of a group's rows in the file says something. */
  readonly inFileOrder?: boolean;
  /** Whether it needs no more of a group than the sums of its columns. */
  readonly sumsOnly?: boolean;
  /** What is wrong with the options, in words; null where nothing is. */
  check?(has: (option: string) => boolean, settings: CalcSettings, header: readonly string[]): string | null;
  /** Whether its figures have a unit of their own, so that no multiplier can be given. */
  readonly hasOwnUnit?: boolean;
  /** Whether a multiplier below zero means something. */
  readonly takesNegativeMultiplier?: boolean;
  /** Rows of the output of one group; one a row of the input where rows are kept. */
  compute(rows: GroupRows, settings: CalcSettings): readonly CalcRow[];
  /** Rows of a group that is withheld for what is wrong with its data; one unless told. */
  withheldRows?(rows: GroupRows, settings: CalcSettings): readonly (readonly Cell[])[];
}

/** Something in a group that the user can mend: the group is withheld with this as its reason. */
export class BadGroup extends Error {
  override name = 'BadGroup';
}
