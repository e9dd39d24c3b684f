import type { z } from 'zod';
import type { CellFigures, CellKey, CellState, DeprivationScheme } from '../../cells/cell.ts';
import type { PlaceMatch } from '../../places/match-place.ts';
import type { Fault, FieldSchema } from '../fields.ts';
import type { SmallAreas } from '../small-areas.ts';

/**
 * A row of an extract as the cells that it feeds; an area elsewhere feeds none. With a fault the row is
 * refused, and the cells are those that are incomplete without it.
 */
export interface RowCells {
  readonly cells: readonly CellDraft[];
  readonly fault?: RowFault;
}

export interface CellDraft {
  readonly key: CellKey;
  readonly figures: CellFigures;
  /** The state of its own figure, where a row has figures of several cells. */
  readonly state?: CellState;
  /** Whether the cell only matters when the row is refused: it is then incomplete as well. */
  readonly ifRefused?: boolean;
}

/** What the readers of rows need to know of the run. */
export interface ReadContext {
  readonly matchPlace: (text: string) => PlaceMatch;
  /** Ids of the indicators, with what of each a row must keep to. */
  readonly indicators: ReadonlyMap<
    string,
    { readonly takesCounts: boolean; readonly numeratorWithinDenominator: boolean }
  >;
  /** Waiting lists that definitions use. */
  readonly services: ReadonlySet<string>;
  /** How rows by LSOA are grouped. */
  readonly scheme: Exclude<DeprivationScheme, ''>;
  readonly smallAreas: SmallAreas;
  /** How many small areas the edition of a year ranks nationally; null asks for the edition taken by default. */
  readonly rankedAreas: (year: number | null) => number;
}

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
  /** @param row all fields right, except that of a refused row some hold what stands for "not known" */
  toCells(row: Row): RowCells | 'elsewhere';
  /** Whether rows of areas elsewhere are wanted too: small areas are looked up wherever they are. */
  readonly wantsElsewhere?: boolean;
  /** Fields that say which thing a row is of, where several rows feed one cell; without it, all but figures. */
  readonly identity?: readonly string[];
}

export const NO_FIGURES: CellFigures = {
  count: Number.NaN,
  denominator: Number.NaN,
  value: Number.NaN,
  lower: Number.NaN,
  upper: Number.NaN,
};
