import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byarsLimits } from '../../src/statistics/byars-limits.ts';
import { exactPoissonLimits } from '../../src/statistics/exact-poisson-limits.ts';
import { poissonLimits, poissonMethod } from '../../src/statistics/poisson-limits.ts';
import { describeWithShared } from '../shared.ts';
import { caseNames, expectClose, levelsOf, numberOf, readCase } from './reference-case.ts';

describeWithShared('byarsLimits() against reference byars_lower_upper, 1e-9 relative', () => {
  it.each(caseNames('byars_lower_upper'))('%s', (name) => {
    const { input, expected, options, error } = readCase('byars_lower_upper', name);
    const [level] = levelsOf(options) as [number];
    if (error) {
      expect(() => input.map((row) => byarsLimits(Number(row.x), level))).toThrow(RangeError);
      return;
    }
    for (const row of expected) {
      const limits = byarsLimits(Number(row.x), level);
      // The reference has NaN below no events; a count has a lower limit of 0 there.
      expectClose(limits.lower, row.lower === 'NaN' ? 0 : numberOf(row.lower));
      expectClose(limits.upper, numberOf(row.upper));
    }
  });
});

describe('poissonLimits()', () => {
  it('uses exact limits below ten events and says so', () => {
    expect(poissonLimits(9, 0.95)).toEqual(exactPoissonLimits(9, 0.95));
    expect(poissonMethod(9)).toBe('exact Poisson');
    expect(poissonMethod(9.9)).toBe('exact Poisson');
  });

  it("uses Byar's limits from ten events on and says so", () => {
    expect(poissonLimits(10, 0.95)).toEqual(byarsLimits(10, 0.95));
    expect(poissonMethod(10)).toBe("Byar's");
  });

  // Garwood 1936, the usual table of 95 % limits of a Poisson count.
  it.each([
    [0, 0, 3.689],
    [1, 0.0253, 5.572],
    [5, 1.623, 11.668],
    [9, 4.115, 17.085],
  ])('gives the published exact limits of %d events', (events, lower, upper) => {
    const limits = poissonLimits(events, 0.95);
    expect(limits.lower).toBeCloseTo(lower, events === 1 ? 4 : 3);
    expect(limits.upper).toBeCloseTo(upper, 3);
  });

  // Expected: scipy 1.17 chi2.ppf.
  it('takes other levels, and counts that are not whole', () => {
    expectClose(exactPoissonLimits(9, 0.998).lower, 2.452424404363775);
    expectClose(exactPoissonLimits(9, 0.998).upper, 22.65737330906293);
    expectClose(exactPoissonLimits(4.5, 0.95).lower, 1.3501947499901792);
    expectClose(exactPoissonLimits(4.5, 0.95).upper, 10.9600246305106);
  });

  it('contains the count, never goes below zero and widens with confidence', () => {
    const levels = fc.double({ min: 0.51, max: 0.998, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e7 }), levels, (events, level) => {
        const limits = poissonLimits(events, level);
        const wider = poissonLimits(events, level + 0.001);
        expect(limits.lower).toBeGreaterThanOrEqual(0);
        expect(limits.lower).toBeLessThanOrEqual(events);
        expect(limits.upper).toBeGreaterThan(events);
        expect(wider.upper).toBeGreaterThan(limits.upper);
        expect(wider.lower).toBeLessThanOrEqual(limits.lower);
      }),
    );
  });

  it('refuses negative counts and levels out of bounds', () => {
    for (const limits of [poissonLimits, exactPoissonLimits, byarsLimits]) {
      expect(() => limits(-1, 0.95)).toThrow(RangeError);
      expect(() => limits(Number.NaN, 0.95)).toThrow(RangeError);
      expect(() => limits(20, 95)).toThrow(RangeError);
    }
  });
});
