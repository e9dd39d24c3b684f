import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  byTime,
  dayPeriod,
  financialYearPeriod,
  midYear,
  monthPeriod,
  monthsIn,
  overlaps,
  quarterPeriod,
  seriesKind,
  spanOf,
  UNDATED,
  weekEnding,
  yearOf,
  yearPeriod,
} from '../../src/periods/period.ts';

describe('periods', () => {
  it('have labels in one spelling', () => {
    expect(yearPeriod(2023).label).toBe('2023');
    expect(yearPeriod(2021, 3).label).toBe('2021-23');
    expect(yearPeriod(1998, 3).label).toMatch(/^1998-(20)?00$/);
    expect(financialYearPeriod(2023).label).toBe('2023/24');
    expect(financialYearPeriod(1999).label).toBe('1999/00');
    expect(financialYearPeriod(2021, 3).label).toBe('2021/22-23/24');
    expect(monthPeriod(2023, 4).label).toBe('2023-04');
    expect(quarterPeriod(2023, 1, true).label).toBe('2023/24 Q1');
    expect(quarterPeriod(2023, 1, false).label).toBe('2023 Q1');
    expect(dayPeriod(2023, 4, 7)!.label).toBe('2023-04-07');
    expect(weekEnding(dayPeriod(2023, 4, 7)!).label).toBe('week ending 2023-04-07');
  });

  it('end on the last day of February, leap years too', () => {
    expect(monthPeriod(2023, 2).end).toBe('2023-02-28');
    expect(monthPeriod(2024, 2).end).toBe('2024-02-29');
    expect(monthPeriod(1900, 2).end).toBe('1900-02-28');
    expect(monthPeriod(2000, 2).end).toBe('2000-02-29');
    expect(quarterPeriod(2024, 1, false).end).toBe('2024-03-31');
  });

  it('that are quarters of a financial year begin in April and end in March', () => {
    const days = [1, 2, 3, 4].map((q) => quarterPeriod(2023, q, true)).map(({ start, end }) => [start, end]);
    expect(days).toEqual([
      ['2023-04-01', '2023-06-30'],
      ['2023-07-01', '2023-09-30'],
      ['2023-10-01', '2023-12-31'],
      ['2024-01-01', '2024-03-31'],
    ]);
  });

  it('that are weeks have seven days, over the turn of months and years', () => {
    expect(weekEnding(dayPeriod(2024, 1, 3)!)).toMatchObject({ start: '2023-12-28', end: '2024-01-03' });
    expect(weekEnding(dayPeriod(2024, 3, 1)!)).toMatchObject({ start: '2024-02-24', end: '2024-03-01' });
  });

  it('that are days exist', () => {
    expect(dayPeriod(2023, 2, 29)).toBeNull();
    expect(dayPeriod(2023, 0, 1)).toBeNull();
    expect(dayPeriod(2024, 2, 29)).not.toBeNull();
  });

  it('of a span run from the first day of one to the last of the other', () => {
    expect(spanOf(yearPeriod(2015), yearPeriod(2017))).toEqual(yearPeriod(2015, 3));
    expect(spanOf(financialYearPeriod(2020), financialYearPeriod(2024))).toEqual(
      financialYearPeriod(2020, 5),
    );
    expect(spanOf(monthPeriod(2006, 8), monthPeriod(2007, 7))).toMatchObject({
      kind: 'span',
      length: 12,
      start: '2006-08-01',
      end: '2007-07-31',
    });
  });
});

describe('yearOf(), monthsIn() and midYear()', () => {
  it('say in which calendar year a period begins', () => {
    expect(yearOf(financialYearPeriod(2023))).toBe(2023);
    expect(yearOf(quarterPeriod(2023, 4, true))).toBe(2024);
  });

  it('count the calendar months that a period touches', () => {
    expect(monthsIn('2023-04-01', '2024-03-31')).toBe(12);
    expect(monthsIn('2023-04-30', '2023-05-01')).toBe(2);
    expect(monthsIn('2023-04-30', '2023-04-30')).toBe(1);
  });

  it('give the middle of a period in years', () => {
    expect(midYear(yearPeriod(2023))).toBe(2023.5);
    expect(midYear(yearPeriod(2021, 3))).toBe(2022.5);
    // 1 April 2023 is 90/365 of the year on, 1 April 2024 91/366.
    expect(midYear(financialYearPeriod(2023))).toBeCloseTo((2023 + 90 / 365 + 2024 + 91 / 366) / 2, 12);
    expect(midYear(monthPeriod(2023, 1))).toBeCloseTo(2023 + 31 / 365 / 2, 12);
  });
});

describe('seriesKind(), overlaps() and byTime()', () => {
  it('keep single and pooled years, and years and financial years, in different series', () => {
    const kinds = [
      yearPeriod(2023),
      yearPeriod(2021, 3),
      financialYearPeriod(2023),
      financialYearPeriod(2020, 5),
    ];
    expect(new Set(kinds.map(seriesKind)).size).toBe(4);
    expect(seriesKind(yearPeriod(2015, 3))).toBe(seriesKind(yearPeriod(2016, 3)));
  });

  it('tell whether two periods share a day', () => {
    expect(overlaps(yearPeriod(2015, 3), yearPeriod(2017, 3))).toBe(true);
    expect(overlaps(yearPeriod(2015, 3), yearPeriod(2018, 3))).toBe(false);
    expect(overlaps(yearPeriod(2023), financialYearPeriod(2023))).toBe(true);
    expect(overlaps(monthPeriod(2023, 3), financialYearPeriod(2023))).toBe(false);
  });

  it('order by time where text does not', () => {
    const months = [monthPeriod(2022, 10), monthPeriod(2022, 4), monthPeriod(2021, 12)];
    expect([...months].sort(byTime).map(({ label }) => label)).toEqual(['2021-12', '2022-04', '2022-10']);
    const mixed = [yearPeriod(2015, 3), yearPeriod(2015), UNDATED, financialYearPeriod(2014)];
    expect([...mixed].sort(byTime).map(({ label }) => label)).toEqual(['', '2014/15', '2015', '2015-17']);
  });

  it('order any periods without contradiction', () => {
    const period = fc.oneof(
      fc.integer({ min: 2000, max: 2010 }).map((y) => yearPeriod(y)),
      fc.integer({ min: 2000, max: 2010 }).map((y) => yearPeriod(y, 3)),
      fc
        .tuple(fc.integer({ min: 2000, max: 2010 }), fc.integer({ min: 1, max: 12 }))
        .map(([y, m]) => monthPeriod(y, m)),
    );
    fc.assert(
      fc.property(period, period, period, (a, b, c) => {
        expect(Math.sign(byTime(a, b))).toBe(-Math.sign(byTime(b, a)) + 0);
        if (byTime(a, b) <= 0 && byTime(b, c) <= 0) expect(byTime(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
