import { describe, expect, it } from 'vitest';
import type { Trend } from '../../src/results/result.ts';
import { computeWithAims } from './compute-with-aims.ts';
import { BANDS_UNDER_75, type CellSpec, CODES, compute, only, pick } from './fake-cells.ts';

const YEARS = ['2019/20', '2020/21', '2021/22', '2022/23', '2023/24'];
const LOW = 'obesity-year6';
const HIGH = 'talking-therapies-6-weeks';

function series(subject: string, counts: readonly number[], more: Partial<CellSpec> = {}): CellSpec[] {
  return counts.map((count, index) => ({
    subject,
    place: CODES.halton,
    period: YEARS[index]!,
    count,
    denominator: 1000,
    ...more,
  }));
}

const recent = <T extends { readonly method: string }>(trends: readonly T[]): T[] =>
  trends.filter(({ method }) => method.startsWith('recent-trend'));
const annual = <T extends { readonly method: string }>(trends: readonly T[]): T[] =>
  trends.filter(({ method }) => method.startsWith('annual-change'));

describe('trends of values', () => {
  it.each([
    ['a rise of what should be low', LOW, [100, 150, 200, 250, 300], 'increasing', 'getting-worse'],
    ['a fall of what should be low', LOW, [300, 250, 200, 150, 100], 'decreasing', 'getting-better'],
    ['a rise of what should be high', HIGH, [100, 150, 200, 250, 300], 'increasing', 'getting-better'],
    ['a fall of what should be high', HIGH, [300, 250, 200, 150, 100], 'decreasing', 'getting-worse'],
    ['no change', LOW, [200, 201, 200, 199, 200], 'no-significant-change', ''],
  ])('%s', async (_, subject, counts, direction, judgement) => {
    const { trends } = await compute(series(subject, counts));
    const [five] = recent(pick(trends, { series: 'value', place: CODES.halton }));
    expect([five!.direction, five!.judgement, five!.points]).toEqual([direction, judgement, 5]);
    const [change] = annual(pick(trends, { series: 'value', place: CODES.halton }));
    expect([change!.direction, change!.judgement]).toEqual([direction, judgement]);
  });

  it('four points have a change a year and no recent trend', async () => {
    const { trends } = await compute(series(LOW, [100, 150, 200, 250]));
    expect(recent(trends)[0]!.direction).toBe('cannot-be-calculated');
    expect(recent(trends)[0]!.status).toBe('withheld');
    expect(recent(trends)[0]!.note).toBe('fewer than five points');
    expect(annual(trends)[0]!.status).toBe('ok');
  });

  it('one point has no trend', async () => {
    expect((await compute(series(LOW, [100]))).trends).toEqual([]);
  });

  it('a constant series has a slope of exactly nothing', async () => {
    for (const count of [150, 200, 210, 250, 300]) {
      const { trends } = await compute(series(LOW, Array(5).fill(count)));
      for (const { slope } of trends) expect([count, Math.abs(slope!)]).toEqual([count, 0]);
    }
  });

  it('a slope of percentages is in percentage points', async () => {
    const { trends } = await compute(series(LOW, [100, 150, 200, 250, 300]));
    expect(annual(trends)[0]!.unit).toBe('percentage points a year');
  });

  it('years that overlap are thinned, newest kept, and the note says so', async () => {
    const cells = [2018, 2019, 2020, 2021, 2022, 2023].flatMap((year): CellSpec[] => [
      { subject: 'deaths', place: CODES.warrington, period: String(year), age: '70-74', count: 20 },
      ...BANDS_UNDER_75.map((age) => ({
        subject: 'population',
        place: CODES.warrington,
        period: String(year),
        age,
        count: 1000,
      })),
    ]);
    const { trends, measures } = await compute(cells, { indicators: ['mortality-u75'] });
    const windows = pick(measures, { place: CODES.warrington }).filter(({ period }) => period.length === 3);
    expect(windows.map(({ period }) => period.label)).toEqual(['2018-20', '2019-21', '2020-22', '2021-23']);
    const [pooled] = annual(pick(trends, { series: 'value' })).filter(({ period }) => period.length === 3);
    expect([pooled!.first!.label, pooled!.last!.label, pooled!.points]).toEqual(['2018-20', '2021-23', 2]);
    expect(pooled!.note).toContain('2 of 4 periods');
    const [single] = annual(pick(trends, { series: 'value' })).filter(({ period }) => period.length === 1);
    expect(single!.points).toBe(6);
  });

  it('a year that has no value is passed over, and the note says so', async () => {
    const cells = series(LOW, [100, 150, 200, 250, 300]).filter(({ period }) => period !== '2020/21');
    const { trends } = await compute([
      ...cells,
      { subject: LOW, place: CODES.wirral, period: '2020/21', count: 1, denominator: 10 },
    ]);
    const [change] = annual(pick(trends, { place: CODES.halton, series: 'value' }));
    expect([change!.points, change!.note.includes('4 of 5 periods')]).toEqual([4, true]);
  });
});

/** The rows of change a year of a series, by their unit. */
const byUnit = (trends: readonly Trend[]): Record<string, Trend> =>
  Object.fromEntries(annual(trends).map((row) => [row.unit, row]));

describe('the change a year', () => {
  // Made with Python and numpy: inverse-variance lines on the middles of the financial years through Wilson limits.
  it('is in units and in per cent, each with limits, p and phi of its own', async () => {
    const { trends } = await compute(series(LOW, [100, 150, 200, 250, 300]));
    const rows = byUnit(pick(trends, { series: 'value' }));
    expect(Object.keys(rows)).toEqual(['percentage points a year', '% a year']);
    for (const [unit, slope, lower, upper, phi] of [
      ['percentage points a year', 5.0007560793, 4.2606575585, 5.7408546002, 0.0000055421],
      ['% a year', 28.8083481843, 22.8514610232, 35.0540760667, 1.2802423512],
    ] as const) {
      expect(rows[unit]!.slope).toBeCloseTo(slope, 8);
      expect(rows[unit]!.lower).toBeCloseTo(lower, 8);
      expect(rows[unit]!.upper).toBeCloseTo(upper, 8);
      expect(rows[unit]!.phi).toBeCloseTo(phi, 8);
    }
  });

  it('has limits that allow for how far the points stray, and says so', async () => {
    const { trends } = await compute(series(LOW, [100, 300, 150, 350, 200]));
    const rows = byUnit(pick(trends, { series: 'value' }));
    for (const [unit, slope, lower, upper, phi] of [
      ['percentage points a year', 3.0340527897, -2.84361941, 8.9117249894, 68.0035167762],
      ['% a year', 8.6801119092, -22.7939285174, 52.9849466211, 70.5471564319],
    ] as const) {
      const row = rows[unit]!;
      expect(row.slope).toBeCloseTo(slope, 7);
      expect(row.lower).toBeCloseTo(lower, 7);
      expect(row.upper).toBeCloseTo(upper, 7);
      expect(row.phi).toBeCloseTo(phi, 7);
      expect([row.direction, row.note]).toEqual([
        'no-significant-change',
        'limits widened for the spread round the line',
      ]);
    }
  });

  it('in per cent is of values and ratios above zero, never of differences', async () => {
    const cells = [1, 2, 3, 4, 5].flatMap((level) =>
      series(LOW, level === 1 ? [400, 350, 300, 250, 200] : Array(5).fill(100), { level }),
    );
    const { trends } = await compute(cells);
    const inPerCent = trends.filter(({ unit }) => unit === '% a year').map((row) => row.series);
    expect(new Set(inPerCent)).toEqual(new Set(['value', 'gap:ratio', 'gap:rii']));
  });

  it('in per cent is withheld, with the reason, where a value is zero', async () => {
    const { trends } = await compute(series(LOW, [4, 3, 2, 1, 0]));
    const { '% a year': row } = byUnit(trends);
    expect([row!.status, row!.slope]).toEqual(['withheld', null]);
    expect(row!.note).toBe('a value of zero or below has no logarithm');
  });

  it('is told on the scales that the definition names, and a gap by its size always', async () => {
    const cells = [1, 2, 3, 4, 5].flatMap((level) =>
      series(LOW, level === 1 ? [400, 350, 300, 250, 200] : Array(5).fill(100), { level }),
    );
    const units = async (scales: ('linear' | 'log')[]): Promise<string[]> => {
      const { trends } = await computeWithAims(cells, { change: { trend: { scales } } });
      const annual = trends.filter(({ method }) => method.startsWith('annual-change'));
      return [...new Set(annual.map(({ series: of, unit }) => `${of} ${unit}`))].sort();
    };
    const gaps = ['gap:difference percentage points a year', 'gap:ratio ratio a year'];
    const ofGaps = (found: string[]): string[] => found.filter((one) => /^gap:(difference|ratio) /.test(one));
    const linear = await units(['linear']);
    expect(linear.filter((one) => one.startsWith('value'))).toEqual(['value percentage points a year']);
    expect(ofGaps(linear)).toEqual(gaps);
    const log = await units(['log']);
    expect(log.filter((one) => one.startsWith('value'))).toEqual(['value % a year']);
    expect(ofGaps(log)).toEqual([gaps[0], 'gap:ratio % a year', gaps[1]]);
  });

  it('of two points without limits has a slope and no more', async () => {
    const { trends } = await compute(
      [18.2, 17.1].map(
        (value, at): CellSpec => ({
          subject: 'smoking-adult',
          place: CODES.halton,
          period: String(2019 + at),
          value,
        }),
      ),
    );
    const rows = byUnit(trends);
    const row = rows['percentage points a year']!;
    expect(row.slope).toBeCloseTo(-1.1, 12);
    expect([row.lower, row.upper, row.pValue, row.direction]).toEqual([
      null,
      null,
      null,
      'no-significant-change',
    ]);
  });
});

describe('the recent trend of published values', () => {
  const smoking = (limits: number | null): CellSpec[] =>
    [18.2, 17.1, 16.9, 15.8, 15.1].map((value, at) => ({
      subject: 'smoking-adult',
      place: CODES.halton,
      period: String(2019 + at),
      value,
      ...(limits === null ? {} : { lower: value - limits, upper: value + limits }),
    }));

  // Made with Python: weighted regression by position; χ² = 5.402 and 21.608.
  it.each([
    [2, -0.75, 'no-significant-change'],
    [1, -0.75, 'decreasing'],
  ])('goes by their limits: ±%d', async (limits, slope, direction) => {
    const [row] = recent((await compute(smoking(limits))).trends);
    expect(row!.slope).toBeCloseTo(slope, 12);
    expect([row!.direction, row!.unit]).toEqual([direction, 'percentage points a period']);
  });

  it('is none without limits, and the reason is given', async () => {
    const [row] = recent((await compute(smoking(null))).trends);
    expect([row!.direction, row!.status, row!.judgement]).toEqual(['cannot-be-calculated', 'withheld', '']);
    expect(row!.note).not.toBe('');
  });
});

describe('trends of gaps', () => {
  it('are there for every gap that is computed, each with its slope and significance', async () => {
    // A gradient that gets flatter from year to year.
    const cells = [1, 2, 3, 4, 5].flatMap((level) =>
      series(
        LOW,
        [40, 34, 28, 22, 16].map((step) => 200 + (5 - level) * step),
        { level },
      ),
    );
    const { trends } = await compute(cells);
    for (const id of ['difference', 'ratio', 'sii', 'rii']) {
      const rows = pick(trends, { series: `gap:${id}`, place: CODES.halton });
      expect(recent(rows), id).toHaveLength(1);
      for (const row of annual(rows)) {
        expect([id, row.direction, row.judgement]).toEqual([id, 'decreasing', 'getting-better']);
        expect(row.pValue).toBeLessThan(0.05);
      }
      expect(annual(rows).length, id).toBeGreaterThan(0);
    }
  });

  it('less of a gap is better, whatever the polarity of the indicator', async () => {
    for (const [subject, most, least] of [
      [LOW, [400, 350, 300, 250, 200], 100],
      [HIGH, [400, 450, 500, 550, 600], 700],
    ] as const) {
      const cells = [1, 2, 3, 4, 5].flatMap((level) =>
        series(subject, level === 1 ? most : Array(5).fill(least), { level }),
      );
      const { trends } = await compute(cells);
      const [difference] = recent(pick(trends, { series: 'gap:difference', place: CODES.halton }));
      expect([difference!.direction, difference!.judgement]).toEqual(['decreasing', 'getting-better']);
    }
  });
});

describe('did the poorest improve fastest', () => {
  const both = (subject: string, most: readonly number[], least: readonly number[]): CellSpec[] =>
    [most, [200, 200, 200, 200, 200], [200, 200, 200, 200, 200], [200, 200, 200, 200, 200], least].flatMap(
      (counts, index) => series(subject, counts.slice(0, most.length), { level: index + 1 }),
    );

  it.each([
    ['poorest-fastest', LOW, [400, 350, 300, 250, 200], [100, 100, 100, 100, 100]],
    ['levelled-down', LOW, [150, 150, 150, 150, 150], [50, 70, 90, 110, 130]],
    ['levelled-down', LOW, [250, 250, 250, 250, 250], [50, 70, 90, 110, 130]],
    ['levelled-down', LOW, [300, 305, 310, 315, 320], [50, 80, 110, 140, 170]],
    ['widening-all-improve', LOW, [400, 395, 390, 385, 380], [200, 170, 140, 110, 80]],
    ['poorest-left-behind', LOW, [200, 250, 300, 350, 400], [100, 100, 100, 100, 100]],
    ['no-clear-difference', LOW, [300, 290, 280, 270, 260], [200, 190, 180, 170, 160]],
    ['poorest-fastest', HIGH, [200, 250, 300, 350, 400], [500, 500, 500, 500, 500]],
    ['poorest-left-behind', HIGH, [400, 350, 300, 250, 200], [500, 500, 500, 500, 500]],
  ])('%s (%s): most deprived %j, least %j', async (verdict, subject, most, least) => {
    const { poorest } = await compute(both(subject, most, least));
    expect(only(poorest, { scale: 'absolute', place: CODES.halton }).verdict).toBe(verdict);
  });

  it('a most deprived group that stands still changed by exactly nothing', async () => {
    for (const count of [150, 210, 250, 300]) {
      const { poorest } = await compute(both(LOW, Array(5).fill(count), [50, 70, 90, 110, 130]));
      for (const row of poorest) {
        expect([Math.abs(row.changeMostDeprived!), row.verdict]).toEqual([0, 'levelled-down']);
      }
    }
  });

  it('two periods compare the ends, and the parts add up to the change of the gap', async () => {
    const { poorest } = await compute(both(LOW, [400, 300], [100, 90]));
    const row = only(poorest, { scale: 'absolute' });
    expect(row.changeMostDeprived).toBeCloseTo(10, 9);
    expect(row.changeLeastDeprived).toBeCloseTo(1, 9);
    expect(row.difference).toBeCloseTo(9, 9);
    expect(row.fromMostDeprived! + row.fromLeastDeprived!).toBeCloseTo(-9, 9);
    expect([row.baseline!.label, row.latest!.label]).toEqual(['2019/20', '2020/21']);
  });

  it('one period has no row', async () => {
    expect((await compute(both(LOW, [400], [100]))).poorest).toEqual([]);
  });
});
