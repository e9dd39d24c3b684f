import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialQuantile } from '../../src/statistics/binomial-distribution.ts';
import { chiSquareQuantile, chiSquareUpperTail } from '../../src/statistics/chi-square-distribution.ts';
import { normalCdf, normalQuantile } from '../../src/statistics/normal-distribution.ts';
import { studentTQuantile, studentTUpperTail } from '../../src/statistics/student-t-distribution.ts';
import { describeWithShared } from '../shared.ts';
import { expectClose, readReference } from './reference-case.ts';

describeWithShared('distributions against reference/distributions.csv, 1e-10 relative', () => {
  const functions: Record<string, (argument: number, a: number) => number> = {
    normal_quantile: normalQuantile,
    normal_cdf: normalCdf,
    chi_square_quantile: chiSquareQuantile,
    chi_square_upper_tail: chiSquareUpperTail,
    t_quantile: studentTQuantile,
  };
  const rows = () => readReference('distributions.csv');

  for (const [name, compute] of Object.entries(functions)) {
    it(`${name} agrees in every row`, () => {
      const own = rows().filter((row) => row.fn === name);
      expect(own.length).toBeGreaterThan(3);
      for (const row of own) expectClose(compute(Number(row.arg), Number(row.a)), Number(row.value), 1e-10);
    });
  }

  it('leaves out only functions that nothing here uses', () => {
    const names = new Set(rows().map((row) => row.fn));
    expect([...names].filter((name) => !(name! in functions)).sort()).toEqual([
      'beta_quantile',
      'gamma_quantile',
    ]);
  });
});

describe('distributions', () => {
  // Expected: mpmath 1.3 gammainc(df/2, x/2, regularized), 30 digits.
  it('chiSquareUpperTail() keeps its digits far out, near 0 and with many degrees of freedom', () => {
    expectClose(chiSquareUpperTail(500, 1), 9.5053977665541e-111, 1e-12, 0);
    expectClose(chiSquareUpperTail(1e-6, 1), 0.999202115572178, 1e-12);
    expectClose(chiSquareUpperTail(3000, 2900), 0.0956068394039458, 1e-12);
    expect(chiSquareUpperTail(0, 3)).toBe(1);
  });

  // Expected: scipy 1.17 chi2.ppf.
  it('chiSquareQuantile() is right where the library is off in the fourth digit', () => {
    expectClose(chiSquareQuantile(0.975, 1999), 2124.81130603695, 1e-11);
    expectClose(chiSquareQuantile(0.6, 1990), 2005.3560365909186, 1e-11);
    expectClose(chiSquareQuantile(0.3, 3000), 2958.901856534888, 1e-11);
  });

  // Expected: scipy 1.17 t.sf; mpmath 1.3 ncdf.
  it('studentTUpperTail() and normalCdf() keep their digits far out', () => {
    expectClose(studentTUpperTail(50, 3), 8.808576020635984e-6, 1e-11, 0);
    expectClose(studentTUpperTail(2, 10), 0.03669401738537018, 1e-11);
    expectClose(normalCdf(-30), 4.9067139271482e-198, 1e-11, 0);
  });

  // Expected: scipy 1.17 binom.ppf.
  it('binomialQuantile() is exact for a short list, a long one and a tie', () => {
    expect(binomialQuantile(0.001, 100, 0.5)).toBe(35);
    expect(binomialQuantile(0.999, 100, 0.5)).toBe(65);
    expect(binomialQuantile(0.025, 350_000, 0.92)).toBe(321_685);
    expect(binomialQuantile(0.975, 350_000, 0.92)).toBe(322_314);
    expect(binomialQuantile(0.5, 999, 0.5)).toBe(499);
  });

  it('chiSquareQuantile() and chiSquareUpperTail() undo each other, to 1e-9', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 0.5, max: 1e6, noNaN: true }),
        (p, df) => {
          expectClose(chiSquareUpperTail(chiSquareQuantile(p, df), df), 1 - p, 1e-9);
        },
      ),
    );
  });

  it('refuse arguments out of their bounds', () => {
    expect(() => normalQuantile(1)).toThrow(RangeError);
    expect(() => normalCdf(Number.NaN)).toThrow(RangeError);
    expect(() => chiSquareQuantile(0.5, 0)).toThrow(RangeError);
    expect(() => chiSquareUpperTail(-1, 1)).toThrow(RangeError);
    expect(() => binomialQuantile(0.5, 2.5, 0.5)).toThrow(RangeError);
    expect(() => binomialQuantile(0.5, 2, 1.5)).toThrow(RangeError);
    expect(() => studentTQuantile(0, 3)).toThrow(RangeError);
    expect(() => studentTUpperTail(Number.NaN, 3)).toThrow(RangeError);
  });
});
