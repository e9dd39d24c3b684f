import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightedRegression } from '../../src/trends/weighted-regression.ts';
import { expectClose } from '../statistics/reference-case.ts';

const example = {
  times: [2015, 2016, 2017, 2019, 2020],
  values: [10, 11.5, 11, 13.2, 14],
  variances: [0.2, 0.3, 0.25, 0.4, 0.1],
};

describe('weightedRegression()', () => {
  // Expected: numpy 2.4 sums; slope and error confirmed by scipy 1.17 curve_fit(absolute_sigma=True).
  it('gives an independently computed weighted line, to 1e-9', () => {
    const fit = weightedRegression(example)!;
    expectClose(fit.slope, 0.7782133676092544);
    expectClose(fit.intercept, -1558.0400385604112);
    expectClose(fit.standardError, 0.09785619794156324);
    expectClose(fit.phi, 1.007862039417309);
    expectClose(fit.widenedStandardError, 0.09824011946013231);
    expect(fit.points).toBe(5);
  });

  // Expected: scipy 1.17 linregress.
  it('gives ordinary least squares without variances, to 1e-9', () => {
    const fit = weightedRegression({ ...example, variances: null })!;
    expectClose(fit.slope, 0.7569767441860464);
    expectClose(fit.intercept, -1515.1848837209302);
    expectClose(fit.standardError, 0.12576608583737584);
    expect(fit.widenedStandardError).toBe(fit.standardError);
    expect(fit.phi).toBeNull();
  });

  it('takes two points: an error from known variances, none without', () => {
    const two = { times: [0, 2], values: [1, 5] };
    const known = weightedRegression({ ...two, variances: [1, 3] })!;
    // √(1 + 3)/2
    expectClose(known.standardError, 1, 1e-12);
    expect([known.slope, known.phi, known.widenedStandardError]).toEqual([2, null, known.standardError]);
    expect(weightedRegression({ ...two, variances: null })!.standardError).toBeNull();
  });

  it('is null for fewer than two points and without spread in time', () => {
    expect(weightedRegression({ times: [1], values: [1], variances: null })).toBeNull();
    expect(
      weightedRegression({ times: [2020.1, 2020.1, 2020.1], values: [1, 2, 3], variances: null }),
    ).toBeNull();
  });

  it('finds a line it is given, whatever the weights, and moves with time and values', () => {
    const number = fc.double({ min: -50, max: 50, noNaN: true });
    const weights = fc.array(fc.double({ min: 0.01, max: 10, noNaN: true }), { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(number, number, weights, (slope, intercept, variances) => {
        const times = variances.map((_, point) => point + 1);
        const values = times.map((time) => intercept + slope * time);
        const fit = weightedRegression({ times, values, variances })!;
        expectClose(fit.slope, slope, 1e-9, 1e-9);
        expectClose(fit.intercept, intercept, 1e-9, 1e-8);
        expectClose(fit.phi, 0, 0, 1e-9);
        expect(fit.widenedStandardError).toBe(fit.standardError);
        const later = weightedRegression({ times: times.map((time) => time + 2000), values, variances })!;
        expectClose(later.slope, slope, 1e-9, 1e-9);
        expectClose(later.standardError, fit.standardError, 1e-9);
      }),
    );
  });

  it('refuses variances of 0, missing numbers and arrays of different lengths', () => {
    expect(() => weightedRegression({ ...example, variances: [0, 1, 1, 1, 1] })).toThrow(RangeError);
    expect(() => weightedRegression({ ...example, values: [1, 2, 3, 4, Number.NaN] })).toThrow(RangeError);
    expect(() => weightedRegression({ ...example, values: [1] })).toThrow('values 1');
  });
});
