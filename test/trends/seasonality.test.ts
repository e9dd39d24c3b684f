import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededNormals } from '../../src/statistics/seeded-normals.ts';
import { type Seasonality, seasonality } from '../../src/trends/seasonality.ts';
import { expectClose } from '../statistics/reference-case.ts';

function tested(values: readonly number[]): Seasonality {
  const result = seasonality(values);
  if (result.withheld !== null) throw new Error(result.withheld);
  return result;
}

const seasonal = [
  110.6, 101.6, 103.9, 100.3, 98.4, 96.7, 94.4, 100, 101.9, 108.6, 106.8, 108.9, 111.9, 109.2, 106.5, 105.4,
  104.6, 101.4, 103.6, 104.8, 108, 110.7, 112.1, 113.4, 116.8, 115.8, 115.8, 110.4, 108.3, 108.1, 105.7,
  109.5, 114.1, 114.1, 116.2, 120, 117.7, 121.3, 116.3, 113.1,
];
const rising = [
  100.4, 101.5, 100.1, 99.6, 101.6, 101.9, 104.5, 103.9, 103.5, 105.3, 103.7, 103, 105.7, 106.1, 105.3, 104.8,
  106.7, 103.1, 108.2, 108.3, 105.5, 108.5, 107.4, 110.3, 106.5, 108.6, 111.5, 112.5, 108, 110.9, 112.5,
  111.5, 115.2, 111.4, 114.1, 112.4, 116.5, 114.8, 114.6, 113,
];
const year = [5, 5, 4, 4, 3, 3, 3, 3, 4, 4, 5, 5];

describe('seasonality()', () => {
  // Expected: scipy 1.17 kruskal of the months of what linregress leaves.
  it('agrees with an independent computation, to 1e-9', () => {
    const expected: [readonly number[], number, number, boolean][] = [
      [seasonal, 34.48597560975611, 0.0003010928356862542, true],
      [rising, 7.685975609756099, 0.7411268696836788, false],
      [[...year, ...year, ...year], 34.99999999999999, 0.0002478012712110406, true],
    ];
    for (const [values, statistic, pValue, isSeasonal] of expected) {
      const result = tested(values);
      expectClose(result.statistic, statistic);
      expectClose(result.pValue, pValue, 1e-8);
      expect(result.seasonal).toBe(isSeasonal);
    }
  });

  it('sees no season in a constant, in a straight line, in a step or in a few scattered counts', () => {
    const times = Array.from({ length: 48 }, (_, month) => month);
    const shapes = [
      () => 3.3,
      (month: number) => 10.1 + 0.3 * month,
      (month: number) => (month < 20 ? 5 : 9),
      (month: number) => (month === 17 || month === 40 ? 1 : 0),
    ];
    for (const shape of shapes) expect(tested(times.map(shape)).seasonal).toBe(false);
    expect(tested(times.map(() => 3.3))).toMatchObject({ statistic: 0, pValue: 1 });
  });

  it('is seldom wrong on noise, and hangs neither on the unit nor on the level', () => {
    const normal = seededNormals(5);
    let wrong = 0;
    for (let series = 0; series < 500; series++) {
      if (tested(Array.from({ length: 48 }, () => normal())).seasonal) wrong++;
    }
    expect(wrong / 500).toBeLessThan(0.02);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 36, maxLength: 70 }), (values) => {
        const { statistic } = tested(values);
        expectClose(tested(values.map((value) => 1000 * value)).statistic, statistic, 1e-9, 1e-9);
        expectClose(tested(values.map((value) => value + 64)).statistic, statistic, 1e-9, 1e-9);
      }),
    );
  });

  it('needs three years, and numbers', () => {
    expect(seasonality(Array(35).fill(1)).withheld).toBe('fewer than three years of months');
    expect(() => seasonality([1, Number.NaN])).toThrow(RangeError);
  });
});
