import { z } from 'zod';
import { type AgeBand, ALL_AGES } from '../../cells/age-band.ts';
import type { Sex } from '../../cells/cell.ts';
import { nearestWord } from '../../problems/nearest.ts';
import { OTHER_AREAS } from '../aside.ts';
import { Fault } from '../fields.ts';
import { amountField, countField, type Figure } from '../figure-fields.ts';
import type { Format } from '../format.ts';
import {
  ageField,
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
import { type ExtractKind, NO_FIGURES, negativeAmount, othersAllowed, type ReadContext } from './kind.ts';

interface CountsRow extends DeprivationFields {
  readonly indicator: string;
  readonly place: PlaceRef;
  readonly period?: PeriodText;
  readonly month?: PeriodText;
  readonly sex?: Sex;
  readonly age?: AgeBand;
  readonly age_band?: AgeBand;
  readonly group?: string;
  readonly numerator: Figure;
  readonly denominator: Figure;
}

/** A numerator and its denominator for an indicator that the row names. */
export function countsKind(context: ReadContext, format: Format): ExtractKind<CountsRow> {
  const known = new Set(context.indicators.keys());
  return {
    schema: z.object({
      indicator: idField(known, 'unknown-indicator', (id) => nearestWord(id, known)),
      place: placeField(context.matchPlace, othersAllowed(format)),
      period: periodField(false),
      month: periodField(true),
      sex: sexField,
      age: ageField,
      age_band: ageField,
      deprivation_decile: decileField,
      deprivation_quintile: quintileField,
      group: groupField,
      numerator: amountField,
      denominator: countField,
    }),
    check(row) {
      const indicator = context.indicators.get(row.indicator)!;
      if (!indicator.takesCounts) return { field: 'indicator', fault: notFromCounts(row.indicator) };
      const negative = negativeAmount('numerator', row.numerator, row.indicator, context);
      if (negative) return negative;
      if (!indicator.numeratorWithinDenominator) return null;
      const { numerator, denominator } = row;
      if (!(numerator.number > denominator.number)) return null;
      const message = `${numerator.number} is more than its denominator ${denominator.number}`;
      return { field: 'numerator', fault: new Fault('count-above-denominator', message) };
    },
    toCells(row) {
      if (row.place === 'elsewhere') return OTHER_AREAS;
      const { scheme, level } = deprivationOfRow(row);
      const key = {
        subject: row.indicator,
        place: row.place.code,
        period: (row.period ?? row.month)!.period,
        sex: row.sex ?? 'persons',
        age: row.age ?? row.age_band ?? ALL_AGES,
        scheme,
        level,
        cause: '',
        group: row.group ?? '',
      } as const;
      const figures = { ...NO_FIGURES, count: row.numerator.number, denominator: row.denominator.number };
      return { cells: [{ key, figures }] };
    },
  };
}

function notFromCounts(indicator: string): Fault {
  const message = `"${indicator}" is not computed from a numerator and a denominator`;
  return new Fault('unknown-indicator', message, 'see `gapline indicators` for the extracts that it takes');
}
