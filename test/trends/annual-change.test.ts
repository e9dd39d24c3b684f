import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnnualChange, type AnnualChangeInput, annualChange } from '../../src/trends/annual-change.ts';
import { expectClose } from '../statistics/reference-case.ts';

const example: AnnualChangeInput = {
  times: [2015, 2016, 2017, 2019, 2020],
  values: [10, 11.5, 11, 13.2, 14],
  lowers: [9, 10.6, 10.1, 12, 13.5],
  uppers: [11.1, 12.6, 12, 14.5, 14.6],
  scale: 'linear',
  confidence: 0.95,
};

function changeOf(input: AnnualChangeInput): AnnualChange {
  const result = annualChange(input);
  if (result.withheld !== null) throw new Error(result.withheld);
  return result;
}

function reasonOf(change: Partial<AnnualChangeInput>): string | null {
  return annualChange({ ...example, ...change }).withheld;
}

describe('annualChange()', () => {
  // Expected: numpy 2.4 sums and scipy 1.17 norm, one year missing.
  it('gives an independently computed linear change, to 1e-9', () => {
    const result = changeOf(example);
    expectClose(result.slope, 0.7723448188331747);
    expectClose(result.lower, 0.5793354850560438);
    expectClose(result.upper, 0.9653541526103057);
    expectClose(result.lowerWidened, 0.5688414429653633);
    expectClose(result.upperWidened, 0.9758481947009862);
    expectClose(result.pValue, 4.3998382846174116e-15, 1e-8, 0);
    expectClose(result.phi, 1.1116974583727979);
    expectClose(result.change, 3.861724094165874);
    expect([result.points, result.method]).toEqual([5, 'inverse-variance regression']);
  });

  it('gives an independently computed change in per cent, to 1e-9', () => {
    const result = changeOf({ ...example, scale: 'log' });
    expectClose(result.slope, 6.481777688524759);
    expectClose(result.lower, 4.750192424649713);
    expectClose(result.upper, 8.241987124410022);
    expectClose(result.lowerWidened, 4.709685690509935);
    expectClose(result.upperWidened, 8.283860322350577);
    expectClose(result.pValue, 6.015664050802407e-14, 1e-8, 0);
    expectClose(result.phi, 1.0477369871104694);
    expectClose(result.change, 36.89149449226823);
  });

  // Expected: scipy 1.17 linregress, and t.ppf(0.975, 3).
  it('uses ordinary least squares and Student’s t where any limit is missing, to 1e-9', () => {
    const result = changeOf({ ...example, lowers: [9, null, 10.1, 12, 13.5] });
    expectClose(result.slope, 0.7569767441860464);
    expectClose(result.lower, 0.35673292898289605);
    expectClose(result.upper, 1.1572205593891969);
    expectClose(result.pValue, 0.00919086960711741);
    expect([result.phi, result.method]).toEqual([null, 'ordinary least squares']);
    expect(result.upperWidened).toBe(result.upper);
  });

  it('gives two points without limits a slope alone', () => {
    const two = { times: [2015, 2020], values: [10, 15], lowers: [null, null], uppers: [null, null] };
    const result = changeOf({ ...example, ...two });
    expect([result.slope, result.change]).toEqual([1, 5]);
    expect([result.lower, result.upper, result.pValue]).toEqual([null, null, null]);
  });

  it('withholds by rule, with the reason', () => {
    expect(reasonOf({ times: [1], values: [1], lowers: [0], uppers: [2] })).toBe('fewer than two points');
    expect(reasonOf({ times: [1, 1, 1, 1, 1] })).toBe('all points are of one time');
    expect(reasonOf({ lowers: [10, 10.6, 10.1, 12, 13.5], uppers: [10, 12.6, 12, 14.5, 14.6] })).toBe(
      'limits of no width',
    );
    expect(reasonOf({ scale: 'log', values: [0, 1, 1, 1, 1] })).toBe(
      'a value of zero or below has no logarithm',
    );
    expect(reasonOf({ scale: 'log', lowers: [0, 1, 1, 1, 1] })).toBe(
      'a limit of zero or below has no logarithm',
    );
  });

  it('has no limit rather than an infinite one', () => {
    const wild = {
      times: [1, 2, 3],
      values: [1e-90, 1e90, 1e-80],
      lowers: [null, null, null],
      uppers: [null, null, null],
    };
    const result = changeOf({ ...example, ...wild, scale: 'log', confidence: 0.998 });
    expect(result.upper).toBeNull();
    expect(result.lower).toBe(-100);
  });

  it('turns round with time, and widened limits contain the others', () => {
    const point = fc.record({
      value: fc.double({ min: 10, max: 1000, noNaN: true }),
      reach: fc.double({ min: 0.01, max: 5, noNaN: true }),
    });
    const scales = fc.constantFrom('linear' as const, 'log' as const);
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 12 }), scales, (points, scale) => {
        const input = {
          times: points.map((_, index) => 2000 + index),
          values: points.map(({ value }) => value),
          lowers: points.map(({ value, reach }) => value - reach),
          uppers: points.map(({ value, reach }) => value + reach),
          scale,
          confidence: 0.95,
        };
        const result = changeOf(input);
        const turned = changeOf({ ...input, times: input.times.map((time) => 4000 - time) });
        if (scale === 'linear') expectClose(turned.slope, -result.slope, 1e-9, 1e-9);
        else expectClose((1 + turned.slope / 100) * (1 + result.slope / 100), 1, 1e-9);
        expectClose(turned.pValue, result.pValue, 1e-6);
        expect(result.lowerWidened!).toBeLessThanOrEqual(result.lower!);
        expect(result.lower!).toBeLessThan(result.slope);
        expect(result.slope).toBeLessThan(result.upper!);
        expect(result.upper!).toBeLessThanOrEqual(result.upperWidened!);
        expect(changeOf({ ...input, confidence: 0.998 }).upper!).toBeGreaterThan(result.upper!);
      }),
    );
  });

  it('refuses limits the wrong way round and a level of 95', () => {
    expect(() => annualChange({ ...example, lowers: example.uppers, uppers: example.lowers })).toThrow(
      'above',
    );
    expect(() => annualChange({ ...example, confidence: 95 })).toThrow(RangeError);
    expect(() => annualChange({ ...example, values: [1] })).toThrow('values 1');
  });
});
