import { z } from 'zod';
import { type AgeBand, ALL_AGES } from '../../cells/age-band.ts';
import type { Sex } from '../../cells/cell.ts';
import {
  ageField,
  causeField,
  countField,
  decileField,
  eventField,
  Fault,
  type Figure,
  groupField,
  icd10Field,
  lsoaField,
  type PeriodText,
  type PlaceRef,
  periodField,
  placeField,
  quintileField,
  sexField,
} from '../fields.ts';
import { type DeprivationFields, type DeprivationGroup, deprivationOfRow } from './deprivation-of-row.ts';
import { type ExtractKind, NO_FIGURES, type ReadContext } from './kind.ts';

interface EventRow extends DeprivationFields {
  readonly event: string;
  readonly place?: PlaceRef;
  readonly lsoa?: string;
  readonly period?: PeriodText;
  readonly date?: PeriodText;
  readonly sex?: Sex;
  readonly age?: AgeBand;
  readonly age_band?: AgeBand;
  readonly icd10?: string;
  readonly cause?: string;
  readonly group?: string;
  readonly count?: Figure;
}

/** Deaths, admissions, births, any other event, and the population they happen in. */
export function eventsKind(context: ReadContext, othersAllowed: boolean): ExtractKind<EventRow> {
  const place = placeField(context.matchPlace, othersAllowed);
  return {
    schema: z.object({
      event: eventField,
      place,
      lsoa: lsoaField,
      period: periodField(false),
      date: periodField(true),
      sex: sexField,
      age: ageField,
      age_band: ageField,
      deprivation_decile: decileField,
      deprivation_quintile: quintileField,
      icd10: icd10Field,
      cause: causeField,
      group: groupField,
      count: countField,
    }),
    toCells(row) {
      const where = placeAndDeprivation(row, context);
      if (where === 'elsewhere' || where instanceof Fault) return where;
      const key = {
        subject: row.event,
        place: where.place,
        period: (row.period ?? row.date)!.period,
        sex: row.sex ?? 'persons',
        age: row.age ?? row.age_band ?? ALL_AGES,
        scheme: where.deprivation.scheme,
        level: where.deprivation.level,
        cause: row.icd10 || row.cause || '',
        group: row.group ?? '',
      } as const;
      return [{ key, figures: { ...NO_FIGURES, count: row.count?.number ?? 1 } }];
    },
  };
}

interface Where {
  readonly place: string;
  readonly deprivation: DeprivationGroup;
}

/** A row's own Place and deprivation; what it does not say comes from its LSOA. */
function placeAndDeprivation(row: EventRow, context: ReadContext): Where | Fault | 'elsewhere' {
  const own = deprivationOfRow(row);
  if (row.place === 'elsewhere') return 'elsewhere';
  if (row.lsoa === undefined) return { place: row.place!.code, deprivation: own };
  const area = context.smallAreas.get(row.lsoa);
  if (!area) {
    if (context.smallAreas.size === 0) {
      return new Fault('no-deprivation-extract', `nothing tells where "${row.lsoa}" is`);
    }
    return new Fault('unknown-small-area', `"${row.lsoa}" is not in the deprivation extract`);
  }
  const place = row.place?.code ?? area.place;
  if (place === null) return 'elsewhere';
  if (own.scheme !== '') return { place, deprivation: own };
  return { place, deprivation: deprivationOfArea(row.lsoa, area.decile, context) };
}

function deprivationOfArea(lsoa: string, decile: number, context: ReadContext): DeprivationGroup {
  switch (context.scheme) {
    case 'national-tenths':
      return { scheme: 'national-tenths', level: decile };
    case 'national-fifths':
      return { scheme: 'national-fifths', level: Math.ceil(decile / 2) };
    case 'place-fifths':
      return { scheme: 'place-fifths', level: context.smallAreas.placeFifth(lsoa) ?? -1 };
  }
}
