import { describe, expect, it } from 'vitest';
import {
  type BasePeriod,
  pooledWindows,
  targetPeriods,
  withoutOverlap,
} from '../../src/cells/target-periods.ts';
import { parsePeriod } from '../../src/periods/parse-period.ts';
import { type Period, UNDATED, yearPeriod } from '../../src/periods/period.ts';

const period = (text: string): Period => parsePeriod(text, 'month') ?? UNDATED;

/** Each target with its sources, and why it is not whole. */
function targets(available: readonly string[], base: BasePeriod): string[] {
  return targetPeriods(available.map(period), base).map(({ period: { label }, sources, incomplete }) =>
    [`${label} from ${[...sources].sort().join(' + ')}`, incomplete].filter(Boolean).join(': '),
  );
}

const months = (year: number, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${year}-${String(from + index).padStart(2, '0')}`);

describe('targetPeriods()', () => {
  it('lets periods of the type asked for stand as they are, in order of time', () => {
    expect(targets(['2023', '2021', '2022'], 'year')).toEqual([
      '2021 from 2021',
      '2022 from 2022',
      '2023 from 2023',
    ]);
    expect(targets(['2023-04', '2022-12'], 'month')).toEqual([
      '2022-12 from 2022-12',
      '2023-04 from 2023-04',
    ]);
  });

  it('lets pooled periods stand for themselves', () => {
    expect(targets(['2015-2017', '2016-2018'], 'year').map((text) => text.split(' ')[0])).toEqual([
      period('2015-2017').label,
      period('2016-2018').label,
    ]);
  });

  it('lets undated figures stand', () => {
    expect(targets([''], 'year')).toEqual([' from ']);
  });

  it('adds months up to years, financial years and quarters', () => {
    expect(targets(months(2022, 1, 12), 'year')).toEqual([`2022 from ${months(2022, 1, 12).join(' + ')}`]);
    const financial = [...months(2022, 4, 12), ...months(2023, 1, 3)];
    expect(targets(financial, 'financial-year')).toEqual([`2022/23 from ${financial.join(' + ')}`]);
    expect(targets(months(2022, 4, 6), 'quarter')).toEqual([
      `2022 Q2 from ${months(2022, 4, 6).join(' + ')}`,
    ]);
  });

  it('adds quarters up to a year', () => {
    const quarters = ['2022 Q1', '2022 Q2', '2022 Q3', '2022 Q4'];
    expect(targets(quarters, 'year')).toEqual([`2022 from ${quarters.join(' + ')}`]);
    const financial = ['2022/23 Q1', '2022/23 Q2', '2022/23 Q3', '2022/23 Q4'];
    expect(targets(financial, 'financial-year')).toEqual([`2022/23 from ${financial.join(' + ')}`]);
  });

  it('says how many months there are of a year that is not whole', () => {
    expect(targets(months(2022, 1, 7), 'year')[0]).toMatch(/: 7 of 12 months$/);
    expect(targets(months(2022, 4, 4), 'quarter')[0]).toMatch(/: 1 of 3 months$/);
  });

  it('takes a year before its months where both are there', () => {
    expect(targets(['2022', ...months(2022, 1, 12)], 'year')).toEqual(['2022 from 2022']);
    expect(targets([...months(2022, 1, 12), '2022'], 'year')).toEqual(['2022 from 2022']);
  });

  it('does not make a financial year of calendar years, or a month of years', () => {
    expect(targets(['2022', '2023'], 'financial-year')).toEqual([]);
    expect(targets(['2022/23'], 'year')).toEqual([]);
    expect(targets(['2022'], 'month')).toEqual([]);
  });

  it('counts nobody twice where both months and their quarters are there', () => {
    const available = [...months(2022, 1, 12), '2022 Q1'];
    const [target] = targetPeriods(available.map(period), 'year');
    expect(target!.sources.has('2022 Q1') && target!.sources.has('2022-01')).toBe(false);
  });

  it('does not call a year of twelve weeks whole', () => {
    const weeks = Array.from(
      { length: 12 },
      (_, month) => `week ending 2022-${String(month + 1).padStart(2, '0')}-15`,
    );
    const [target] = targetPeriods(weeks.map(period), 'year');
    expect(target?.incomplete ?? null).not.toBeNull();
  });
});

describe('pooledWindows()', () => {
  const labels = (years: number[], length: number): string[] =>
    pooledWindows(
      years.map((year) => yearPeriod(year)),
      length,
    ).map(
      ({ period: { start, end }, years: parts }) =>
        `${start.slice(0, 4)} to ${end.slice(0, 4)} of ${parts.length}`,
    );

  it('has every run of consecutive years', () => {
    expect(labels([2015, 2016, 2017, 2018], 3)).toEqual(['2015 to 2017 of 3', '2016 to 2018 of 3']);
    expect(labels([2015, 2016], 3)).toEqual([]);
  });

  it('has no run over a missing year, whatever the order', () => {
    expect(labels([2020, 2017, 2015, 2016, 2019], 3)).toEqual(['2015 to 2017 of 3']);
  });
});

describe('withoutOverlap()', () => {
  it('keeps the newest and then what does not overlap, oldest first', () => {
    const pooled = [2015, 2016, 2017, 2018, 2019, 2020].map((year) => yearPeriod(year, 3));
    expect(withoutOverlap(pooled, (one) => one).map(({ start }) => start.slice(0, 4))).toEqual([
      '2017',
      '2020',
    ]);
    expect(withoutOverlap([...pooled].reverse(), (one) => one).map(({ start }) => start.slice(0, 4))).toEqual(
      ['2017', '2020'],
    );
    expect(withoutOverlap([], (one: Period) => one)).toEqual([]);
  });
});
