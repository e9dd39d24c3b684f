import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference } from '../../src/gaps/difference.ts';
import { expectClose } from '../statistics/reference-case.ts';

describe('difference()', () => {
  // Expected: numpy 2.4 hypot(0.4, 0.6) and scipy 1.17 norm.ppf.
  it('gives an independently computed example, to 1e-12', () => {
    const gap = difference({
      first: 82.1,
      second: 74.3,
      firstError: 0.4,
      secondError: 0.6,
      confidence: [0.95],
    });
    expectClose(gap.value, 7.8, 1e-12);
    expectClose(gap.standardError, 0.7211102550927978, 1e-12);
    expectClose(gap.limits[0]!.lower, 6.3866498711356225, 1e-12);
    expectClose(gap.limits[0]!.upper, 9.213350128864372, 1e-12);
  });

  it('stands without limits where a standard error is missing, and says so', () => {
    const gap = difference({ first: 5, second: 3, firstError: null, secondError: 0.6, confidence: [0.95] });
    expect([gap.value, gap.standardError]).toEqual([2, null]);
    expect(gap.limits).toEqual([{ confidence: 0.95, lower: null, upper: null }]);
    expect(gap.note).toBe('no limits: a standard error is missing');
  });

  it('is negated, limits and all, where the groups swap; wider at a higher level', () => {
    const figure = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const error = fc.double({ min: 1e-3, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(figure, figure, error, error, (first, second, firstError, secondError) => {
        const confidence = [0.95, 0.998];
        const gap = difference({ first, second, firstError, secondError, confidence });
        const swapped = difference({
          first: second,
          second: first,
          firstError: secondError,
          secondError: firstError,
          confidence,
        });
        expectClose(swapped.value, -gap.value!, 1e-12);
        expectClose(swapped.limits[0]!.lower, -gap.limits[0]!.upper!, 1e-9, 1e-9);
        expect(gap.limits[0]!.lower!).toBeLessThan(gap.value!);
        expect(gap.limits[1]!.upper!).toBeGreaterThan(gap.limits[0]!.upper!);
      }),
    );
  });

  it('refuses a missing figure, a negative standard error and a level of 95', () => {
    const good = { first: 1, second: 2, firstError: 0.1, secondError: 0.1, confidence: [0.95] };
    expect(() => difference({ ...good, first: Number.NaN })).toThrow(RangeError);
    expect(() => difference({ ...good, secondError: -1 })).toThrow(RangeError);
    expect(() => difference({ ...good, confidence: [95] })).toThrow(RangeError);
  });
});
