import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mean } from '../../src/measures/mean.ts';
import { describeWithShared } from '../shared.ts';
import {
  caseNames,
  columnOf,
  expectClose,
  expectEstimate,
  groupsOf,
  levelsOf,
  numberOf,
  readCase,
} from '../statistics/reference-case.ts';

describeWithShared('mean() against reference phe_mean, 1e-9 relative', () => {
  it.each(caseNames('phe_mean'))('%s', (name) => {
    const { input, expected, options, groupBy, error } = readCase('phe_mean', name);
    const confidence = levelsOf(options);
    const groups = groupsOf(input, groupBy[0]);
    const compute = (group: string) => mean({ values: columnOf(groups.get(group)!, 'values'), confidence });
    if (error) {
      expect(() => [...groups.keys()].map(compute)).toThrow(RangeError);
      return;
    }
    expect(expected.length).toBe(groups.size);
    for (const row of expected) {
      const estimate = compute(groupBy[0] ? row[groupBy[0]]! : 'all');
      // The reference has NaN for the limits of one value; they are null here.
      const told = Object.entries(row).map(([key, text]) => [key, text === 'NaN' ? 'NA' : text]);
      expectEstimate(estimate, Object.fromEntries(told), confidence);
      expectClose(estimate.sum, numberOf(row.value_sum));
      expect(estimate.n).toBe(numberOf(row.value_count));
      expectClose(estimate.sd, numberOf(row.stdev));
    }
  });
});

describe('mean()', () => {
  // Expected: scipy 1.17 stats.t.interval and stats.sem, numpy 2.4 std(ddof=1).
  it('gives an independently computed example with its standard error, to 1e-9', () => {
    const estimate = mean({ values: [2.5, 3.1, -0.4, 7.7, 5], confidence: [0.95, 0.998] });
    expectClose(estimate.sum, 17.9);
    expectClose(estimate.value, 3.58);
    expectClose(estimate.sd, 3.009485005777567);
    expectClose(estimate.standardError, 1.3458826100369974);
    expectClose(estimate.limits[0]!.lower, -0.15676918480805213);
    expectClose(estimate.limits[0]!.upper, 7.316769184808051);
    expectClose(estimate.limits[1]!.lower, -6.074261208231594);
    expectClose(estimate.limits[1]!.upper, 13.234261208231594);
    expect(estimate.method).toBe("Student's t");
  });

  it('gives one value without limits and says why, and withholds none', () => {
    const one = mean({ values: [3], confidence: [0.95] });
    expect(one).toMatchObject({ value: 3, sum: 3, n: 1, sd: null, standardError: null, withheld: null });
    expect(one.limits).toEqual([{ confidence: 0.95, lower: null, upper: null }]);
    expect(one.note).toBe('no limits: one value has no spread');
    const none = mean({ values: [], confidence: [0.95] });
    expect(none).toMatchObject({ value: null, sum: 0, n: 0, sd: null, withheld: 'there are no values' });
  });

  it('gives equal values limits of no width, whatever their binary digits', () => {
    const { value, sd, limits } = mean({ values: Array(7).fill(0.1), confidence: [0.95] });
    expect([value, sd, limits[0]!.lower, limits[0]!.upper]).toEqual([0.1, 0, 0.1, 0.1]);
  });

  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 40 });

  it('does not depend on the order, moves and scales with the values, and widens with confidence', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0.51, max: 0.99, noNaN: true }), (figures, level) => {
        const once = mean({ values: figures, confidence: [level, level + 0.005] });
        const size = Math.max(
          ...figures.map(Math.abs),
          once.limits[1]!.upper!,
          -once.limits[1]!.lower!,
          1e-9,
        );
        const close = (actual: number | null, expected: number) =>
          expectClose(actual, expected, 0, 1e-11 * (size + 1000));
        const reversed = mean({ values: figures.toReversed(), confidence: [level] });
        const moved = mean({ values: figures.map((figure) => figure + 1000), confidence: [level] });
        const halved = mean({ values: figures.map((figure) => figure / 2), confidence: [level] });
        close(reversed.value, once.value!);
        close(reversed.limits[0]!.upper, once.limits[0]!.upper!);
        close(moved.limits[0]!.lower, once.limits[0]!.lower! + 1000);
        close(halved.limits[0]!.lower, once.limits[0]!.lower! / 2);
        const [narrow, wide] = once.limits;
        expect(narrow!.lower!).toBeLessThanOrEqual(once.value!);
        expect(narrow!.upper!).toBeGreaterThanOrEqual(once.value!);
        expect(wide!.lower!).toBeLessThanOrEqual(narrow!.lower!);
        expect(wide!.upper!).toBeGreaterThanOrEqual(narrow!.upper!);
      }),
    );
  });

  it('refuses missing values, values too large to add up and levels out of bounds', () => {
    expect(() => mean({ values: [1, Number.NaN], confidence: [0.95] })).toThrow('values must be a finite');
    expect(() => mean({ values: [1e308, 1e308], confidence: [0.95] })).toThrow('too large');
    expect(() => mean({ values: [1], confidence: [95] })).toThrow(RangeError);
  });
});
