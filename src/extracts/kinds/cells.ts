import { z } from 'zod';
import type { DeprivationScheme, Sex } from '../../cells/cell.ts';
import { OTHER_AREAS } from '../aside.ts';
import { Fault, field } from '../fields.ts';
import {
  type Figure,
  optionalAmountField,
  optionalCountField,
  optionalValueField,
} from '../figure-fields.ts';
import type { Format } from '../format.ts';
import {
  causeField,
  eventField,
  groupField,
  type PeriodText,
  type PlaceRef,
  periodField,
  placeField,
  sexField,
} from '../key-fields.ts';
import { type ExtractKind, negativeAmount, othersAllowed, type ReadContext } from './kind.ts';

interface CellRow {
  readonly subject: string;
  readonly place: PlaceRef;
  readonly period: PeriodText;
  readonly sex: Sex;
  readonly age_from: number;
  readonly age_to: number;
  readonly deprivation_scheme: DeprivationScheme;
  readonly deprivation: number;
  readonly cause: string;
  readonly cell_group: string;
  readonly count: Figure | null;
  readonly denominator?: Figure | null;
  readonly value?: Figure | null;
  readonly lower?: Figure | null;
  readonly upper?: Figure | null;
}

const SCHEMES: readonly string[] = ['', 'national-fifths', 'national-tenths', 'place-fifths'];

/** Years of age at an end of a band; blank is open at the end that it stands at. */
function ageEnd(open: number): ReturnType<typeof field<number>> {
  return field((text) => {
    if (text.trim() === '') return open;
    return /^\d{1,3}$/.test(text.trim()) ? Number(text) : new Fault('unknown-age', `"${text}" is not an age`);
  });
}

const schemeField = field((text) =>
  SCHEMES.includes(text.trim())
    ? (text.trim() as DeprivationScheme)
    : new Fault('unknown-deprivation', `"${text}" is not a deprivation scheme`),
);

const levelField = field((text) => {
  if (text.trim() === 'all') return 0;
  if (text.trim() === 'unknown') return -1;
  return /^([1-9]|10)$/.test(text.trim())
    ? Number(text)
    : new Fault('unknown-deprivation', `"${text}" is not a deprivation group`);
});

/** Cells that were counted elsewhere: each row has the whole key and the figures of one cell. */
export function cellsKind(context: ReadContext, format: Format): ExtractKind<CellRow> {
  return {
    schema: z.object({
      subject: eventField,
      place: placeField(context.matchPlace, othersAllowed(format)),
      period: periodField(false),
      sex: sexField,
      age_from: ageEnd(0),
      age_to: ageEnd(Number.POSITIVE_INFINITY),
      deprivation_scheme: schemeField,
      deprivation: levelField,
      cause: causeField,
      cell_group: groupField,
      count: optionalAmountField,
      denominator: optionalCountField,
      value: optionalValueField,
      lower: optionalValueField,
      upper: optionalValueField,
    }),
    check: (row) => negativeAmount('count', row.count, row.subject, context),
    toCells(row) {
      if (row.place === 'elsewhere') return OTHER_AREAS;
      return {
        cells: [
          {
            key: {
              subject: row.subject,
              place: row.place.code,
              period: row.period.period,
              sex: row.sex,
              age: { from: row.age_from, to: row.age_to },
              scheme: row.deprivation_scheme,
              level: row.deprivation,
              cause: row.cause,
              group: row.cell_group,
            },
            figures: {
              count: row.count?.number ?? Number.NaN,
              denominator: row.denominator?.number ?? Number.NaN,
              value: row.value?.number ?? Number.NaN,
              lower: row.lower?.number ?? Number.NaN,
              upper: row.upper?.number ?? Number.NaN,
            },
          },
        ],
      };
    },
  };
}
