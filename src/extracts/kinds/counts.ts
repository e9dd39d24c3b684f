import { z } from 'zod';
import { type AgeBand, ALL_AGES } from '../../cells/age-band.ts';
import { referenceSubject, type Sex } from '../../cells/cell.ts';
import { nearestWord } from '../../problems/nearest.ts';
import { OTHER_AREAS } from '../aside.ts';
import { Fault } from '../fields.ts';
import {
  amountField,
  countField,
  type Figure,
  optionalCountField,
  stateOfFigures,
} from '../figure-fields.ts';
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
import {
  type ExtractKind,
  NO_FIGURES,
  negativeAmount,
  othersAllowed,
  type ReadContext,
  type RowFault,
} from './kind.ts';
import { unusedGroup } from './unused-group.ts';

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
  /** Events and people of the population whose rates a standardised ratio takes; null where they are blank. */
  readonly reference_numerator?: Figure | null;
  readonly reference_denominator?: Figure | null;
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
      reference_numerator: optionalCountField,
      reference_denominator: optionalCountField,
    }),
    check(row) {
      const indicator = context.indicators.get(row.indicator)!;
      if (!indicator.takesCounts) return { field: 'indicator', fault: notFromCounts(row.indicator) };
      const wrong =
        negativeAmount('numerator', row.numerator, row.indicator, context) ?? faultOfReference(row);
      if (wrong) return wrong;
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
      const { reference_numerator: events, reference_denominator: people } = row;
      const unused = unusedGroup(context, row.indicator, row.group);
      if (!events || !people) return { cells: [{ key, figures }], ...unused };
      if (!context.indicators.get(row.indicator)!.takesReference)
        return {
          cells: [{ key, figures, state: stateOfFigures(row.numerator, row.denominator) }],
          warning: noReferenceTaken(row.indicator),
        };
      // Each has its own state: a hidden figure of the one does not hide the other.
      return {
        cells: [
          { key, figures, state: stateOfFigures(row.numerator, row.denominator) },
          {
            key: { ...key, subject: referenceSubject(row.indicator) },
            figures: { ...NO_FIGURES, count: events.number, denominator: people.number },
            state: stateOfFigures(events, people),
          },
        ],
        ...unused,
      };
    },
  };
}

/** A reference is both events and people, and somebody must be there for a rate. */
function faultOfReference({
  reference_numerator: events = null,
  reference_denominator: people = null,
}: CountsRow): RowFault | null {
  if ((events === null) !== (people === null)) {
    const field = events === null ? 'reference_numerator' : 'reference_denominator';
    const other = events === null ? 'reference_denominator' : 'reference_numerator';
    const message = `the figure is blank, and ${other} is given: both are needed, or neither`;
    return { field, fault: new Fault('blank-value', message) };
  }
  if (people?.number !== 0) return null;
  const fix = 'give the people among whom the events of reference_numerator happened';
  return {
    field: 'reference_denominator',
    fault: new Fault('not-a-number', '0 people have no rate that could be expected elsewhere', fix),
  };
}

function noReferenceTaken(indicator: string): RowFault {
  const message = `"${indicator}" is not standardised by a reference, so the reference of the row is not used`;
  return { field: 'reference_numerator', fault: new Fault('unused-column', message) };
}

function notFromCounts(indicator: string): Fault {
  const message = `"${indicator}" is not computed from a numerator and a denominator`;
  return new Fault('unknown-indicator', message, 'see `gapline indicators` for the extracts that it takes');
}
