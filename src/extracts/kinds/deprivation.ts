import { z } from 'zod';
import { ALL_AGES } from '../../cells/age-band.ts';
import {
  ALL_LEVELS,
  type CellKey,
  type CellState,
  type DeprivationScheme,
  STATE,
  UNKNOWN_LEVEL,
} from '../../cells/cell.ts';
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
  stateOfFigure,
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
    identity: ['lsoa', 'period'],
    wantsElsewhere: true,
    toCells(row) {
      const decile = row.imd_decile || decileOfRank(row.imd_rank, row.period?.period, context);
      const place = row.place === undefined || row.place === 'elsewhere' ? null : row.place.code;
      const period = row.period?.period ?? UNDATED;
      const key = (subject: string, scheme: DeprivationScheme, level: number): CellKey => ({
        subject,
        place: place ?? '',
        period,
        sex: 'persons',
        age: ALL_AGES,
        scheme,
        level,
        cause: '',
        group: '',
      });
      if (decile instanceof Fault) {
        const field = row.imd_rank === undefined ? 'imd_decile' : 'imd_rank';
        const unknown = { key: key('small-areas', 'national-tenths', UNKNOWN_LEVEL), figures: NO_FIGURES };
        return { cells: place === null ? [] : [unknown], fault: { field, fault: decile } };
      }
      const earlier = context.smallAreas.get(row.lsoa);
      context.smallAreas.add({
        lsoa: row.lsoa,
        place,
        decile,
        rank: row.imd_rank ?? null,
        edition: period.start,
      });
      if (place === null) return 'elsewhere';
      const cells: CellDraft[] = [];
      const add = (subject: string, count: number, state: CellState): void => {
        const figures = { ...NO_FIGURES, count };
        cells.push({ key: key(subject, 'national-tenths', decile), figures, state });
        cells.push({ key: key(subject, '', ALL_LEVELS), figures, state });
      };
      add('small-areas', 1, STATE.ok);
      if (row.population) add('population', row.population.number, stateOfFigure(row.population));
      // A second row of the area in another tenth conflicts with the first, so neither tenth is whole.
      if (earlier && earlier.decile !== decile) {
        for (const subject of ['small-areas', 'population']) {
          const spoiled = key(subject, 'national-tenths', earlier.decile);
          cells.push({ key: spoiled, figures: NO_FIGURES, ifRefused: true });
        }
      }
      return { cells };
    },
  };
}

function decileOfRank(
  rank: number | undefined,
  period: Period | undefined,
  context: ReadContext,
): number | Fault {
  if (rank === undefined) return new Fault('unknown-deprivation', 'the area has no tenth of deprivation');
  const areas = context.rankedAreas(period ? yearOf(period) : null);
  if (rank <= areas) return Math.floor((10 * (rank - 1)) / areas) + 1;
  return new Fault(
    'unknown-deprivation',
    `rank ${rank} is above the ${areas} areas that are ranked`,
    'give the edition in a column period (2019 or 2025), or the tenth in imd_decile',
  );
}
