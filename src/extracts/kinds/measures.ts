import { z } from 'zod';
import { ALL_AGES } from '../../cells/age-band.ts';
import type { CellFigures, CellState, Sex } from '../../cells/cell.ts';
import { OTHER_AREAS } from '../aside.ts';
import type { Format } from '../format.ts';
import {
  decileField,
  groupField,
  type PeriodText,
  type PlaceRef,
  periodField,
  placeField,
  quintileField,
  sexField,
} from '../key-fields.ts';
import { type DeprivationFields, deprivationOfRow } from './deprivation-of-row.ts';
import { type ExtractKind, NO_FIGURES, othersAllowed, type ReadContext } from './kind.ts';

/** What a row gives to one indicator or event. */
export interface MeasuredFigures {
  readonly subject: string;
  readonly figures: Partial<CellFigures>;
  /** Those of the denominator who are not to be counted in it. */
  readonly notCounted?: number;
  readonly state: CellState;
}

interface MeasuresRow extends DeprivationFields {
  readonly place: PlaceRef;
  readonly period?: PeriodText;
  readonly month?: PeriodText;
  readonly sex?: Sex;
  readonly group?: string;
  /** Put in place by the reader, which knows the format's measures. */
  readonly measured: readonly MeasuredFigures[];
}

/** Rows of a table of measures, some of which are the figures of indicators. */
export function measuresKind(context: ReadContext, format: Format): ExtractKind<MeasuresRow> {
  return {
    schema: z.object({
      place: placeField(context.matchPlace, othersAllowed(format)),
      period: periodField(false),
      month: periodField(true),
      sex: sexField,
      deprivation_decile: decileField,
      deprivation_quintile: quintileField,
      group: groupField,
    }),
    toCells(row) {
      if (row.place === 'elsewhere') return OTHER_AREAS;
      const { scheme, level } = deprivationOfRow(row);
      const key = {
        place: row.place.code,
        period: (row.period ?? row.month)!.period,
        sex: row.sex ?? 'persons',
        age: ALL_AGES,
        scheme,
        level,
        cause: '',
        group: row.group ?? '',
      } as const;
      return {
        cells: row.measured.map(({ subject, figures, ...others }) => ({
          key: { subject, ...key },
          figures: { ...NO_FIGURES, ...figures },
          ...others,
        })),
      };
    },
  };
}
