import { z } from 'zod';
import { ALL_AGES } from '../../cells/age-band.ts';
import type { Sex } from '../../cells/cell.ts';
import { nearestWord } from '../../problems/nearest.ts';
import { Aside, OTHER_AREAS } from '../aside.ts';
import { Fault, type FieldSchema, field, quote } from '../fields.ts';
import {
  type Figure,
  optionalAmountField,
  optionalCountField,
  optionalValueField,
  valueField,
} from '../figure-fields.ts';
import type { Format } from '../format.ts';
import {
  decileField,
  groupField,
  idField,
  type PeriodText,
  type PlaceRef,
  periodField,
  placeField,
  quintileField,
  sexField,
} from '../key-fields.ts';
import { type DeprivationFields, deprivationOfRow } from './deprivation-of-row.ts';
import { type ExtractKind, negativeAmount, othersAllowed, type ReadContext, type RowFault } from './kind.ts';
import { unusedGroup } from './unused-group.ts';

interface ValuesRow extends DeprivationFields {
  readonly indicator?: string;
  /** The indicator by its official number. */
  readonly official_id?: OfficialIndicator;
  /** The publisher's own age group. */
  readonly official_age?: string;
  /** What the publisher says of the value. */
  readonly note?: string;
  readonly place: PlaceRef;
  readonly period: PeriodText;
  readonly sex?: Sex;
  readonly group?: string;
  readonly value: Figure;
  readonly lower?: Figure | null;
  readonly upper?: Figure | null;
  readonly count?: Figure | null;
  readonly denominator?: Figure | null;
}

type OfficialIndicator = { readonly id: string; readonly age: string | null };

const NO_INDICATOR = new Aside('indicators that no aspiration uses');
const OTHER_AGES = new Aside('other ages of an indicator than its own');

/** The official number of an indicator; rows of numbers that no definition names are set aside. */
function officialIdField(known: ReadContext['official']): FieldSchema<OfficialIndicator | Aside> {
  return field((text) => known.get(text.trim()) ?? NO_INDICATOR);
}

const textField = field((text) => text.trim());

function subjectOf({ indicator, official_id: official }: ValuesRow): string | undefined {
  return indicator ?? official?.id;
}

/** Notes of a publisher that say to be careful with the value beside them. */
const CAUTION = /caution|unreliable|data quality/i;

function isOtherAge({ official_id: official, official_age: age }: ValuesRow): boolean {
  const plain = (text: string): string => text.replace(/\s+/g, '').toLowerCase();
  return official?.age != null && age !== undefined && plain(official.age) !== plain(age);
}

/** A warning for a value that its publisher itself has doubts about. */
function noteOf({ note, value }: ValuesRow): { warning: RowFault } | null {
  if (note === undefined || value.state !== 'ok' || !CAUTION.test(note)) return null;
  const fault = new Fault('noted-value', `its publisher says of the value: ${quote(note)}`);
  return { warning: { field: 'note', fault } };
}

/** A value that the figure cannot have, such as 120 %. */
function outOfBounds(
  value: number,
  subject: string | undefined,
  { indicators }: ReadContext,
): RowFault | null {
  const { least, most } = indicators.get(subject ?? '')?.bounds ?? { least: value, most: value };
  if (!(value < least || value > most)) return null;
  const range = most === Number.POSITIVE_INFINITY ? `below ${least}` : `outside ${least} to ${most}`;
  return { field: 'value', fault: new Fault('impossible-value', `${value} is ${range}`) };
}

/** A value as published, with its published 95 % limits. */
export function valuesKind(context: ReadContext, format: Format): ExtractKind<ValuesRow> {
  const known = new Set(context.indicators.keys());
  return {
    schema: z.object({
      indicator: idField(known, 'unknown-indicator', (id) => nearestWord(id, known)),
      official_id: officialIdField(context.official),
      official_age: textField,
      note: textField,
      place: placeField(context.matchPlace, othersAllowed(format)),
      period: periodField(false),
      sex: sexField,
      deprivation_decile: decileField,
      deprivation_quintile: quintileField,
      group: groupField,
      value: valueField,
      lower: optionalValueField,
      upper: optionalValueField,
      count: optionalAmountField,
      denominator: optionalCountField,
    }),
    check(row) {
      const negative = negativeAmount('count', row.count, subjectOf(row), context);
      if (negative) return negative;
      const value = row.value.number;
      const impossible = outOfBounds(value, subjectOf(row), context);
      if (impossible) return impossible;
      const lower = row.lower?.number ?? Number.NaN;
      const upper = row.upper?.number ?? Number.NaN;
      if (!(lower > value || upper < value)) return null;
      const message = `${value} is not between its limits ${row.lower?.number ?? '–'} and ${row.upper?.number ?? '–'}`;
      return { field: 'value', fault: new Fault('limits-out-of-order', message) };
    },
    toCells(row) {
      if (row.place === 'elsewhere') return OTHER_AREAS;
      if (isOtherAge(row)) return OTHER_AGES;
      const { scheme, level } = deprivationOfRow(row);
      const key = {
        subject: subjectOf(row)!,
        place: row.place.code,
        period: row.period.period,
        sex: row.sex ?? 'persons',
        age: ALL_AGES,
        scheme,
        level,
        cause: '',
        group: row.group ?? '',
      } as const;
      const figures = {
        count: row.count?.number ?? Number.NaN,
        denominator: row.denominator?.number ?? Number.NaN,
        value: row.value.number,
        lower: row.lower?.number ?? Number.NaN,
        upper: row.upper?.number ?? Number.NaN,
      };
      return { cells: [{ key, figures }], ...unusedGroup(context, key.subject, row.group), ...noteOf(row) };
    },
  };
}
