import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crudeRate } from '../../src/measures/crude-rate.ts';
import { describeWithShared } from '../shared.ts';
import {
  caseNames,
  columnOf,
  expectClose,
  expectEstimate,
  groupsOf,
  levelsOf,
  readCase,
} from '../statistics/reference-case.ts';

const METHODS: Record<string, string> = { Exact: 'exact Poisson', Byars: "Byar's" };

describeWithShared('crudeRate() against reference phe_rate, 1e-9 relative', () => {
  it.each(caseNames('phe_rate'))('%s', (name) => {
    const { input, expected, options, groupBy, error } = readCase('phe_rate', name);
    const multiplier = Number(options.multiplier ?? 100_000);
    const confidence = levelsOf(options);
    const inputs = groupBy.length > 0 ? [...groupsOf(input, groupBy[0]).values()] : input.map((row) => [row]);
    const compute = (index: number) =>
      crudeRate({
        events: columnOf(inputs[index]!, 'count').reduce((sum, count) => sum + count),
        denominator: columnOf(inputs[index]!, 'population').reduce((sum, count) => sum + count),
        multiplier,
        confidence,
      });
    if (name === 'error_zero_population') {
      // The reference refuses the whole table; one empty area is withheld here.
      const reasons = inputs.map((_, index) => compute(index).withheld);
      expect(reasons.filter((reason) => reason !== null)).toEqual(['the population is zero']);
      return;
    }
    if (error) {
      expect(() => inputs.map((_, index) => compute(index))).toThrow(RangeError);
      return;
    }
    expect(expected.length).toBe(inputs.length);
    expected.forEach((row, index) => {
      if (row.value === 'NA') {
        expect(() => compute(index), 'a missing count is the caller’s').toThrow(RangeError);
        return;
      }
      expectEstimate(compute(index), row, confidence);
      if (row.method) expect(compute(index).method).toBe(METHODS[row.method]);
    });
  });
});

describe('crudeRate()', () => {
  // Expected: scipy 1.17 chi2.ppf on 7 events among 1,234 people.
  it('gives an independently computed example with its standard error, to 1e-9', () => {
    const estimate = crudeRate({ events: 7, denominator: 1234, multiplier: 100_000, confidence: [0.95] });
    expectClose(estimate.value, 567.260940032415);
    expectClose(estimate.standardError, 214.40448225807057);
    expectClose(estimate.limits[0]!.lower, 228.06831859966508);
    expectClose(estimate.limits[0]!.upper, 1168.77434049452);
  });

  it('is scaled by the population alone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 1e7 }),
        (events, denominator) => {
          const once = crudeRate({ events, denominator, multiplier: 1000, confidence: [0.95] });
          const half = crudeRate({
            events,
            denominator: 2 * denominator,
            multiplier: 1000,
            confidence: [0.95],
          });
          expectClose(half.value, once.value! / 2, 1e-12);
          expectClose(half.limits[0]!.lower, once.limits[0]!.lower! / 2, 1e-12);
          expectClose(half.standardError, once.standardError! / 2, 1e-12);
          expect(once.limits[0]!.lower!).toBeLessThanOrEqual(once.value!);
          expect(once.limits[0]!.upper!).toBeGreaterThan(once.value!);
        },
      ),
    );
  });

  it('refuses negative counts', () => {
    expect(() => crudeRate({ events: -1, denominator: 2, multiplier: 1, confidence: [] })).toThrow(
      RangeError,
    );
    expect(() => crudeRate({ events: 1, denominator: -2, multiplier: 1, confidence: [] })).toThrow(
      RangeError,
    );
  });
});
