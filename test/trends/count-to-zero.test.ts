import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countToZero } from '../../src/trends/count-to-zero.ts';
import { expectClose } from '../statistics/reference-case.ts';

const year = { start: 0, end: 364, confidence: 0.95 };

describe('countToZero()', () => {
  // Limits expected: scipy 1.17 chi2.ppf(0.025, 2x)/2 and chi2.ppf(0.975, 2x + 2)/2; days by hand.
  it('counts events, gives exact limits of their rate and the days without, to 1e-9', () => {
    const result = countToZero({ ...year, days: [200, 10, 300, -5, 365] });
    expect(result).toMatchObject({ count: 3, outside: 2, daysSinceLast: 64, longestRunWithout: 189 });
    expectClose(result.countLimits.lower, 0.6186721228956014);
    expectClose(result.countLimits.upper, 8.767273069742323);
    expectClose(result.ratePerYear, (3 * 365.25) / 365);
    expectClose(result.rateLimits.upper, (8.767273069742323 * 365.25) / 365);
  });

  it('gives none so far an upper limit above zero, and no last event', () => {
    const none = countToZero({ ...year, days: [] });
    expect(none).toMatchObject({ count: 0, ratePerYear: 0, daysSinceLast: null, longestRunWithout: 365 });
    expect(none.countLimits.lower).toBe(0);
    expectClose(none.countLimits.upper, 3.6888794541139354);
    const onTheDay = countToZero({ ...year, start: 7, end: 7, days: [7, 7, 7] });
    expect(onTheDay).toMatchObject({ count: 3, daysSinceLast: 0, longestRunWithout: 0 });
  });

  it('takes several events of one entry, and none of an entry of zero', () => {
    const result = countToZero({ ...year, days: [100, 250, 400], counts: [5, 0, 4] });
    expect(result).toMatchObject({ count: 5, outside: 4, daysSinceLast: 264 });
  });

  it('does not hang on the order of events or on when days count from', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 450 }), { maxLength: 30 }),
        fc.integer(),
        (days, shift) => {
          const plain = countToZero({ ...year, days });
          expect(countToZero({ ...year, days: days.toReversed() })).toEqual(plain);
          const shifted = {
            days: days.map((day) => day + shift),
            start: shift,
            end: 364 + shift,
            confidence: 0.95,
          };
          expect(countToZero(shifted)).toEqual(plain);
          expect(plain.count + plain.outside).toBe(days.length);
          // Every day has an event or is part of a run without one, and no run is longer than the longest.
          const daysWith = new Set(days.filter((day) => day >= 0 && day <= 364));
          expect(365 - daysWith.size).toBeLessThanOrEqual(plain.longestRunWithout * (daysWith.size + 1));
          if (plain.daysSinceLast !== null)
            expect(plain.longestRunWithout).toBeGreaterThanOrEqual(plain.daysSinceLast);
        },
      ),
    );
  });

  it('refuses half days, an end before the start and negative counts', () => {
    expect(() => countToZero({ ...year, days: [1.5] })).toThrow('whole');
    expect(() => countToZero({ ...year, days: [], end: -1 })).toThrow('before it starts');
    expect(() => countToZero({ ...year, days: [1], counts: [-1] })).toThrow(RangeError);
    expect(() => countToZero({ ...year, days: [1], counts: [] })).toThrow('counts 0');
    expect(() => countToZero({ ...year, days: [], confidence: 95 })).toThrow(RangeError);
  });
});
