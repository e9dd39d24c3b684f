import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type HealthyLifeExpectancyInput,
  healthyLifeExpectancy,
} from '../../src/measures/healthy-life-expectancy.ts';
import { lifeExpectancy } from '../../src/measures/life-expectancy.ts';
import { expectClose } from '../statistics/reference-case.ts';

const input: HealthyLifeExpectancyInput = {
  starts: [0, 5, 20, 45, 65, 85],
  deaths: [6, 1, 12, 60, 210, 190],
  populations: [2500, 9000, 14000, 12000, 7000, 1500],
  healthy: [290, 280, 500, 430, 270, 45],
  asked: [300, 300, 550, 500, 400, 100],
  at: [0, 5, 20, 45, 65, 85],
  confidence: [0.95],
};

const at = (change: Partial<HealthyLifeExpectancyInput>, age = 0) =>
  healthyLifeExpectancy({ ...input, at: [age], ...change })[0]!;

describe('healthyLifeExpectancy()', () => {
  /**
   * Expected: mpmath with 40 digits, from one expression for the healthy years in q, π and the last M. The errors come
   * from its numerical derivatives, squared, times π(1 − π)/asked, q²(1 − q)/D and M²/D, not from the closed formulas.
   * Age, value, error of the survey, error with mortality.
   */
  const independent = [
    [0, 67.34655094294538, 0.5934962751534157, 0.7972838635891369],
    [5, 63.31654020804552, 0.598381898203213, 0.7344992456118616],
    [20, 49.41047939104476, 0.5590276221791736, 0.6969265442609314],
    [45, 27.507326007326007, 0.4798305086356398, 0.5943001393721808],
    [65, 12.29757085020243, 0.4177722769157537, 0.5017664516431141],
    [85, 3.5526315789473686, 0.3927581988578763, 0.4697726306811674],
  ] as const;

  it('gives an independently computed example at every age, to 1e-9', () => {
    const bySurvey = healthyLifeExpectancy(input);
    const byBoth = healthyLifeExpectancy({ ...input, mortalityVariance: true });
    independent.forEach(([, value, survey, both], index) => {
      expectClose(bySurvey[index]!.value, value);
      expectClose(bySurvey[index]!.standardError, survey);
      expectClose(bySurvey[index]!.limits[0]!.lower, value - 1.959963984540054 * survey);
      expectClose(byBoth[index]!.value, value);
      expectClose(byBoth[index]!.standardError, both);
      expectClose(byBoth[index]!.limits[0]!.upper, value + 1.959963984540054 * both);
    });
    expect([bySurvey[0]!.method, byBoth[0]!.method]).toEqual([
      'Sullivan',
      'Sullivan, with mortality variance',
    ]);
  });

  // Expected: as above without the death at 5 to 19.
  it('adds nothing to the mortality part for a band without deaths', () => {
    const estimate = at({ deaths: [6, 0, 12, 60, 210, 190], mortalityVariance: true });
    expectClose(estimate.value, 67.43937490018682);
    expectClose(estimate.standardError, 0.793100834403702);
  });

  /**
   * French women 1991, free of disability: Practical Guide on Health Expectancy Calculation (Euro-REVES 1997), table 1,
   * https://euroreves.ined.fr/methods/cookdef/node4.html: l, L and healthy years as printed. The guide leaves out the
   * rows of 10 to 60, so 5 to 64 is one band here, its healthy years the difference of the printed sums; the last
   * share is that of the printed years (0.29; the 0.710 printed there is its complement).
   */
  it('gives the published example of French women to its one decimal', () => {
    const l = [100_000, 99_244, 89_367, 84_968, 78_012, 66_625, 48_532];
    const starts = [0, 5, 65, 70, 75, 80, 85];
    const L = [496_892, (60 * (99_244 + 89_367)) / 2, 436_589, 408_793, 364_013, 290_533, 289_068];
    const healthy = [491_930, 6_519_028 - 1_097_520, 350_877, 291_942, 229_175, 141_559, 83_967];
    const deaths = l.map((survivors, band) => survivors - (l[band + 1] ?? 0));
    const a0 = starts.map((start, band) =>
      band === 6 ? 0 : (L[band]! / (starts[band + 1]! - start) - l[band + 1]!) / deaths[band]!,
    );
    const found = healthyLifeExpectancy({
      starts,
      deaths,
      populations: L,
      a0,
      healthy,
      asked: L,
      at: starts,
      confidence: [],
    });
    expect(found.map(({ value }) => value!.toFixed(1))).toEqual([
      '70.1',
      '65.7',
      '12.3',
      '8.8',
      '5.8',
      '3.4',
      '1.7',
    ]);
  });

  it('is 0 with limits of 0 where nobody is healthy', () => {
    const { value, standardError, limits, withheld } = at({ healthy: [0, 0, 0, 0, 0, 0] });
    expect([value, standardError, limits[0]!.lower, limits[0]!.upper, withheld]).toEqual([0, 0, 0, 0, null]);
  });

  it('is life expectancy, with its error, where everybody is healthy', () => {
    const all = healthyLifeExpectancy({ ...input, healthy: input.asked, mortalityVariance: true });
    const { healthy: _, asked: __, ...table } = input;
    lifeExpectancy(table).forEach(({ value, standardError }, index) => {
      expectClose(all[index]!.value, value, 1e-12);
      expectClose(all[index]!.standardError, standardError, 1e-12);
    });
    expect(at({ healthy: input.asked }).standardError).toBe(0);
  });

  it('withholds by the rules of the life table, for every age', () => {
    const small = healthyLifeExpectancy({ ...input, populations: [500, 1000, 1000, 1000, 1000, 500] });
    expect(small.map(({ withheld }) => withheld)).toEqual(Array(6).fill('a population of 5,000 or less'));
    expect(at({ deaths: [6, 1, 12, 60, 210, 0] }).withheld).toBe('no deaths in the last age band');
    expect(at({ populations: [2500, 0, 14000, 12000, 7000, 1500] }).withheld).toBe(
      'the age band from 5 has no population',
    );
  });

  it('withholds an age where nobody was asked from it on, and only such an age', () => {
    const change = { healthy: [0, 0, 500, 430, 270, 45], asked: [0, 0, 550, 500, 400, 100] };
    expect(at(change).withheld).toBe('nobody was asked in the age band from 0');
    expect(at(change, 5).withheld).toBe('nobody was asked in the age band from 5');
    expectClose(at(change, 20).value, independent[2][1]);
    expectClose(at(change, 20).standardError, independent[2][2]);
  });

  it('withholds an age that nobody survives to, and gives the ages before', () => {
    const change = { deaths: [6, 1, 12, 60, 7000, 190], mortalityVariance: true };
    expect(at(change, 85).withheld).toBe('nobody in the table survives to 85');
    expect(at(change, 85).limits).toEqual([{ confidence: 0.95, lower: null, upper: null }]);
    // Half of the 20 years of the band, healthy 270 of 400.
    expectClose(at(change, 65).value, 6.75);
    const unasked = { ...change, healthy: [290, 280, 500, 430, 270, 0], asked: [300, 300, 550, 500, 400, 0] };
    expectClose(at(unasked, 65).value, 6.75);
  });

  it('stays below life expectancy, keeps its value in larger surveys and widens with confidence', () => {
    const shares = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 6, maxLength: 6 });
    const [whole] = lifeExpectancy({ ...input, at: [0] });
    fc.assert(
      fc.property(
        shares,
        fc.boolean(),
        fc.integer({ min: 2, max: 9 }),
        (healthy, mortalityVariance, times) => {
          const asked = healthy.map(() => 100);
          const confidence = [0.95, 0.998];
          const once = at({ healthy, asked, mortalityVariance, confidence });
          const more = at({
            healthy: healthy.map((people) => times * people),
            asked: asked.map((people) => times * people),
            confidence,
          });
          const [narrow, wide] = once.limits;
          expectClose(more.value, once.value, 1e-12);
          expect(once.value!).toBeLessThanOrEqual(whole!.value! + 1e-9);
          expect(more.standardError!).toBeLessThanOrEqual(once.standardError!);
          expect(narrow!.lower!).toBeLessThanOrEqual(once.value!);
          expect(wide!.lower!).toBeLessThanOrEqual(narrow!.lower!);
          expect(wide!.upper!).toBeGreaterThanOrEqual(narrow!.upper!);
          if (!mortalityVariance) {
            expectClose(more.standardError, once.standardError! / Math.sqrt(times), 1e-12);
          }
        },
      ),
    );
  });

  it('refuses a caller’s mistakes', () => {
    expect(() => at({ healthy: [301, 280, 500, 430, 270, 45] })).toThrow('From age 0, 301 healthy of 300');
    expect(() => at({ asked: [300] })).toThrow('asked 1');
    expect(() => at({ healthy: [-1, 280, 500, 430, 270, 45] })).toThrow('healthy');
    expect(() => at({}, 1)).toThrow('No age band starts at 1.');
    expect(() => at({ confidence: [95] })).toThrow(RangeError);
  });
});
