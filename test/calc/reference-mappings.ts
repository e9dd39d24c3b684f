import { expect } from 'vitest';
import { compareGroups, compareRows, expectClose, expectWithheld } from './reference-compare.ts';
import { csvOf, type FolderCase, numberOf, type Row } from './reference-folder.ts';
import { compareSlopeIndex } from './reference-slope-index.ts';

/** How a function of the reference is asked of `gapline calc`. */
export interface Mapping {
  /** The method, where it hangs on more than the function. */
  readonly method: string;
  /** The option that names the column of each argument of the reference; null where nothing stands for it. */
  readonly fields: Readonly<Record<string, string | null>>;
  /** What each option of the reference becomes; nothing where it changes no figure. */
  readonly options: Readonly<Record<string, (value: unknown, told: FolderCase) => readonly string[]>>;
  /** What the reference does unasked. */
  readonly always?: (told: FolderCase) => readonly string[];
  /** Standard input in place of the file as it is. */
  readonly stdin?: (told: FolderCase) => string;
  readonly compare: (rows: readonly Row[], told: FolderCase) => void;
}

const none = (): readonly string[] => [];
const pass = (option: string) => (value: unknown) => [option, [value].flat().join(',')];

const LEVELS = { confidence: pass('--confidence') };
/** It only chooses which columns the reference shows. */
const SHOWN = { type: none };
const SCALED = { ...LEVELS, ...SHOWN, multiplier: pass('--multiplier') };

/** Without groups these functions of the reference take each row by itself. */
const eachRow = ({ groupBy }: FolderCase) => (groupBy.length === 0 ? ['--by-row'] : []);

function share(method: string): Mapping {
  return {
    method,
    fields: { x: 'events', n: 'population' },
    options: SCALED,
    always: eachRow,
    compare(rows, told) {
      const extras = { [told.fields.x!]: 'count', [told.fields.n!]: 'denominator' };
      if (told.groupBy.length === 0) compareRows(rows, told, extras);
      else compareGroups(rows, told, extras);
    },
  };
}

function indirect(method: string): Mapping {
  return {
    method,
    fields: { x: 'events', n: 'population', x_ref: 'reference-events', n_ref: 'reference-population' },
    options: { ...SCALED, refvalue: pass('--multiplier'), refpoptype: none },
    always: ({ tables }) => (tables.observed_totals ? ['--observed-totals', tables.observed_totals] : []),
    compare: (rows, told) => compareGroups(rows, told, { observed: 'observed', expected: 'expected' }),
  };
}

const FLAGS: Record<string, string> = {
  'Low (0.001)': 'low-3sd',
  'Low (0.025)': 'low-2sd',
  'Not significant': 'within',
  'High (0.025)': 'high-2sd',
  'High (0.001)': 'high-3sd',
  'Not applicable for events less than 10 for dsrs': 'not-applicable',
};

const DSR: Mapping = {
  method: 'dsr',
  fields: { x: 'events', n: 'population', stdpop: 'standard', eventfreq: 'event-frequency', ageband: 'age' },
  // Told by the column of the frequency.
  options: { ...SCALED, independent_events: none },
  compare: (rows, told) => compareGroups(rows, told, { total_count: 'count', total_pop: 'denominator' }),
};

const FUNNEL: Omit<Mapping, 'compare'> = {
  method: 'funnel',
  fields: { numerator: 'events', denominator: 'population', rate: 'value' },
  options: {
    ...SHOWN,
    multiplier: pass('--multiplier'),
    statistic: pass('--statistic'),
    rate_type: pass('--rate-type'),
    years_of_data: pass('--years'),
    // Ratios of counts and of standardised events have the same limits.
    ratio_type: none,
  },
};

/** Functions of the reference by name. */
export const MAPPINGS: Readonly<Record<string, Mapping>> = {
  phe_rate: share('rate'),
  phe_proportion: share('proportion'),
  phe_mean: {
    method: 'mean',
    fields: { x: 'values' },
    options: { ...LEVELS, ...SHOWN },
    compare: (rows, told) => compareGroups(rows, told, { value_sum: 'sum', value_count: 'n', stdev: 'sd' }),
  },
  calculate_dsr: DSR,
  phe_dsr: {
    ...DSR,
    always: ({ fields }) => (fields.stdpop ? [] : ['--standard', 'esp2013', '--age', 'ageband']),
  },
  calculate_ISRatio: indirect('isr-ratio'),
  calculate_ISRate: indirect('isr-rate'),
  phe_life_expectancy: {
    method: 'life-expectancy',
    fields: { startage: 'age', deaths: 'deaths', population: 'population' },
    // The order of the bands comes from the bands themselves.
    options: { ...LEVELS, ...SHOWN, le_age: pass('--at'), age_contents: none },
    compare(rows, told) {
      const startOf = (text: string | undefined) => Number.parseInt(text!, 10);
      compareGroups(rows, told, { pops_used: 'population', dths_used: 'deaths' }, (row, ours) =>
        [...told.groupBy.map((column) => row[column]), startOf(ours ? row.age : row.startage)].join('|'),
      );
    },
  },
  phe_quantile: {
    method: 'quantile',
    fields: { values: 'value' },
    options: { nquantiles: none, invert: none, type: none },
    always: ({ options: { nquantiles = 10, invert = true } }) => [
      '--groups',
      String(nquantiles),
      ...(invert ? ['--invert'] : []),
    ],
    compare(rows, { expected, input }) {
      expect(rows.length).toBe(expected.length);
      rows.forEach((row, index) => {
        for (const [name, text] of Object.entries(input[index]!)) expect(row[name]).toBe(text);
        const quantile = numberOf(expected[index]!.quantile);
        expect(numberOf(row.quantile), JSON.stringify(row)).toBe(quantile);
        if (quantile === null) expectWithheld(row);
      });
    },
  },
  phe_sii: {
    method: 'sii',
    fields: {
      quantile: 'rank',
      population: 'population',
      value: 'value',
      se: 'se',
      lower_cl: 'lower',
      upper_cl: 'upper',
      x: null,
    },
    options: {
      ...LEVELS,
      ...SHOWN,
      multiplier: pass('--multiplier'),
      value_type: (value) => ['--scale-type', ['value', 'rate', 'proportion'][value as number]!],
      transform: (value, { options }) =>
        value ? ['--transform', options.value_type === 2 ? 'logit' : 'log'] : [],
      repetitions: none,
      rii: none,
      intercept: none,
    },
    compare: compareSlopeIndex,
  },
  assign_funnel_significance: {
    ...FUNNEL,
    compare(rows, { expected }) {
      expect(rows.map(({ flag }) => flag)).toEqual(expected.map(({ significance }) => FLAGS[significance!]));
      for (const row of rows) if (row.flag === 'not-applicable') expect(row.note).not.toBe('');
    },
  },
  // Curves and points of a chart are no output of `calc`: test/gaps/funnel.test.ts checks them through the library.
  calculate_funnel_limits: {
    ...FUNNEL,
    compare(rows, { expected, options }) {
      for (const row of rows) {
        const baseline = expected[0]!.baseline;
        if (options.statistic !== 'ratio') expectClose('average', numberOf(row.average), numberOf(baseline));
      }
    },
  },
  calculate_funnel_points: {
    ...FUNNEL,
    always: () => ['--statistic', 'rate'],
    compare(rows, { expected }) {
      const shown = expected.map((row) => row.denominator_derived !== 'NA');
      expect(rows.map(({ flag }) => flag !== 'not-applicable')).toEqual(shown);
      expect(rows.map((row) => row.lower_2sd !== '')).toEqual(shown);
    },
  },
  // Inside the reference alone: a rate per person of one person shows them.
  byars_lower_upper: {
    method: 'rate',
    fields: {},
    options: LEVELS,
    always: () => ['--by-row', '--events', 'x', '--population', 'one', '--multiplier', '1'],
    stdin: ({ input }) => csvOf(input.map((row) => ({ ...row, one: '1' }))),
    compare: (rows, told) =>
      compareRows(
        rows,
        withBareLimits(told, (row) => row.x!),
        {},
      ),
  },
  wilson_lower_upper: {
    method: 'proportion',
    fields: {},
    options: LEVELS,
    always: () => ['--by-row', '--events', 'x', '--population', 'n'],
    compare: (rows, told) =>
      compareRows(
        rows,
        withBareLimits(told, (row) => String(Number(row.x) / Number(row.n))),
        {},
      ),
  },
};

/** Limits that the reference calls lower and upper, with the value that they are of. */
function withBareLimits(told: FolderCase, figureOf: (row: Row) => string): FolderCase {
  const expected = told.expected.map(({ lower, upper, ...row }) => ({
    ...row,
    value: figureOf(row),
    lowercl: lower!,
    uppercl: upper!,
  }));
  return { ...told, expected };
}

/** The arguments that ask `gapline` what a case asks of the reference. */
export function argumentsFor(told: FolderCase, mapping: Mapping): string[] {
  const fields = Object.entries(told.fields).flatMap(([field, column]) => {
    const option = mapping.fields[field];
    if (option === undefined) throw new Error(`${told.name}: no option stands for the argument ${field}`);
    if (option === null) return [];
    // For ratios the expected events stand in place of people.
    const name = option === 'population' && told.options.statistic === 'ratio' ? 'expected' : option;
    return [`--${name}`, column];
  });
  const options = Object.entries(told.options).flatMap(([name, value]) => {
    const become = mapping.options[name];
    if (become === undefined) throw new Error(`${told.name}: nothing stands for the option ${name}`);
    return become(value, told);
  });
  return [
    'calc',
    mapping.method,
    mapping.stdin ? '-' : told.inputPath,
    ...fields,
    ...options,
    ...(mapping.always?.(told) ?? []),
    ...(told.groupBy.length > 0 ? ['--by', told.groupBy.join(',')] : []),
    '--format',
    'csv',
  ];
}
