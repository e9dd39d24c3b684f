import { ALL_AGES } from '../cells/age-band.ts';

/** What stands for "not known" in a refused row, so that the cells it might have fed are known to be incomplete. */
export const NOT_KNOWN: Record<string, unknown> = {
  sex: 'unknown',
  age: ALL_AGES,
  age_band: ALL_AGES,
  deprivation_decile: -1,
  deprivation_quintile: -1,
  imd_rank: undefined,
  imd_decile: undefined,
  icd10: '',
  cause: '',
  group: '',
  events_per_person: 1,
  // Makes a band that is none, which spoils all bands of its slice.
  weeks_from: Number.NaN,
  weeks_to: Number.NaN,
  // Of a milestone: that there is one more of them is known, and how far it is is not.
  milestone: '',
  status: null,
  due: '',
  reached_on: '',
};

/** Fields that hold a figure. */
export const FIGURES = new Set([
  'count',
  'numerator',
  'denominator',
  'reference_numerator',
  'reference_denominator',
  'breaches',
  'value',
  'lower',
  'upper',
  'waiting',
  'population',
  'children',
  'idaci_score',
]);

/** Fields that hold the period of a row. */
export const PERIODS = new Set(['period', 'month', 'date']);
