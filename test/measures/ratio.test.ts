import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measuredRatio } from '../../src/measures/ratio.ts';

const CONFIDENCE = [0.95, 0.998];
const count = (numerator: number, denominator: number) =>
  measuredRatio({
    numerator,
    denominator,
    numeratorIs: 'count',
    multiplier: 100,
    confidence: CONFIDENCE,
  });
const amount = (numerator: number, denominator: number, signed = false) =>
  measuredRatio({
    numerator,
    denominator,
    numeratorIs: 'amount',
    signed,
    multiplier: 100,
    confidence: CONFIDENCE,
  });

/** From scipy: chi2.ppf for fewer than ten events, else Byar's formula with norm.ppf; both times 100 over d. */
const OF_COUNTS = [
  {
    of: [9, 120],
    value: 7.5,
    error: 2.5,
    limits: [
      [3.4294775811486113, 14.237336209515972],
      [2.0436870036364794, 18.881144424219105],
    ],
    method: 'exact Poisson',
  },
  {
    of: [10, 120],
    value: 8.333333333333332,
    error: 2.63523138347365,
    limits: [
      [3.9895415949729687, 15.32621550479706],
      [2.430265312246405, 20.161437439900457],
    ],
    method: "Byar's",
  },
  {
    of: [8200, 10600],
    value: 77.35849056603774,
    error: 0.8542816168054168,
    limits: [
      [75.69308097235617, 79.05130678311697],
      [74.74540455890151, 80.03494143547172],
    ],
    method: "Byar's",
  },
  {
    of: [130, 100],
    value: 130,
    error: 11.40175425099138,
    limits: [
      [108.6130420385145, 154.36548861323925],
      [97.57768338015408, 169.2522734839505],
    ],
    method: "Byar's",
  },
] as const;

describe('measuredRatio() of a count', () => {
  it.each(OF_COUNTS)('$of has the Poisson limits of the count, 1e-9 relative', (wanted) => {
    const [x, d] = wanted.of;
    const { value, standardError, limits, method, withheld, note } = count(x, d);
    const near = (found: number | null, figure: number) => expect(found! / figure - 1).toBeCloseTo(0, 9);
    near(value, wanted.value);
    near(standardError, wanted.error);
    for (const [at, [lower, upper]] of wanted.limits.entries()) {
      expect(limits[at]!.confidence).toBe(CONFIDENCE[at]);
      near(limits[at]!.lower, lower);
      near(limits[at]!.upper, upper);
    }
    expect([method, withheld, note]).toEqual([wanted.method, null, null]);
  });

  it('may pass its denominator, and none at all is a value', () => {
    expect(count(240, 200).value).toBe(120);
    expect(count(0, 200)).toMatchObject({ value: 0, standardError: 0, limits: [{ lower: 0 }, { lower: 0 }] });
  });
});

describe('measuredRatio() of an amount', () => {
  it('has a value and no limits, and says so', () => {
    expect(amount(52, 208)).toEqual({
      value: 25,
      standardError: null,
      limits: CONFIDENCE.map((confidence) => ({ confidence, lower: null, upper: null })),
      method: '',
      withheld: null,
      note: 'no limits: an amount is no count of events',
    });
  });

  it('may be below zero where it is signed, and nowhere else', () => {
    expect(amount(-30, 400, true).value).toBe(-7.5);
    expect(amount(30, 400, true).value).toBe(7.5);
    expect(() => amount(-30, 400)).toThrow('numerator must be 0 or above, not -30');
    expect(() =>
      measuredRatio({
        ...{ numerator: -1, denominator: 4, multiplier: 1, confidence: [0.95] },
        numeratorIs: 'count',
        signed: true,
      }),
    ).toThrow(RangeError);
  });

  it('turns with the sign of its numerator', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 1e9 }), (x, d) => {
        expect(amount(-x, d, true).value).toBeCloseTo(-amount(x, d, true).value!, 9);
      }),
    );
  });
});

describe('measuredRatio()', () => {
  it('is withheld where the denominator is zero or below, and says which', () => {
    for (const of of [count, amount]) {
      expect(of(5, 0)).toMatchObject({ value: null, withheld: 'the denominator is zero' });
      expect(of(5, -2)).toMatchObject({ value: null, withheld: 'the denominator is below zero' });
      expect(of(5, 0).limits).toHaveLength(2);
    }
  });

  it('refuses figures that are none, and levels and multipliers out of bounds', () => {
    const input = {
      numerator: 1,
      denominator: 2,
      numeratorIs: 'amount',
      multiplier: 1,
      confidence: [0.95],
    } as const;
    expect(() => measuredRatio({ ...input, numerator: Number.NaN })).toThrow(RangeError);
    expect(() => measuredRatio({ ...input, denominator: Number.POSITIVE_INFINITY })).toThrow(RangeError);
    expect(() => measuredRatio({ ...input, multiplier: 0 })).toThrow(RangeError);
    expect(() => measuredRatio({ ...input, confidence: [95] })).toThrow(RangeError);
  });

  it('is multiplied as a whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }), (x, d) => {
        const input = { numerator: x, denominator: d, numeratorIs: 'count', confidence: [0.95] } as const;
        const one = measuredRatio({ ...input, multiplier: 1 });
        const hundred = measuredRatio({ ...input, multiplier: 100 });
        expect(hundred.value!).toBeCloseTo(100 * one.value!, 6);
        expect(hundred.limits[0]!.upper! / (100 * one.limits[0]!.upper!)).toBeCloseTo(1, 9);
      }),
    );
  });
});
