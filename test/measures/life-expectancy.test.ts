import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lifeExpectancy } from '../../src/measures/life-expectancy.ts';
import { describeWithShared } from '../shared.ts';
import {
  caseNames,
  columnOf,
  expectClose,
  expectEstimate,
  groupsOf,
  levelsOf,
  type Row,
  readCase,
} from '../statistics/reference-case.ts';

const STARTS = [0, 1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90];

/** Cases that a function on arrays cannot be asked, with what stands for them here. */
const SKIPPED: Record<string, string> = {
  missing_band: 'any layout of bands is taken here; a missing band is found where files are read',
  error_startage_mismatch: 'no second list of bands to disagree with',
};

const startOf = (row: Row) => Number.parseInt(row.startage!, 10);

describeWithShared('lifeExpectancy() against reference phe_life_expectancy, 1e-9 relative', () => {
  for (const name of caseNames('phe_life_expectancy')) {
    if (name in SKIPPED) {
      it.skip(`${name}: ${SKIPPED[name]}`, () => {});
      continue;
    }
    it(name, () => {
      const { input, expected, options, groupBy, error } = readCase('phe_life_expectancy', name);
      const confidence = levelsOf(options);
      const compute = (rows: readonly Row[], at: readonly number[]) => {
        const sorted = rows.toSorted((one, other) => startOf(one) - startOf(other));
        return lifeExpectancy({
          starts: sorted.map(startOf),
          deaths: columnOf(sorted, 'deaths'),
          populations: columnOf(sorted, 'population'),
          at,
          confidence,
        });
      };
      const groups = groupsOf(input, groupBy[0]);
      if (error) {
        expect(() => compute(input, [0])).toThrow(RangeError);
        return;
      }
      let compared = 0;
      for (const [area, answers] of groupsOf(expected, groupBy[0])) {
        if (area.startsWith('negative')) {
          // The reference suppresses the group; a negative number is a mistake of the caller here.
          expect(() => compute(groups.get(area)!, [0])).toThrow(RangeError);
          continue;
        }
        compute(groups.get(area)!, answers.map(startOf)).forEach((estimate, index) => {
          const row = answers[index]!;
          compared++;
          if (row.value === 'NA' || row.lowercl === 'NaN') {
            // The reference gives 0 without limits at an age nobody survives to; it is withheld here.
            expect(estimate.value).toBeNull();
            expect(estimate.withheld).toMatch(/./);
          } else {
            expectEstimate(estimate, row, confidence);
          }
        });
      }
      expect(compared).toBeGreaterThan(3);
    });
  }

  it('withholds the suppressed groups for the reasons the reference warns of', () => {
    const { input } = readCase('phe_life_expectancy', 'suppressed_groups');
    const groups = groupsOf(input, 'area');
    const reasonOf = (area: string, age: number) => {
      const rows = groups.get(area)!;
      return lifeExpectancy({
        starts: STARTS,
        deaths: columnOf(rows, 'deaths'),
        populations: columnOf(rows, 'population'),
        at: [age],
        confidence: [0.95],
      })[0]!.withheld;
    };
    expect(reasonOf('zero population', 0)).toMatch(/^the age band from \d+ has no population$/);
    expect(reasonOf('deaths above population', 0)).toMatch(
      /^the age band from \d+ has more deaths than population$/,
    );
    expect(reasonOf('no deaths in last band', 0)).toBe('no deaths in the last age band');
    expect(reasonOf('deaths equal population', 30)).toBe('nobody in the table survives to 30');
    expect(reasonOf('deaths equal population', 0)).toBeNull();
  });
});

describe('lifeExpectancy()', () => {
  const input = {
    starts: [0, 5, 20, 45, 65, 85],
    deaths: [6, 1, 12, 60, 210, 190],
    populations: [2500, 9000, 14000, 12000, 7000, 1500],
  };

  // Expected: numpy 2.4 from the published formulas; limits with z = 1.959963984540054.
  it('gives an independently computed example at the ages asked, in their order, to 1e-9', () => {
    const [at65, atBirth] = lifeExpectancy({ ...input, at: [65, 0], confidence: [0.95] });
    expectClose(at65!.value, 19.63562753036437);
    expectClose(at65!.standardError, 0.5196305539184848);
    expectClose(atBirth!.value, 79.7024218791273);
    expectClose(atBirth!.limits[0]!.lower, 79.7024218791273 - 1.959963984540054 * 0.7526988976556948);
    expectClose(atBirth!.limits[0]!.upper, 79.7024218791273 + 1.959963984540054 * 0.7526988976556948);
    expect(atBirth!.method).toBe('Chiang, Silcocks');
  });

  it('withholds an interval wider than 20 years at 95 %, whatever level is asked', () => {
    // One death among 60 people of 85 and over: 60 years more, give or take 60.
    const few = {
      ...input,
      deaths: [6, 1, 12, 60, 210, 1],
      populations: [2500, 9000, 14000, 12000, 7000, 60],
    };
    const [estimate] = lifeExpectancy({ ...few, at: [85], confidence: [0.6] });
    expect(estimate!.withheld).toBe('a 95 % interval wider than 20 years');
    expect(estimate!.limits).toEqual([{ confidence: 0.6, lower: null, upper: null }]);
  });

  it('puts persons between males and females wherever one sex has the higher rates', () => {
    const band = fc.record({
      males: fc.integer({ min: 5000, max: 50_000 }),
      females: fc.integer({ min: 5000, max: 50_000 }),
      rate: fc.double({ min: 0.01, max: 0.05, noNaN: true }),
      excess: fc.double({ min: 1.1, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(band, { minLength: 20, maxLength: 20 }), (bands) => {
        const ofFemales = bands.map(({ females, rate }) => females * rate);
        const ofMales = bands.map(({ males, rate, excess }) => males * rate * excess);
        const at = (deaths: number[], populations: number[]) =>
          lifeExpectancy({ starts: STARTS, deaths, populations, at: [0], confidence: [0.95] })[0]!.value!;
        const females = at(
          ofFemales,
          bands.map((row) => row.females),
        );
        const males = at(
          ofMales,
          bands.map((row) => row.males),
        );
        const persons = at(
          bands.map((_, index) => ofFemales[index]! + ofMales[index]!),
          bands.map((row) => row.males + row.females),
        );
        expect(persons).toBeGreaterThan(males);
        expect(persons).toBeLessThan(females);
      }),
    );
  });

  it('keeps the value and halves the variance where everything counts double', () => {
    const [once] = lifeExpectancy({ ...input, at: [0], confidence: [0.95, 0.998] });
    const [twice] = lifeExpectancy({
      starts: input.starts,
      deaths: input.deaths.map((count) => 2 * count),
      populations: input.populations.map((count) => 2 * count),
      at: [0],
      confidence: [0.95],
    });
    expectClose(twice!.value, once!.value, 1e-12);
    expectClose(twice!.standardError, once!.standardError! / Math.SQRT2, 1e-12);
    expect(once!.limits[1]!.lower!).toBeLessThan(once!.limits[0]!.lower!);
  });

  it('refuses an age that starts no band', () => {
    expect(() => lifeExpectancy({ ...input, at: [1], confidence: [0.95] })).toThrow(
      'No age band starts at 1.',
    );
  });
});
