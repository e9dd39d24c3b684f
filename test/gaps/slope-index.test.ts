import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SlopeIndex, type SlopeIndexTransform, slopeIndex } from '../../src/gaps/slope-index.ts';
import { describeWithShared } from '../shared.ts';
import {
  caseNames,
  columnOf,
  expectClose,
  groupsOf,
  numberOf,
  type Row,
  readCase,
  readReference,
} from '../statistics/reference-case.ts';

const Z_95 = 1.959963984540054;
const logit = (share: number) => Math.log(share / (1 - share));
const HAS_ANALYTIC_LIMITS = [
  'one_area_incomplete',
  'proportion_logit',
  'rate_log',
  'value_negative_multiplier',
  'value_se_deciles',
];

function transformOf(options: Readonly<Record<string, unknown>>): SlopeIndexTransform {
  if (!options.transform) return 'none';
  return options.value_type === 2 ? 'logit' : 'log';
}

function ofArea(rows: readonly Row[], transform: SlopeIndexTransform): SlopeIndex {
  const scales = { none: (y: number) => y, log: Math.log, logit };
  const populations = columnOf(rows, 'population');
  const counts = 'count' in rows[0]! ? columnOf(rows, 'count') : [];
  const values =
    'value' in rows[0]! ? columnOf(rows, 'value') : counts.map((count, group) => count / populations[group]!);
  const scale = scales[transform];
  const errors =
    'se' in rows[0]!
      ? columnOf(rows, 'se')
      : rows.map((row) => (scale(Number(row.upper)) - scale(Number(row.lower))) / (2 * Z_95));
  return slopeIndex({ values, errors, populations, confidence: [0.95], transform });
}

/** The reference multiplies SII and intercept, and turns the RII round where the multiplier is negative. */
function multiplied({ sii, rii }: SlopeIndex, multiplier: number) {
  const turn = multiplier < 0;
  const ends = [sii.limits[0]!.lower!, sii.limits[0]!.upper!].map((limit) => limit * multiplier);
  const ratios = [rii.limits[0]!.lower!, rii.limits[0]!.upper!].map((limit) => (turn ? 1 / limit : limit));
  return {
    sii: sii.value! * multiplier,
    sii_lower: Math.min(...ends),
    sii_upper: Math.max(...ends),
    rii: turn ? 1 / rii.value! : rii.value!,
    rii_lower: Math.min(...ratios),
    rii_upper: Math.max(...ratios),
  };
}

describeWithShared('slopeIndex() against reference phe_sii', () => {
  for (const name of caseNames('phe_sii')) {
    const { input, expected, options, error } = readCase('phe_sii', name);
    const multiplier = Number(options.multiplier ?? 1);
    if (error) continue;

    it(`${name}: values to 1e-9`, () => {
      const areas = groupsOf(input, 'area');
      expect(expected.length).toBeGreaterThan(1);
      for (const row of expected) {
        const transform = transformOf(options);
        const result = ofArea(areas.get(row.area!)!, transform);
        const own = multiplied(result, multiplier);
        expectClose(own.sii, numberOf(row.sii));
        expectClose(own.rii, numberOf(row.rii));
        // The reference multiplies the intercept of a transformed fit only.
        const times = transform === 'none' ? 1 : multiplier;
        expectClose(result.intercept! * times, numberOf(row.intercept));
      }
    });

    // Untransformed rates and proportions are simulated, elsewhere.
    if (!HAS_ANALYTIC_LIMITS.includes(name)) continue;
    it(`${name}: limits to 1e-6 of the closed form`, () => {
      const areas = groupsOf(input, 'area');
      const analytic = readReference(`pheindicatormethods/phe_sii/${name}/analytic.csv`);
      expect(analytic.length).toBe(expected.length);
      for (const row of analytic) {
        const own = multiplied(ofArea(areas.get(row.group!)!, transformOf(options)), multiplier);
        for (const [column, number] of Object.entries(own)) expectClose(number, numberOf(row[column]), 1e-6);
      }
    });
  }

  it('error_four_quantiles: gives what the reference refuses, with a warning', () => {
    const { sii } = ofArea(readCase('phe_sii', 'error_four_quantiles').input, 'none');
    // Values 1, 2, 3, 4 in equal groups lie on a line that rises by 4 over the whole population.
    expectClose(sii.value, 4, 1e-12);
    expect(sii.note).toBe('fewer than five groups');
  });

  it('error_zero_population: withholds the area that has a group without people', () => {
    const areas = groupsOf(readCase('phe_sii', 'error_zero_population').input, 'area');
    expect(ofArea(areas.get('Halton')!, 'none').sii.withheld).toBe('a group has no population');
  });
});

describe('slopeIndex()', () => {
  const fifths = {
    values: [30, 27, 25, 22, 17],
    errors: [1, 1.2, 0.9, 1.1, 1.3],
    populations: [100, 300, 200, 250, 150],
    confidence: [0.95],
  };

  // Expected: numpy 2.4, weighted least squares by matrices; Fieller's limits by scipy 1.17 brentq on their equation.
  it('gives an independently computed example, to 1e-9', () => {
    const { sii, rii, intercept } = slopeIndex(fifths);
    expectClose(sii.value, -13.38095238095238);
    expectClose(intercept, 30.84047619047619);
    expectClose(sii.standardError, 1.8323497670843967);
    expectClose(sii.limits[0]!.lower, -16.972291931518185);
    expectClose(sii.limits[0]!.upper, -9.789612830386638);
    expectClose(rii.value, 0.5661236779124519);
    expectClose(rii.limits[0]!.lower, 0.4790487025669032);
    expectClose(rii.limits[0]!.upper, 0.6630791438998244);
  });

  const groups = fc.array(
    fc.record({
      value: fc.double({ min: 0.2, max: 0.8, noNaN: true }),
      error: fc.double({ min: 0.001, max: 0.02, noNaN: true }),
      population: fc.integer({ min: 1000, max: 3000 }),
    }),
    { minLength: 5, maxLength: 10 },
  );
  const inputOf = (rows: readonly { value: number; error: number; population: number }[]) => ({
    values: rows.map((row) => row.value),
    errors: rows.map((row) => row.error),
    populations: rows.map((row) => row.population),
    confidence: [0.95, 0.998],
  });

  it.each(['none', 'log', 'logit'] as const)(
    'turns round with the order of the groups, holds its value and widens with confidence (%s)',
    (transform) => {
      fc.assert(
        fc.property(groups, (rows) => {
          const { sii, rii } = slopeIndex({ ...inputOf(rows), transform });
          const turned = slopeIndex({ ...inputOf(rows.toReversed()), transform });
          expectClose(turned.sii.value, -sii.value!, 1e-9, 1e-12);
          expectClose(turned.sii.limits[0]!.lower, -sii.limits[0]!.upper!, 1e-9, 1e-12);
          if (rii.value !== null) expectClose(turned.rii.value, 1 / rii.value, 1e-9);
          for (const index of [sii, rii]) {
            const [narrow, wide] = index.limits;
            if (wide!.lower === null) continue;
            expect(wide!.lower).toBeLessThan(narrow!.lower!);
            expect(narrow!.lower!).toBeLessThan(index.value!);
            expect(index.value!).toBeLessThan(narrow!.upper!);
            expect(narrow!.upper!).toBeLessThan(wide!.upper!);
          }
        }),
      );
    },
  );

  it('does not mind the scale of the populations, and finds nothing among equal groups', () => {
    fc.assert(
      fc.property(groups, (rows) => {
        const whole = slopeIndex(inputOf(rows));
        const scaled = slopeIndex(inputOf(rows.map((row) => ({ ...row, population: 7 * row.population }))));
        expectClose(scaled.sii.value, whole.sii.value, 1e-9, 1e-12);
        const flat = inputOf(rows.map((row) => ({ ...row, value: 0.5 })));
        expectClose(slopeIndex(flat).sii.value, 0, 0, 1e-12);
        expectClose(slopeIndex(flat).rii.value, 1, 1e-12);
      }),
    );
  });

  it('withholds fewer than three groups and warns under five', () => {
    const first = (count: number) =>
      slopeIndex({
        values: fifths.values.slice(0, count),
        errors: fifths.errors.slice(0, count),
        populations: fifths.populations.slice(0, count),
        confidence: [0.95],
      });
    expect(first(2).sii.withheld).toBe('fewer than three groups');
    expect(first(2).rii.value).toBeNull();
    expect(first(2).intercept).toBeNull();
    expect(first(3).sii.note).toBe('fewer than five groups');
    expect(first(5).sii.note).toBeNull();
  });

  it('gives values without limits where a standard error is missing', () => {
    const { sii, rii } = slopeIndex({ ...fifths, errors: [1, null, 1, 1, 1] });
    expectClose(sii.value, -13.38095238095238);
    expect([sii.standardError, sii.limits[0]!.lower, rii.limits[0]!.upper]).toEqual([null, null, null]);
    expect(rii.note).toBe('no limits: a standard error is missing');
  });

  it('has no Fieller limits where the first end is not clear of zero, and says so', () => {
    const { sii, rii } = slopeIndex({ ...fifths, errors: [30, 30, 30, 30, 30] });
    expect(sii.limits[0]!.lower).not.toBeNull();
    expect(rii.value).not.toBeNull();
    expect(rii.limits[0]).toEqual({ confidence: 0.95, lower: null, upper: null });
    expect(rii.note).toBe('no 95 % limits: the fitted first end is not clear of zero');
  });

  it('withholds a ratio with a fitted end of zero or below, but not the slope', () => {
    const { sii, rii } = slopeIndex({ ...fifths, values: [30, 20, 10, 1, 0] });
    expect(sii.value).toBeLessThan(-30);
    expect(rii.withheld).toBe('a fitted end is zero or below');
  });

  it('withholds what has no logarithm or logit', () => {
    expect(slopeIndex({ ...fifths, values: [3, 2, 1, 1, 0], transform: 'log' }).sii.withheld).toBe(
      'a figure of zero or below has no logarithm',
    );
    expect(slopeIndex({ ...fifths, values: [1, 0.5, 0.5, 0.5, 0.5], transform: 'logit' }).rii.withheld).toBe(
      'a proportion of 0 or 1 has no logit',
    );
  });

  it('refuses per cent on the logit scale, arrays of different lengths and negative errors', () => {
    expect(() => slopeIndex({ ...fifths, transform: 'logit' })).toThrow('proportions from 0 to 1');
    expect(() => slopeIndex({ ...fifths, errors: [1] })).toThrow('errors 1');
    expect(() => slopeIndex({ ...fifths, errors: [1, 1, 1, 1, -1] })).toThrow(RangeError);
  });
});
