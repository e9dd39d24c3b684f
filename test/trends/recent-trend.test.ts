import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Polarity } from '../../src/statistics/polarity.ts';
import { type RecentTrend, recentTrend, recentTrendJudgement } from '../../src/trends/recent-trend.ts';
import { describeWithShared } from '../shared.ts';
import { expectClose, groupsOf, numberOf, type Row, readReference } from '../statistics/reference-case.ts';

/** Cases decided by something that this function is not asked, with what decides it. */
const SKIPPED: Record<string, string> = {
  'fo-three-year-range': 'the years a point spans are the caller’s: points must not overlap',
  'fo-value-type-count': 'the kind of value is the caller’s',
  'fn-flat-counts-missing': 'its source wants counts for a rate that has limits',
};

/** One project's weighted method on a proportion without limits; by the guidance it goes by counts. */
const RECORD_ONLY = 'fn-registered-65plus-no-limits';

/** Says that time is the year, but a year is missing and its figures hold only by position. */
const BY_POSITION_ONLY = 'ph-prop-group-d';

const DIRECTIONS: Record<string, string> = {
  Increasing: 'increasing',
  Decreasing: 'decreasing',
  NoChange: 'no-significant-change',
  CannotBeCalculated: 'cannot-be-calculated',
};

function trendOf(rows: readonly Row[], isProportion: boolean, byYear: boolean): RecentTrend {
  const column = (name: string) => rows.map((row) => numberOf(row[name]));
  const times = byYear ? { times: rows.map((row) => Number(row.period)) } : {};
  return isProportion
    ? recentTrend({ events: column('count'), denominators: column('denominator'), ...times })
    : recentTrend({
        values: column('value'),
        lowers: column('lower_ci95'),
        uppers: column('upper_ci95'),
        ...times,
      });
}

describeWithShared('recentTrend() against reference fingertips-trend', () => {
  const series = () => groupsOf(readReference('fingertips-trend/series.csv'), 'case');

  it('agrees with every case that it can be asked, statistics to their decimals and 1e-4 relative', () => {
    const all = series();
    let compared = 0;
    for (const row of readReference('fingertips-trend/expected.csv')) {
      const name = row.case!;
      if (name in SKIPPED || name === RECORD_ONLY) continue;
      const byYear = row.time_variable === 'year' && name !== BY_POSITION_ONLY;
      const trend = trendOf(all.get(name) ?? [], row.method === 'proportion', byYear);
      expect(trend.direction, name).toBe(DIRECTIONS[row.marker!]);
      if (trend.direction === 'cannot-be-calculated') {
        expect(trend.reason, name).toMatch(/^[a-z]/);
        expect([trend.slope, trend.chiSquare, trend.pValue]).toEqual([null, null, null]);
      } else {
        for (const [own, text, places] of [
          [trend.chiSquare, row.chi_square, row.chi_square_dp],
          [trend.slope, row.slope, row.slope_dp],
        ] as const) {
          if (text)
            expectClose(own, Number(text), 1e-4, 0.5 * 10 ** -Number(places) + 1e-4 * Math.abs(Number(text)));
        }
      }
      const polarity = ({ 'High is good': 'high', 'Low is good': 'low' } as Record<string, Polarity>)[
        row.polarity!
      ];
      const words = recentTrendJudgement(trend.direction, polarity ?? 'none');
      expect(row.label!.includes('getting'), name).toBe(words !== null);
      if (words) expect(row.label, name).toContain(words.replace('-', ' '));
      compared++;
    }
    expect(compared).toBeGreaterThan(25);
  });

  it('passes over only cases that are there, with a reason each', () => {
    const names = readReference('fingertips-trend/expected.csv').map((row) => row.case);
    for (const name of [...Object.keys(SKIPPED), RECORD_ONLY, BY_POSITION_ONLY])
      expect(names).toContain(name);
  });

  it('follows the guidance where one project has no limits for a proportion: about 3,168 and increasing', () => {
    const trend = trendOf(series().get(RECORD_ONLY)!, true, false);
    expect(trend.direction).toBe('increasing');
    expect(trend.chiSquare).toBeGreaterThan(3167.5);
    expect(trend.chiSquare).toBeLessThan(3168.5);
  });

  it('agrees with every label', () => {
    const polarities: Record<string, Polarity> = {
      'High is good': 'high',
      'Low is good': 'low',
      'No judgement': 'none',
    };
    for (const row of readReference('fingertips-trend/labels.csv')) {
      const direction = DIRECTIONS[row.marker!] as RecentTrend['direction'];
      const judgement = recentTrendJudgement(direction, polarities[row.polarity!]!);
      expect(row.label!.split(' and ')[1] ?? null).toBe(judgement?.replace('-', ' ') ?? null);
    }
  });
});

describe('recentTrend()', () => {
  // Figures of the case fo-ci-rising of fingertips-open;
  // expected: numpy 2.4 from the published formula, p by scipy 1.17 chi2.sf.
  const rising = {
    values: [24.67, 24.6, 28, 30.2, 30.6],
    lowers: [23.16, 23.15, 26.44, 28.63, 28.98],
    uppers: [26.25, 26.19, 29.64, 31.9, 32.25],
  };

  it('gives an independently computed statistic, to 1e-9', () => {
    const trend = recentTrend(rising);
    expectClose(trend.slope, 1.751566222663);
    expectClose(trend.chiSquare, 46.76359716055);
    expectClose(trend.pValue, 8.0087331823658e-12, 1e-8, 0);
    expect([trend.direction, trend.reason]).toEqual(['increasing', null]);
  });

  it('looks at the newest five points only', () => {
    const older = {
      values: [null, 99, ...rising.values],
      lowers: [null, 98, ...rising.lowers],
      uppers: [null, 100, ...rising.uppers],
    };
    expect(recentTrend(older)).toEqual(recentTrend(rising));
  });

  it('reports no trend that one point alone decides, and says so', () => {
    // Flat but for one outlier at the end: left out, the slope turns negative.
    const trend = recentTrend({
      values: [10.3, 10.2, 10.1, 10, 14],
      lowers: [10.2, 10.1, 10, 9.9, 13.9],
      uppers: [10.4, 10.3, 10.2, 10.1, 14.1],
    });
    expect(trend.chiSquare).toBeGreaterThan(9.6);
    expect([trend.direction, trend.reason]).toEqual([
      'no-significant-change',
      'one point alone decides the direction',
    ]);
  });

  it('says why it cannot be calculated', () => {
    const reasonOf = (series: Parameters<typeof recentTrend>[0]) => recentTrend(series).reason;
    const counts = { events: [1, 2, 3, 4, 5], denominators: [10, 10, 10, 10, 10] };
    expect(reasonOf({ events: [1], denominators: [2] })).toBe('fewer than five points');
    expect(reasonOf({ ...counts, events: [1, 2, null, 4, 5] })).toBe('a figure is missing');
    expect(reasonOf({ ...counts, events: [0, 2, 3, 4, 5] })).toBe('a count is zero');
    expect(reasonOf({ ...counts, events: [1, 2, 3, 4, 10] })).toBe('a count equals its denominator');
    expect(reasonOf({ ...counts, times: [2019, 2020, 2020, 2021, 2022] })).toBe('two points are of one time');
    expect(reasonOf({ ...rising, uppers: rising.lowers })).toBe('limits of no width');
  });

  it('turns round with the order of the points', () => {
    const count = fc.integer({ min: 1, max: 999 });
    fc.assert(
      fc.property(fc.array(count, { minLength: 5, maxLength: 5 }), (events) => {
        const denominators = events.map(() => 1000);
        const forwards = recentTrend({ events, denominators });
        const backwards = recentTrend({ events: events.toReversed(), denominators });
        expectClose(backwards.slope, -forwards.slope!, 1e-9, 1e-9);
        expectClose(backwards.chiSquare, forwards.chiSquare, 1e-9, 1e-9);
        const turned: Record<string, string> = { increasing: 'decreasing', decreasing: 'increasing' };
        expect(backwards.direction).toBe(turned[forwards.direction] ?? forwards.direction);
      }),
    );
  });

  it('refuses a count above its denominator, limits the wrong way round and different lengths', () => {
    expect(() => recentTrend({ events: [1, 2, 3, 4, 11], denominators: [10, 10, 10, 10, 10] })).toThrow(
      RangeError,
    );
    expect(() => recentTrend({ ...rising, lowers: rising.uppers, uppers: rising.lowers })).toThrow(
      RangeError,
    );
    expect(() => recentTrend({ ...rising, lowers: [1] })).toThrow('lowers 1');
  });
});

describe('recentTrendJudgement()', () => {
  it('judges a significant change by the good end, and nothing else', () => {
    expect(recentTrendJudgement('increasing', 'high')).toBe('getting-better');
    expect(recentTrendJudgement('increasing', 'low')).toBe('getting-worse');
    expect(recentTrendJudgement('decreasing', 'high')).toBe('getting-worse');
    expect(recentTrendJudgement('decreasing', 'low')).toBe('getting-better');
    expect(recentTrendJudgement('increasing', 'none')).toBeNull();
    expect(recentTrendJudgement('no-significant-change', 'high')).toBeNull();
    expect(recentTrendJudgement('cannot-be-calculated', 'low')).toBeNull();
  });
});
