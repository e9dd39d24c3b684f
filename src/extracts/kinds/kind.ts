import type { z } from 'zod';
import type { CellFigures, CellKey, CellState, DeprivationScheme } from '../../cells/cell.ts';
import type { MilestoneRow } from '../../cells/milestone.ts';
import type { PlaceMatch } from '../../places/match-place.ts';
import type { Aside } from '../aside.ts';
import type { Fault, FieldSchema } from '../fields.ts';
import type { Figure } from '../figure-fields.ts';
import type { Format } from '../format.ts';
import type { SmallAreas } from '../small-areas.ts';

/**
 * A row of an extract as the cells that it feeds; an area elsewhere feeds none. With a fault the row is
 * refused, and the cells are those that are incomplete without it.
 */
export interface RowCells {
  readonly cells: readonly CellDraft[];
  readonly fault?: RowFault;
  /** What is worth saying of a row that counts. */
  readonly warning?: RowFault;
}

export interface CellDraft {
  readonly key: CellKey;
  readonly figures: CellFigures;
  /** The state of its own figure, where a row has figures of several cells. */
  readonly state?: CellState;
  /** Whether other rows of the file give further parts of the cell. */
  readonly isPart?: boolean;
  /** Those of the denominator who are not to be counted in it; another row gives the denominator. */
  readonly notCounted?: number;
}

/** What a definition says of the rows that give its figures. */
export interface IndicatorRows {
  readonly takesCounts: boolean;
  readonly numeratorWithinDenominator: boolean;
  /** Whether it takes the rates of a reference population. */
  readonly takesReference: boolean;
  /** Whether its numerator may be below zero. */
  readonly signed: boolean;
  readonly takesMilestones: boolean;
  /** Between which numbers its figure can be, both ends included. */
  readonly bounds: { readonly least: number; readonly most: number };
}

/** What the readers of rows need to know of the run. */
export interface ReadContext {
  readonly matchPlace: (text: string) => PlaceMatch;
  /** As an ISO date: what is said to have happened cannot lie after it. */
  readonly today: string;
  /** Ids of the indicators, with what of each a row must keep to. */
  readonly indicators: ReadonlyMap<string, IndicatorRows>;
  /** Further groups that figures are made of, by indicator and by event. */
  readonly groupsUsed: ReadonlyMap<string, ReadonlySet<string>>;
  /** Indicators by the official number under which their values are published, with the age group that is theirs. */
  readonly official: ReadonlyMap<string, { readonly id: string; readonly age: string | null }>;
  /** Waiting lists that definitions use. */
  readonly services: ReadonlySet<string>;
  /** How rows by LSOA are grouped. */
  readonly scheme: Exclude<DeprivationScheme, ''>;
  readonly smallAreas: SmallAreas;
  /** Events whose exact days are kept beside their cells. */
  readonly daysOf: ReadonlySet<string>;
  /** How many small areas the edition of a year ranks nationally; null asks for the edition taken by default. */
  readonly rankedAreas: (year: number | null) => number;
  /** The year whose LSOAs an edition is of; null where that is not known. */
  readonly vintageOf: (year: number | null) => string | null;
}

/** Makes the reader of a kind's rows for one file. */
export type MakeKind = (context: ReadContext, format: Format, file: string) => ExtractKind<never>;

/** A fault of a row whose fields are each right: it names the field that is shown as the place of the fault. */
export interface RowFault {
  readonly field: string;
  readonly fault: Fault;
}

/**
 * One kind of extract: the schema of its rows and what cells a row feeds.
 *
 * Row types say which fields may be missing: a field whose column the file does not have is undefined.
 */
export interface ExtractKind<Row> {
  /** The fields by name, each a schema from text to value. */
  readonly schema: z.ZodObject<Record<string, FieldSchema<unknown>>>;
  /** Finds what is wrong between fields, such as a numerator above its denominator. */
  check?(row: Row): RowFault | null;
  /**
   * @param row all fields right, except that of a refused row some hold what stands for "not known"
   * @param line where the row starts
   * @param refused whether something is wrong with the row
   */
  toCells(row: Row, line: number, refused: boolean): RowCells | Aside;
  /** Whether rows of areas elsewhere are wanted too: small areas are looked up wherever they are. */
  readonly wantsElsewhere?: boolean;
  /** Fields that say which thing a row is of, where several rows feed one cell; without it, all but figures. */
  readonly identity?: readonly string[];
  /** Settles what only the whole file tells. @returns the rows that turn out to be at fault */
  finish?(): readonly (RowFault & { readonly line: number })[];
  /** What the rows gave that is no figure, once the file is read. */
  milestones?(): readonly MilestoneRow[];
}

/** What is wrong with an amount below zero of a subject that can have none; null where nothing is. */
export function negativeAmount(
  field: string,
  amount: Figure | null | undefined,
  subject: string | undefined,
  { indicators }: ReadContext,
): RowFault | null {
  if (!amount?.belowZero || (subject !== undefined && indicators.get(subject)?.signed)) return null;
  return { field, fault: amount.belowZero };
}

export const NO_FIGURES: CellFigures = {
  count: Number.NaN,
  denominator: Number.NaN,
  value: Number.NaN,
  lower: Number.NaN,
  upper: Number.NaN,
};

/** Whether names that are no Place are areas elsewhere in this format. */
export function othersAllowed({ otherAreas }: Format): boolean {
  return otherAreas === 'set-aside';
}
