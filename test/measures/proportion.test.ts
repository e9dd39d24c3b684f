import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proportion } from '../../src/measures/proportion.ts';
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

describeWithShared('proportion() against reference phe_proportion, 1e-9 relative', () => {
  it.each(caseNames('phe_proportion'))('%s', (name) => {
    const { input, expected, options, groupBy, error } = readCase('phe_proportion', name);
    const multiplier = Number(options.multiplier ?? 1);
    const confidence = levelsOf(options);
    const inputs = groupBy.length > 0 ? [...groupsOf(input, groupBy[0]).values()] : input.map((row) => [row]);
    const compute = (index: number) =>
      proportion({
        events: columnOf(inputs[index]!, 'count').reduce((sum, count) => sum + count),
        denominator: columnOf(inputs[index]!, 'population').reduce((sum, count) => sum + count),
        multiplier,
        confidence,
      });
    if (error) {
      expect(() => inputs.map((_, index) => compute(index))).toThrow(RangeError);
      return;
    }
    expect(expected.length).toBe(inputs.length);
    expected.forEach((row, index) => {
      if (row.value === 'NA')
        expect(() => compute(index), 'a missing count is the caller’s').toThrow(RangeError);
      else expectEstimate(compute(index), row, confidence);
    });
  });
});

describe('proportion()', () => {
  // 81 of 263: Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E;
  // further digits and the standard error: scipy 1.17 binomtest(81, 263).proportion_ci(0.95, 'wilson').
  it('gives the published example with its standard error, to 1e-9', () => {
    const estimate = proportion({ events: 81, denominator: 263, multiplier: 100, confidence: [0.95] });
    expectClose(estimate.value, 30.798479087452474);
    expectClose(estimate.standardError, 2.846718873485366);
    expectClose(estimate.limits[0]!.lower, 25.52885198782742);
    expectClose(estimate.limits[0]!.upper, 36.62095769828);
    expect(estimate.method).toBe('Wilson');
  });

  it('withholds where nobody was counted', () => {
    const estimate = proportion({ events: 0, denominator: 0, multiplier: 100, confidence: [0.95, 0.998] });
    expect(estimate.value).toBeNull();
    expect(estimate.withheld).toBe('the denominator is zero');
    expect(estimate.limits).toHaveLength(2);
  });

  it('scales with the multiplier and keeps its value when all counts double, with closer limits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (denominator, share) => {
          const events = Math.floor(share * denominator);
          const once = proportion({ events, denominator, multiplier: 1, confidence: [0.95] });
          const percent = proportion({ events, denominator, multiplier: 100, confidence: [0.95] });
          const twice = proportion({
            events: 2 * events,
            denominator: 2 * denominator,
            multiplier: 1,
            confidence: [0.95],
          });
          expectClose(percent.value, 100 * once.value!, 1e-12);
          expectClose(percent.limits[0]!.upper, 100 * once.limits[0]!.upper!, 1e-12);
          expectClose(twice.value, once.value, 1e-12);
          expect(twice.limits[0]!.upper! - twice.limits[0]!.lower!).toBeLessThan(
            once.limits[0]!.upper! - once.limits[0]!.lower!,
          );
        },
      ),
    );
  });

  it('refuses more events than the denominator, negatives and a multiplier of 0', () => {
    expect(() => proportion({ events: 3, denominator: 2, multiplier: 1, confidence: [0.95] })).toThrow(
      RangeError,
    );
    expect(() => proportion({ events: -1, denominator: 2, multiplier: 1, confidence: [0.95] })).toThrow(
      RangeError,
    );
    expect(() => proportion({ events: 1, denominator: 2, multiplier: 0, confidence: [0.95] })).toThrow(
      RangeError,
    );
    expect(() => proportion({ events: 1, denominator: 2, multiplier: 1, confidence: [95] })).toThrow(
      RangeError,
    );
  });
});
