import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crudeRate } from '../../src/measures/crude-rate.ts';
import { exactPoissonRate } from '../../src/measures/exact-poisson-rate.ts';

const CONFIDENCE = [0.95, 0.998];

/** From scipy: chi2.ppf(a, 2x)/2 and chi2.ppf(1 − a, 2x + 2)/2, times the multiplier over the denominator. */
const CASES = [
  {
    events: 0,
    denominator: 4200,
    multiplier: 1000,
    value: 0,
    error: 0,
    limits: [
      [0, 0.8783046319318893],
      [0, 1.6447036378528896],
    ],
  },
  {
    events: 3,
    denominator: 4200,
    multiplier: 1000,
    value: 0.7142857142857142,
    error: 0.41239304942116123,
    limits: [
      [0.14730288640371464, 2.0874459689862674],
      [0.04536508989723887, 3.1100573283781117],
    ],
  },
  {
    events: 25,
    denominator: 4200,
    multiplier: 1000,
    value: 5.952380952380952,
    error: 1.1904761904761905,
    limits: [
      [3.85206710662603, 8.786888499411992],
      [2.9373696752234837, 10.627637004083866],
    ],
  },
  {
    events: 25,
    denominator: null,
    multiplier: 1,
    value: 25,
    error: 5,
    limits: [
      [16.178681847829328, 36.904931697530365],
      [12.336952635938632, 44.63607541715224],
    ],
  },
  {
    events: 0,
    denominator: null,
    multiplier: 1,
    value: 0,
    error: 0,
    limits: [
      [0, 3.6888794541139354],
      [0, 6.907755278982137],
    ],
  },
] as const;

describe('exactPoissonRate()', () => {
  it.each(CASES)('of $events in $denominator has exact limits, 1e-9', (wanted) => {
    const { events, denominator, multiplier } = wanted;
    const found = exactPoissonRate({ events, denominator, multiplier, confidence: CONFIDENCE });
    expect(found.value).toBeCloseTo(wanted.value, 9);
    expect(found.standardError).toBeCloseTo(wanted.error, 9);
    for (const [at, [lower, upper]] of wanted.limits.entries()) {
      expect(found.limits[at]!.lower).toBeCloseTo(lower, 9);
      expect(found.limits[at]!.upper).toBeCloseTo(upper, 9);
    }
    expect([found.method, found.withheld, found.note]).toEqual(['exact Poisson', null, null]);
  });

  it('does not multiply a count', () => {
    const count = { events: 4, denominator: null, confidence: [0.95] };
    expect(exactPoissonRate({ ...count, multiplier: 1000 })).toEqual(
      exactPoissonRate({ ...count, multiplier: 1 }),
    );
  });

  it('is the crude rate below ten events, and exact from ten on too', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 1e6 }),
        (events, denominator) => {
          const input = { events, denominator, multiplier: 1000, confidence: [0.95] };
          const [exact, crude] = [exactPoissonRate(input), crudeRate(input)];
          expect(exact.value).toBe(crude.value);
          if (events < 10) expect(exact.limits).toEqual(crude.limits);
          else expect(exact.limits[0]!.lower).not.toBe(crude.limits[0]!.lower);
        },
      ),
    );
  });

  it('is withheld where nobody was there', () => {
    const found = exactPoissonRate({ events: 0, denominator: 0, multiplier: 1000, confidence: CONFIDENCE });
    expect(found).toMatchObject({ value: null, withheld: 'the denominator is zero' });
    expect(found.limits).toHaveLength(2);
  });

  it('refuses negative figures and levels out of bounds', () => {
    const input = { events: 1, denominator: 10, multiplier: 1, confidence: [0.95] };
    expect(() => exactPoissonRate({ ...input, events: -1 })).toThrow(RangeError);
    expect(() => exactPoissonRate({ ...input, denominator: -1 })).toThrow(RangeError);
    expect(() => exactPoissonRate({ ...input, multiplier: 0 })).toThrow(RangeError);
    expect(() => exactPoissonRate({ ...input, confidence: [0.5] })).toThrow(RangeError);
  });
});
