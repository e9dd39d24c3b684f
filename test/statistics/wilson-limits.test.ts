import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonLimits } from '../../src/statistics/wilson-limits.ts';
import { describeWithShared } from '../shared.ts';
import { caseNames, expectClose, levelsOf, numberOf, readCase } from './reference-case.ts';

describeWithShared('wilsonLimits() against reference wilson_lower_upper, 1e-9 relative', () => {
  it.each(caseNames('wilson_lower_upper'))('%s', (name) => {
    const { input, expected, options, error } = readCase('wilson_lower_upper', name);
    const [level] = levelsOf(options) as [number];
    if (error) {
      expect(() => input.map((row) => wilsonLimits(Number(row.x), Number(row.n), level))).toThrow(RangeError);
      return;
    }
    for (const row of expected) {
      const limits = wilsonLimits(Number(row.x), Number(row.n), level);
      expectClose(limits.lower, numberOf(row.lower));
      expectClose(limits.upper, numberOf(row.upper));
    }
  });
});

describe('wilsonLimits()', () => {
  // Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('gives the published limits of %d out of %d', (events, denominator, lower, upper) => {
    const limits = wilsonLimits(events, denominator, 0.95);
    expect(limits.lower).toBeCloseTo(lower, 4);
    expect(limits.upper).toBeCloseTo(upper, 4);
  });

  it('contains the proportion, stays inside 0 to 1, widens with confidence and mirrors', () => {
    const pairs = fc
      .integer({ min: 1, max: 1e7 })
      .chain((denominator) => fc.tuple(fc.integer({ min: 0, max: denominator }), fc.constant(denominator)));
    fc.assert(
      fc.property(
        pairs,
        fc.double({ min: 0.51, max: 0.998, noNaN: true }),
        ([events, denominator], level) => {
          const { lower, upper } = wilsonLimits(events, denominator, level);
          const wider = wilsonLimits(events, denominator, level + 0.001);
          const others = wilsonLimits(denominator - events, denominator, level);
          expect(lower).toBeGreaterThanOrEqual(0);
          expect(upper).toBeLessThanOrEqual(1);
          expect(lower).toBeLessThanOrEqual(events / denominator);
          expect(upper).toBeGreaterThanOrEqual(events / denominator);
          expect(wider.upper - wider.lower).toBeGreaterThan(upper - lower);
          expectClose(others.lower, 1 - upper, 1e-9, 1e-12);
        },
      ),
    );
  });

  it('refuses more events than there are people, negatives, nobody and levels out of bounds', () => {
    expect(() => wilsonLimits(11, 10, 0.95)).toThrow(RangeError);
    expect(() => wilsonLimits(-1, 10, 0.95)).toThrow(RangeError);
    expect(() => wilsonLimits(0, 0, 0.95)).toThrow(RangeError);
    expect(() => wilsonLimits(1, 10, 1)).toThrow(RangeError);
  });
});
