import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratio } from '../../src/gaps/ratio.ts';
import { expectClose } from '../statistics/reference-case.ts';

const example = { first: 900, second: 450, firstError: 20, secondError: 15, confidence: [0.95, 0.998] };

describe('ratio()', () => {
  // Expected: numpy 2.4 hypot(20/900, 15/450), limits 2·exp(∓z·s_log) with scipy 1.17 norm.ppf.
  it('gives an independently computed example, to 1e-12', () => {
    const gap = ratio(example);
    expect(gap.value).toBe(2);
    expectClose(gap.standardError, 0.08012336167697753, 1e-12);
    expectClose(gap.limits[0]!.lower, 1.8489681541177525, 1e-12);
    expectClose(gap.limits[0]!.upper, 2.163368790907395, 1e-12);
    expectClose(gap.limits[1]!.lower, 1.7671132451031049, 1e-12);
    expectClose(gap.limits[1]!.upper, 2.2635787553992412, 1e-12);
  });

  it.each([
    [0, 450],
    [900, 0],
    [-1, 450],
  ])('withholds %d over %d', (first, second) => {
    const gap = ratio({ ...example, first, second });
    expect(gap.value).toBeNull();
    expect(gap.withheld).toBe('a ratio needs two figures above zero');
    expect(gap.limits).toHaveLength(2);
  });

  it('stands without limits where a standard error is missing, and says so', () => {
    const gap = ratio({ ...example, secondError: null });
    expect([gap.value, gap.standardError, gap.limits[0]!.upper]).toEqual([2, null, null]);
    expect(gap.note).toBe('no limits: a standard error is missing');
  });

  it('has no limit rather than an infinite one', () => {
    const gap = ratio({ ...example, firstError: 1e9 });
    expect(gap.limits[0]!.upper).toBeNull();
    expect(gap.limits[0]!.lower).toBe(0);
  });

  it('is inverted, limits and all, where the groups swap', () => {
    const figure = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
    const share = fc.double({ min: 1e-3, max: 2, noNaN: true });
    fc.assert(
      fc.property(figure, figure, share, share, (first, second, firstShare, secondShare) => {
        const [firstError, secondError] = [first * firstShare, second * secondShare];
        const gap = ratio({ first, second, firstError, secondError, confidence: [0.95] });
        const swapped = ratio({
          first: second,
          second: first,
          firstError: secondError,
          secondError: firstError,
          confidence: [0.95],
        });
        expectClose(swapped.value, 1 / gap.value!, 1e-12, 0);
        expectClose(swapped.limits[0]!.lower, 1 / gap.limits[0]!.upper!, 1e-9, 0);
        expectClose(swapped.limits[0]!.upper, 1 / gap.limits[0]!.lower!, 1e-9, 0);
      }),
    );
  });
});
