import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareWithBenchmark } from '../../src/gaps/compare-with-benchmark.ts';

describe('compareWithBenchmark()', () => {
  it.each([
    [10, 12, 9, 'high', 'better'],
    [10, 12, 9, 'low', 'worse'],
    [10, 12, 9, 'none', 'higher'],
    [10, 12, 13, 'high', 'worse'],
    [10, 12, 13, 'low', 'better'],
    [10, 12, 13, 'none', 'lower'],
    [10, 12, 11, 'high', 'similar'],
    [10, 12, 10, 'low', 'similar'],
    [10, 12, 12, 'none', 'similar'],
  ] as const)('calls %d to %d against %d, %s is good, %s', (lower, upper, benchmark, polarity, judgement) => {
    expect(compareWithBenchmark({ lower, upper, benchmark, polarity })).toBe(judgement);
  });

  it('says nothing without limits', () => {
    expect(compareWithBenchmark({ lower: null, upper: 2, benchmark: 1, polarity: 'high' })).toBeNull();
    expect(compareWithBenchmark({ lower: 1, upper: null, benchmark: 1, polarity: 'high' })).toBeNull();
  });

  it('turns round with the polarity', () => {
    const turned: Record<string, string> = { better: 'worse', worse: 'better', similar: 'similar' };
    const number = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(number, number, number, (one, other, benchmark) => {
        const limits = { lower: Math.min(one, other), upper: Math.max(one, other), benchmark };
        const high = compareWithBenchmark({ ...limits, polarity: 'high' });
        expect(compareWithBenchmark({ ...limits, polarity: 'low' })).toBe(turned[high!]);
      }),
    );
  });

  it('refuses a benchmark that is no number', () => {
    expect(() =>
      compareWithBenchmark({ lower: 1, upper: 2, benchmark: Number.NaN, polarity: 'high' }),
    ).toThrow(RangeError);
  });
});
