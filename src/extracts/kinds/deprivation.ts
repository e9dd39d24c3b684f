import { z } from 'zod';
import { ALL_AGES } from '../../cells/age-band.ts';
import type { CellKey, DeprivationScheme } from '../../cells/cell.ts';
import { type Period, UNDATED, yearOf } from '../../periods/period.ts';
import {
  countField,
  decileField,
  Fault,
  type Figure,
  lsoaField,
  type PeriodText,
  type PlaceRef,
  periodField,
  placeField,
  rankField,
  scoreField,
} from '../fields.ts';
import { type CellDraft, type ExtractKind, NO_FIGURES, type ReadContext } from './kind.ts';

interface DeprivationRow {
  readonly lsoa: string;
  readonly place?: PlaceRef;
  readonly imd_rank?: number;
  readonly imd_decile?: number;
  readonly population?: Figure;
  readonly period?: PeriodText;
}

/**
 * The deprivation of small areas. Each row is remembered for the extracts by LSOA, and feeds the cells of
 * the event `small-areas` (one an LSOA) and, where its people are given, `population`.
 */
export function deprivationKind(context: ReadContext, othersAllowed: boolean): ExtractKind<DeprivationRow> {
  return {
    schema: z.object({
      lsoa: lsoaField,
      place: placeField(context.matchPlace, othersAllowed),
      imd_rank: rankField,
      imd_decile: decileField,
      imd_score: scoreField,
      population: countField,
      period: periodField(false),
    }),
    toCells(row) {
      const decile = row.imd_decile ?? decileOfRank(row.imd_rank!, row.period?.period, context);
      if (decile instanceof Fault) return decile;
      if (decile < 1) return new Fault('unknown-deprivation', 'the area has no tenth of deprivation');
      const place = row.place === undefined || row.place === 'elsewhere' ? null : row.place.code;
      context.smallAreas.add({ lsoa: row.lsoa, place, decile, rank: row.imd_rank ?? null });
      if (place === null) return 'elsewhere';
      const period = row.period?.period ?? UNDATED;
      const key = (subject: string, scheme: DeprivationScheme, level: number): CellKey => ({
        subject,
        place,
        period,
        sex: 'persons',
        age: ALL_AGES,
        scheme,
        level,
        cause: '',
        group: '',
      });
      const cells: CellDraft[] = [];
      const add = (subject: string, count: number): void => {
        const figures = { ...NO_FIGURES, count };
        cells.push(
          { key: key(subject, 'national-tenths', decile), figures },
          { key: key(subject, '', 0), figures },
        );
      };
      add('small-areas', 1);
      if (row.population?.state === 'ok') add('population', row.population.number);
      return cells;
    },
  };
}

function decileOfRank(rank: number, period: Period | undefined, context: ReadContext): number | Fault {
  const areas = context.rankedAreas(period ? yearOf(period) : null);
  if (rank <= areas) return Math.floor((10 * (rank - 1)) / areas) + 1;
  return new Fault(
    'unknown-deprivation',
    `rank ${rank} is above the ${areas} areas that are ranked`,
    'give the edition in a column period (2019 or 2025), or the tenth in imd_decile',
  );
}
