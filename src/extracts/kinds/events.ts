import { z } from 'zod';
import { type AgeBand, ALL_AGES } from '../../cells/age-band.ts';
import { ALL_LEVELS, type Sex, UNKNOWN_LEVEL } from '../../cells/cell.ts';
import type { DeprivationGroup } from '../../cells/group-axis.ts';
import {
  ageField,
  blankAs,
  blankRefused,
  causeField,
  countField,
  decileField,
  eventField,
  Fault,
  type FieldSchema,
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
import { type DeprivationFields, deprivationOfRow } from './deprivation-of-row.ts';
import { type ExtractKind, NO_FIGURES, type ReadContext, type RowFault } from './kind.ts';

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

/**
 * Deaths, admissions, births, any other event, and the population they happen in.
 *
 * @param records whether each row is one event: a blank is then "not known", where in a table of cells it
 *   stands for everybody
 */
export function eventsKind(
  context: ReadContext,
  othersAllowed: boolean,
  records: boolean,
): ExtractKind<EventRow> {
  const place = placeField(context.matchPlace, othersAllowed);
  const kind = eventCells(context, place);
  if (!records) return kind;
  const { shape } = kind.schema;
  return {
    ...kind,
    schema: z.object({
      ...shape,
      sex: blankAs(shape.sex!, 'unknown'),
      age: blankRefused(shape.age!, 'the age is blank'),
      age_band: blankRefused(shape.age_band!, 'the age is blank'),
      deprivation_decile: blankAs(shape.deprivation_decile!, 'unknown'),
      deprivation_quintile: blankAs(shape.deprivation_quintile!, 'unknown'),
      icd10: blankAs(shape.cause!, 'not known'),
      cause: blankAs(shape.cause!, 'not known'),
    }),
  };
}

function eventCells(context: ReadContext, place: FieldSchema<PlaceRef>): ExtractKind<EventRow> {
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
      if (where === 'elsewhere') return where;
      const key = {
        subject: row.event,
        place: where.place ?? '',
        period: (row.period ?? row.date)!.period,
        sex: row.sex ?? 'persons',
        age: row.age ?? row.age_band ?? ALL_AGES,
        scheme: where.deprivation.scheme,
        level: where.deprivation.level,
        cause: row.icd10 || row.cause || '',
        group: row.group ?? '',
      } as const;
      const figures = { ...NO_FIGURES, count: row.count?.number ?? 1 };
      if (where.fault) return { cells: where.place === null ? [] : [{ key, figures }], fault: where.fault };
      if (row.lsoa === undefined || key.scheme === '') return { cells: [{ key, figures }] };
      // Small areas are a full account of their Place, also where nobody lives in some deprivation group.
      return {
        cells: [
          { key, figures },
          { key: { ...key, scheme: '', level: ALL_LEVELS }, figures },
        ],
      };
    },
  };
}

interface Where {
  /** Null where neither the row nor its small area tells. */
  readonly place: string | null;
  readonly deprivation: DeprivationGroup;
  readonly fault?: RowFault;
}

/** A row's own Place and deprivation; what it does not say comes from its LSOA. */
function placeAndDeprivation(row: EventRow, context: ReadContext): Where | 'elsewhere' {
  const own = deprivationOfRow(row);
  if (row.place === 'elsewhere') return 'elsewhere';
  const place = row.place?.code ?? null;
  if (row.lsoa === undefined) return { place, deprivation: own };
  const area = context.smallAreas.get(row.lsoa);
  if (!area) {
    const fault =
      context.smallAreas.size === 0
        ? new Fault('no-deprivation-extract', `nothing tells where "${row.lsoa}" is`)
        : new Fault('unknown-small-area', `"${row.lsoa}" is not in the deprivation extract`);
    const deprivation = { scheme: context.scheme, level: UNKNOWN_LEVEL };
    return { place, deprivation, fault: { field: 'lsoa', fault } };
  }
  if (place === null && area.place === null) return 'elsewhere';
  const deprivation = own.scheme === '' ? deprivationOfArea(row.lsoa, area.decile, context) : own;
  return { place: place ?? area.place, deprivation };
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
