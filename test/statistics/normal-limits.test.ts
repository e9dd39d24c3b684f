import { describe, expect, it } from 'vitest';
import { normalLimits } from '../../src/statistics/normal-limits.ts';

describe('normalLimits()', () => {
  it('reaches z standard errors to each side, level by level', () => {
    const [first, second] = normalLimits(10, 2, [0.95, 0.9]);
    // 10 ∓ 2 × 1.959963984540054 and 10 ∓ 2 × 1.6448536269514722
    expect(first!.lower).toBeCloseTo(6.080072030919892, 12);
    expect(first!.upper).toBeCloseTo(13.919927969080108, 12);
    expect(second!.confidence).toBe(0.9);
    expect(second!.upper).toBeCloseTo(13.289707253902945, 12);
  });

  it('is empty without a standard error, yet checks the levels', () => {
    expect(normalLimits(10, null, [0.95])).toEqual([{ confidence: 0.95, lower: null, upper: null }]);
    expect(() => normalLimits(10, null, [95])).toThrow(RangeError);
  });
});
