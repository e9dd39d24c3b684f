import { z } from 'zod';
import { type Period, UNDATED, yearOf } from '../../periods/period.ts';
import { OTHER_AREAS } from '../aside.ts';
import { Fault, field } from '../fields.ts';
import { countField, type Figure, rankField, scoreField, shareField } from '../figure-fields.ts';
import type { Format } from '../format.ts';
import { decileField, type PeriodText, type PlaceRef, periodField, placeField } from '../key-fields.ts';
import type { ChildPoverty, SmallArea } from '../small-areas.ts';
import { type ExtractKind, othersAllowed, type ReadContext, type RowFault } from './kind.ts';
import { LSOA_FIELDS, type LsoaFields, lsoaOfRow } from './small-area-of-row.ts';

interface DeprivationRow extends LsoaFields {
  readonly place?: PlaceRef;
  readonly imd_rank?: number;
  readonly imd_decile?: number;
  readonly imd_score?: string;
  readonly population?: Figure;
  readonly children?: Figure;
  readonly idaci_score?: Figure;
  /** The indicator that children and their score feed, as the format names it. */
  readonly children_indicator?: string;
  readonly period?: PeriodText;
  /** Of the people, where they are of another period than the index. */
  readonly population_period?: PeriodText;
}

/**
 * The deprivation of small areas. Each row is remembered for the extracts by LSOA; the cells that they feed
 * are made once all deprivation extracts and lookups are read (small-area-cells).
 */
export function deprivationKind(
  context: ReadContext,
  format: Format,
  file: string,
): ExtractKind<DeprivationRow> {
  const areas: { period: Period; vintage: string | null; area: SmallArea }[] = [];
  const order = { straight: 0, mirrored: 0, line: 0 };
  return {
    schema: z.object({
      ...LSOA_FIELDS,
      place: placeField(context.matchPlace, othersAllowed(format)),
      imd_rank: rankField,
      imd_decile: decileField,
      imd_score: scoreField,
      population: countField,
      children: countField,
      idaci_score: shareField,
      children_indicator: field((text) => text),
      period: periodField(false),
      population_period: periodField(false),
    }),
    identity: ['lsoa', 'lsoa11', 'lsoa21', 'period'],
    wantsElsewhere: true,
    toCells(row, line, refused) {
      const lsoa = lsoaOfRow(row, format.areas)!;
      const period = row.period?.period ?? UNDATED;
      const ofRank = decileOfRank(row.imd_rank, period, context);
      const misfit = ofRank instanceof Fault && row.imd_rank !== undefined && period !== UNDATED;
      const decile = misfit ? ofRank : row.imd_decile || ofRank;
      const place = row.place === 'elsewhere' ? null : row.place?.code;
      const vintage = lsoa.vintage ?? context.vintageOf(period === UNDATED ? null : yearOf(period));
      areas.push({
        period,
        vintage,
        area: {
          lsoa: lsoa.code,
          place,
          decile: decile instanceof Fault ? null : decile,
          refused: refused || decile instanceof Fault,
          rank: row.imd_rank ?? null,
          population: row.population ?? null,
          populationPeriod: row.population_period?.period ?? period,
          children: childPovertyOf(row, context),
          score: row.imd_score ?? null,
          file,
          line,
        },
      });
      if (decile instanceof Fault) {
        const field = row.imd_rank === undefined ? 'imd_decile' : 'imd_rank';
        return { cells: [], fault: { field, fault: decile } };
      }
      if (typeof ofRank === 'number') noteOrder(order, decile, ofRank, line);
      return place === null ? OTHER_AREAS : { cells: [] };
    },
    finish() {
      if (order.mirrored > order.straight) return [reversed(order.line)];
      return areas.flatMap(({ period, vintage, area }) => {
        const other = context.smallAreas.add(context.smallAreas.edition(period, vintage), area);
        // Two rows of one file that do not agree are told when the second is met.
        return other === null || other.file === file ? [] : [disputed(area, other)];
      });
    },
  };
}

/** Needs both figures, and an indicator that is computed from counts. */
function childPovertyOf(
  { children, idaci_score: share, children_indicator: indicator = '' }: DeprivationRow,
  { indicators }: ReadContext,
): ChildPoverty | null {
  if (!children || !share || !indicators.get(indicator)?.takesCounts) return null;
  return { indicator, children, share };
}

/** Counts whether tenths rise with ranks or fall, where the two can be told apart. */
function noteOrder(
  order: { straight: number; mirrored: number; line: number },
  decile: number,
  ofRank: number,
  line: number,
): void {
  const straight = Math.abs(decile - ofRank) <= 1;
  const mirrored = Math.abs(11 - decile - ofRank) <= 1;
  if (straight === mirrored) return;
  if (straight) order.straight += 1;
  else {
    order.mirrored += 1;
    order.line ||= line;
  }
}

function reversed(line: number): RowFault & { line: number } {
  const fault = new Fault(
    'deciles-reversed',
    'the tenths run against the ranks, so that 10 would be the most deprived',
    undefined,
    true,
  );
  return { field: 'imd_decile', fault, line };
}

function disputed(area: SmallArea, other: SmallArea): RowFault & { line: number } {
  const message = `${other.file}:${other.line} says something else of ${area.lsoa}, so neither is used`;
  return { field: 'lsoa', fault: new Fault('conflicting-cell', message), line: area.line };
}

function decileOfRank(rank: number | undefined, period: Period, context: ReadContext): number | Fault {
  if (rank === undefined) return new Fault('unknown-deprivation', 'the area has no tenth of deprivation');
  const areas = context.rankedAreas(period === UNDATED ? null : yearOf(period));
  if (rank <= areas) return Math.ceil((10 * rank) / areas);
  return new Fault(
    'unknown-deprivation',
    `rank ${rank} is above the ${areas} areas that are ranked`,
    'give the edition in a column period (2019 or 2025), or the tenth in imd_decile',
  );
}
