import { describe, expect, it } from 'vitest';
import { slopeIndex } from '../../src/gaps/slope-index.ts';
import { slopeIndexSimulated } from '../../src/gaps/slope-index-simulated.ts';

const input = {
  values: [520, 430, 390, 340, 300],
  populations: [1000, 1000, 1000, 1000, 1000],
  confidence: [0.95],
  errors: [0.02, 0.02, 0.02, 0.02, 0.02],
  scale: 'log',
} as const;

describe('slopeIndexSimulated()', () => {
  it('has the figures of the plain regression, and limits around them', () => {
    const plain = slopeIndex({ ...input, errors: input.errors.map(() => null) });
    const { sii, rii } = slopeIndexSimulated(input);
    expect(sii.value).toBe(plain.sii.value);
    expect(rii.value).toBe(plain.rii.value);
    expect(sii.limits[0]!.lower!).toBeLessThan(sii.value!);
    expect(sii.limits[0]!.upper!).toBeGreaterThan(sii.value!);
  });

  // Errors of 2 % on the log scale are errors of 0.02·y to first order: for five equal groups c = (0.2·b)/0.08 with
  // b = −0.4 … 0.4, so the slope has the error √Σ(c·0.02·y)² = √(10.4² + 4.3² + 0 + 3.4² + 6²) = 13.19.
  it('comes near the limits that follow from the errors to first order', () => {
    const { sii } = slopeIndexSimulated(input);
    const width = sii.limits[0]!.upper! - sii.limits[0]!.lower!;
    expect(Math.abs(width / (2 * 1.96 * 13.19) - 1)).toBeLessThan(0.02);
  });

  it('gives the same limits for the same seed, and nearly the same for another', () => {
    const one = slopeIndexSimulated(input).sii.limits[0]!;
    expect(slopeIndexSimulated(input).sii.limits[0]).toEqual(one);
    const other = slopeIndexSimulated({ ...input, seed: 2 }).sii.limits[0]!;
    expect(other.lower).not.toBe(one.lower);
    expect(Math.abs(other.lower! - one.lower!)).toBeLessThan(0.02 * (one.upper! - one.lower!));
  });

  it('withholds as the plain regression does', () => {
    const none = slopeIndexSimulated({ ...input, values: [1, 2], populations: [1, 1], errors: [0.1, 0.1] });
    expect(none.sii.withheld).toBe('fewer than three groups');
  });
});
