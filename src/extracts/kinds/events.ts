import { z } from 'zod';
import { type AgeBand, ALL_AGES } from '../../cells/age-band.ts';
import { ALL_LEVELS, type CellKey, frequencyGroup, type Sex, UNKNOWN_LEVEL } from '../../cells/cell.ts';
import type { DeprivationGroup } from '../../cells/group-axis.ts';
import { type Aside, OTHER_AREAS } from '../aside.ts';
import { blankAs, blankRefused, Fault, type FieldSchema } from '../fields.ts';
import { countField, type Figure, frequencyField } from '../figure-fields.ts';
import type { Format } from '../format.ts';
import {
  ageField,
  causeField,
  decileField,
  eventField,
  groupField,
  icd10Field,
  icd10OfRecordField,
  NO_CAUSE,
  type PeriodText,
  type PlaceRef,
  periodField,
  placeField,
  quintileField,
  sexField,
} from '../key-fields.ts';
import type { Located, NotLocated } from '../small-areas.ts';
import { type DeprivationFields, deprivationOfRow } from './deprivation-of-row.ts';
import {
  type CellDraft,
  type ExtractKind,
  NO_FIGURES,
  othersAllowed,
  type ReadContext,
  type RowFault,
} from './kind.ts';
import { LSOA_FIELDS, type LsoaFields, type LsoaOfRow, lsoaOfRow } from './small-area-of-row.ts';
import { unusedGroup } from './unused-group.ts';

interface EventRow extends DeprivationFields, LsoaFields {
  readonly event: string;
  readonly place?: PlaceRef;
  readonly period?: PeriodText;
  readonly date?: PeriodText;
  readonly sex?: Sex;
  readonly age?: AgeBand;
  readonly age_band?: AgeBand;
  readonly icd10?: string;
  readonly cause?: string;
  readonly group?: string;
  readonly count?: Figure;
  /** With it the count is people, each of whom had so many events. */
  readonly events_per_person?: number;
}

/**
 * Deaths, admissions, births, any other event, and the population they happen in. Where each row is one event,
 * a blank is "not known"; in a table of cells it stands for everybody.
 */
export function eventsKind(context: ReadContext, format: Format): ExtractKind<EventRow> {
  const place = placeField(context.matchPlace, othersAllowed(format));
  const kind = eventCells(context, place, format.areas);
  if (format.rows !== 'sum') return kind;
  const { shape } = kind.schema;
  return {
    ...kind,
    schema: z.object({
      ...shape,
      // A slip of the year would make every month before it one in which nothing happened.
      period: periodField(false, context.today),
      date: periodField(true, context.today),
      sex: blankAs(shape.sex!, 'unknown'),
      age: blankRefused(shape.age!, 'the age is blank'),
      age_band: blankRefused(shape.age_band!, 'the age is blank'),
      deprivation_decile: blankAs(shape.deprivation_decile!, 'unknown'),
      deprivation_quintile: blankAs(shape.deprivation_quintile!, 'unknown'),
      icd10: icd10OfRecordField,
      cause: blankAs(shape.cause!, NO_CAUSE),
    }),
  };
}

function eventCells(
  context: ReadContext,
  place: FieldSchema<PlaceRef | Aside>,
  areas: string | undefined,
): ExtractKind<EventRow> {
  return {
    schema: z.object({
      event: eventField,
      place,
      ...LSOA_FIELDS,
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
      events_per_person: frequencyField,
    }),
    toCells(row) {
      const lsoa = lsoaOfRow(row, areas);
      const where = placeAndDeprivation(row, lsoa, context);
      if (where === 'elsewhere') return OTHER_AREAS;
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
      const count = row.count?.number ?? 1;
      const cells = (of: CellKey): CellDraft[] => {
        const { events_per_person: events } = row;
        if (events === undefined) return [{ key: of, figures: { ...NO_FIGURES, count } }];
        // The events of all, and beside them the people by how many they had, whose spread is larger.
        return [
          { key: of, figures: { ...NO_FIGURES, count: events * count }, isPart: true },
          { key: { ...of, group: frequencyGroup(events) }, figures: { ...NO_FIGURES, count } },
        ];
      };
      if (where.fault) return { cells: where.place === null ? [] : cells(key), fault: where.fault };
      const warning = where.warning ? { warning: where.warning } : unusedGroup(context, row.event, row.group);
      if (lsoa === null || key.scheme === '') return { cells: cells(key), ...warning };
      // Small areas are a full account of their Place, also where nobody lives in some deprivation group.
      return { cells: [...cells(key), ...cells({ ...key, scheme: '', level: ALL_LEVELS })], ...warning };
    },
  };
}

interface Where {
  /** Null where neither the row nor its small area tells. */
  readonly place: string | null;
  readonly deprivation: DeprivationGroup;
  readonly fault?: RowFault;
  readonly warning?: RowFault;
}

/** A row's own Place and deprivation; what it does not say comes from its LSOA. */
function placeAndDeprivation(
  row: EventRow,
  lsoa: LsoaOfRow | null,
  context: ReadContext,
): Where | 'elsewhere' {
  const own = deprivationOfRow(row);
  if (row.place === 'elsewhere') return 'elsewhere';
  const place = row.place?.code ?? null;
  if (lsoa === null) return { place, deprivation: own };
  const located = context.smallAreas.locate(lsoa.code, lsoa.vintage);
  if (located === 'nothing-tells' && place !== null) {
    return { place, deprivation: own, ...(own.scheme === '' ? { warning: noDeprivation(lsoa) } : {}) };
  }
  if (typeof located === 'string') {
    const deprivation = { scheme: context.scheme, level: UNKNOWN_LEVEL };
    return {
      place,
      deprivation,
      fault: { field: lsoa.field, fault: notLocated(lsoa.code, located, context) },
    };
  }
  if (place === null && located.place === null) return 'elsewhere';
  const where = { place: place ?? located.place, deprivation: own };
  if (own.scheme !== '' || located.decile === null) return where;
  const deprivation = deprivationOfArea(located, context.scheme);
  const redrawn = deprivation.level === UNKNOWN_LEVEL && located.through.length !== 1;
  return { ...where, deprivation, ...(redrawn ? { warning: redrawnArea(lsoa, located) } : {}) };
}

function notLocated(code: string, why: NotLocated, { smallAreas }: ReadContext): Fault {
  switch (why) {
    case 'nothing-tells':
      return new Fault('no-deprivation-extract', `nothing tells where "${code}" is`);
    case 'no-place':
      return new Fault('no-place-of-areas', `nothing tells which Place "${code}" is in`);
    case 'not-in-edition':
      return new Fault('unknown-small-area', `"${code}" is not in the deprivation extract`);
    case 'other-vintage':
      return new Fault(
        'wrong-vintage',
        `"${code}" is an LSOA of another year than the deprivation extract's${smallAreas.linked ? ', and not in the lookup' : ''}`,
        smallAreas.linked
          ? 'add the exact-fit lookup, which has all areas, or one from LSOA (2021) to local authority'
          : undefined,
        true,
      );
  }
}

function noDeprivation({ code, field }: LsoaOfRow): RowFault {
  const message = `nothing tells the deprivation of "${code}", so it counts in its Place alone`;
  return { field, fault: new Fault('areas-without-deprivation', message) };
}

function redrawnArea({ code, field }: LsoaOfRow, { through }: Located): RowFault {
  const parts = through.length === 0 ? 'no area of the deprivation extract' : through.join(', ');
  const message = `"${code}" goes back to ${parts}, so it counts in its Place and in no deprivation group`;
  return { field, fault: new Fault('redrawn-area', message) };
}

function deprivationOfArea({ decile, placeFifth }: Located, scheme: ReadContext['scheme']): DeprivationGroup {
  if (scheme === 'place-fifths') return { scheme, level: placeFifth ?? UNKNOWN_LEVEL };
  if (scheme === 'national-tenths' || decile === UNKNOWN_LEVEL) return { scheme, level: decile! };
  return { scheme, level: Math.ceil(decile! / 2) };
}
