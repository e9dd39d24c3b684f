import { expect } from 'vitest';
import { gapline, type Outcome } from '../cli/run-gapline.ts';
import { compareGroups, expectClose, expectWithheld } from './reference-compare.ts';
import { csvOf, type FolderCase, numberOf, type Row, readFolderCase, rowsOf } from './reference-folder.ts';

/** What `gapline calc` does in place of the reference, and why. */
export interface Exception {
  readonly because: string;
  /** What the reference would have to say; the rest is compared as ever. */
  readonly expected?: (told: FolderCase) => readonly Row[];
  /** Standard input in place of the file as it is, and arguments for it in place of `null`'s. */
  readonly stdin?: (told: FolderCase) => string;
  readonly more?: readonly string[];
  /** All of what is checked, in place of the comparison. */
  readonly check?: (outcome: Outcome, told: FolderCase, args: readonly string[]) => void | Promise<void>;
}

/** By `function/case`. */
export const EXCEPTIONS: Readonly<Record<string, Exception>> = {
  'calculate_dsr/missing_counts_are_zero': {
    because: 'blank is never zero: the groups are withheld, and zeros give the reference’s figures',
    async check({ stdout, exit }, told, args) {
      expect(exit).toBe(1);
      for (const row of rowsOf(stdout)) {
        expectWithheld(row, /^withheld$/);
        expect(row.note).toMatch(/count .*"NA".*line \d+/);
      }
      const zeros = told.input.map((row) => ({ ...row, count: row.count === 'NA' ? '0' : row.count! }));
      const filled = await gapline(
        args.map((text) => (text === told.inputPath ? '-' : text)),
        { stdin: csvOf(zeros) },
      );
      expect(filled.exit).toBe(0);
      compareGroups(rowsOf(filled.stdout), told, { total_count: 'count', total_pop: 'denominator' });
    },
  },
  'calculate_dsr/error_text_count': {
    because: 'accepted: a CSV has no types, so these are the same counts as numbers',
    check({ stdout, exit }) {
      const numbers = readFolderCase('calculate_dsr/nine_places_95');
      const expected = numbers.expected.filter(({ area }) => area === 'Cheshire East');
      expect(exit).toBe(0);
      compareGroups(rowsOf(stdout), { ...numbers, expected }, { total_count: 'count' });
    },
  },
  'calculate_ISRatio/error_unequal_rows': {
    because:
      'accepted: observed and expected events of a group cover the same bands, so groups may differ in them',
    check({ stdout, exit }, told) {
      const rows = rowsOf(stdout);
      expect(exit).toBe(0);
      expect(rows.length).toBe(new Set(told.input.map(({ area }) => area)).size);
      for (const row of rows) {
        const bands = told.input.filter(({ area }) => area === row.area);
        const sum = (of: (band: Row) => number) => bands.reduce((total, band) => total + of(band), 0);
        const observed = sum(({ count }) => Number(count));
        const expected = sum(
          (band) => (Number(band.population) * Number(band.refcount)) / Number(band.refpop),
        );
        expectClose('value', numberOf(row.value), observed / expected);
      }
    },
  },
  'phe_life_expectancy/error_startage_mismatch': {
    because: 'accepted: any bands that start at 0 and rise are a layout, here 0, 1-5, 6-9, 10-14 and so on',
    check({ stdout, exit }) {
      const rows = rowsOf(stdout);
      expect(exit).toBe(0);
      expect(rows.map(({ age }) => age).slice(0, 4)).toEqual(['0', '1', '6', '10']);
      for (const row of rows) expect(row.status).toBe('ok');
    },
  },
  'phe_life_expectancy/suppressed_groups': {
    because:
      'an age that nobody survives to is withheld; the reference says 0 with limits that are no numbers',
    expected: ({ expected }) =>
      expected.map((row) => (row.value === '0' && row.lowercl === 'NaN' ? { ...row, value: 'NA' } : row)),
  },
  'phe_quantile/error_text_values': {
    because: 'accepted: a CSV has no types, so these are the same scores as numbers',
    expected: () => readFolderCase('phe_quantile/deciles_default').expected,
  },
  'phe_sii/proportion_from_counts': {
    because: '`calc` has no option for counts in place of values: the values are worked out first',
    stdin: ({ input }) =>
      csvOf(input.map((row) => ({ ...row, value: String(Number(row.count) / Number(row.population)) }))),
    more: ['--value', 'value'],
  },
  'phe_sii/error_four_quantiles': {
    because: 'accepted: three groups have a slope; the note warns under five',
    check({ stdout, exit }) {
      const [sii, rii] = rowsOf(stdout);
      expect(exit).toBe(0);
      // Four equal groups with values 1 to 4: a straight line from 0.5 to 4.5.
      expectClose('sii', numberOf(sii!.value), 4);
      expectClose('rii', numberOf(rii!.value), 9);
      expect(sii!.note).toContain('fewer than five groups');
    },
  },
  'byars_lower_upper/below_ten_95': {
    because: 'below ten events the exact limits stand in for Byar’s, which gives no lower limit for none',
    check({ stdout }) {
      const rows = rowsOf(stdout);
      expect(rows.map(({ method }) => method)).toEqual(rows.map(() => 'exact Poisson'));
      // χ²(0.975; 2)/2 = −ln 0.025, and χ²(0.025; 2)/2 = −ln 0.975.
      expect(rows[0]!.lower_95).toBe('0');
      expectClose('upper of 0', numberOf(rows[0]!.upper_95), -Math.log(0.025));
      expectClose('lower of 1', numberOf(rows[1]!.lower_95), -Math.log(0.975));
    },
  },
};

/** What must be said where the reference refuses; anything in words will do for a case that is not here. */
export const REFUSALS: Readonly<Record<string, RegExp>> = {
  'phe_rate/error_confidence': /--confidence: "0\.5" is not a level between 0\.5 and 1/,
  'phe_mean/error_confidence': /--confidence: "0\.3" is not a level between 0\.5 and 1/,
  'phe_rate/error_negative_count': /^count "-1" is below zero \(line 3\)$/,
  'phe_rate/error_zero_population': /population/,
  'phe_proportion/error_negative': /^count "-1" is below zero \(line 2\)$/,
  'phe_proportion/error_count_over_population': /101 .*100/,
  'wilson_lower_upper/error_x_over_n': /11 .*10/,
  'byars_lower_upper/error_negative': /^x "-1" is below zero \(line 3\)$/,
  'calculate_dsr/error_negative_count': /^count "-1" is below zero \(line 2\)$/,
  'calculate_dsr/error_zero_population': /band (15-19 )?has no population/,
  'calculate_dsr/error_missing_population': /^population .*"NA".*\(line 5\)$/,
  'calculate_ISRatio/error_negative_count': /^count "-1" is below zero \(line 2\)$/,
  'calculate_ISRate/error_negative_count': /^count "-1" is below zero \(line 2\)$/,
  'phe_life_expectancy/error_not_from_zero': /first age band.* 0/,
  'phe_sii/error_zero_population': /no population|population.*(zero|0)/,
  'assign_funnel_significance/error_count_over_denominator': /1,?000,?000 .*1,?250/,
  'calculate_funnel_limits/error_no_denominator_for_zero': /denominator|--population/,
};
