import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAmbiguousPeriod, isDashedMonth, parsePeriod } from '../../src/periods/parse-period.ts';
import {
  financialYearPeriod,
  monthPeriod,
  type Period,
  quarterPeriod,
  spanOf,
  yearOf,
  yearPeriod,
} from '../../src/periods/period.ts';

function parsed(text: string, dash?: 'month' | 'years'): Period {
  const period = parsePeriod(text, dash);
  if (!period) throw new Error(`"${text}" is no period`);
  return period;
}

describe('parsePeriod()', () => {
  // Every form of the published files, with its first and last day.
  it.each([
    ['2015', 'year', 1, '2015-01-01', '2015-12-31'],
    ['2015-17', 'year', 3, '2015-01-01', '2017-12-31'],
    ['2015 - 17', 'year', 3, '2015-01-01', '2017-12-31'],
    ['2015-2017', 'year', 3, '2015-01-01', '2017-12-31'],
    ['2015 – 17', 'year', 3, '2015-01-01', '2017-12-31'],
    ['2001-03', 'year', 3, '2001-01-01', '2003-12-31'],
    ['2014/15', 'financial-year', 1, '2014-04-01', '2015-03-31'],
    ['2014/2015', 'financial-year', 1, '2014-04-01', '2015-03-31'],
    ['2014-15', 'financial-year', 1, '2014-04-01', '2015-03-31'],
    ['2020-21', 'financial-year', 1, '2020-04-01', '2021-03-31'],
    ['1999/00', 'financial-year', 1, '1999-04-01', '2000-03-31'],
    ['1999-00', 'financial-year', 1, '1999-04-01', '2000-03-31'],
    ['2020/21 - 24/25', 'financial-year', 5, '2020-04-01', '2025-03-31'],
    ['2020-21 - 2024-25', 'financial-year', 5, '2020-04-01', '2025-03-31'],
    ['2020/21-2024/25', 'financial-year', 5, '2020-04-01', '2025-03-31'],
    ['2021/22 Q1', 'quarter', 1, '2021-04-01', '2021-06-30'],
    ['2021/22 Q4', 'quarter', 1, '2022-01-01', '2022-03-31'],
    ['Q3 2021/22', 'quarter', 1, '2021-10-01', '2021-12-31'],
    ['2021 Q1', 'quarter', 1, '2021-01-01', '2021-03-31'],
    ['Q4 2021', 'quarter', 1, '2021-10-01', '2021-12-31'],
    ['2021/22 Q1 - 2023/24 Q2', 'span', 30, '2021-04-01', '2023-09-30'],
    ['2021/22 Q1 - 2021/22 Q2', 'span', 6, '2021-04-01', '2021-09-30'],
    ['Aug 2006 - Jul 2007', 'span', 12, '2006-08-01', '2007-07-31'],
    ['July 2022', 'month', 1, '2022-07-01', '2022-07-31'],
    ['Jul 2022', 'month', 1, '2022-07-01', '2022-07-31'],
    ['Sept 2022', 'month', 1, '2022-09-01', '2022-09-30'],
    ['APRIL 2022', 'month', 1, '2022-04-01', '2022-04-30'],
    ['RTT-January-2026', 'month', 1, '2026-01-01', '2026-01-31'],
    ['RTT-February-2024', 'month', 1, '2024-02-01', '2024-02-29'],
    ['2022-02', 'month', 1, '2022-02-01', '2022-02-28'],
    ['2000-02', 'year', 3, '2000-01-01', '2002-12-31'],
    ['2023-04', 'month', 1, '2023-04-01', '2023-04-30'],
    ['2022-07-31', 'day', 1, '2022-07-31', '2022-07-31'],
    ['31/07/2022', 'day', 1, '2022-07-31', '2022-07-31'],
    ['week ending 2023-04-07', 'week', 1, '2023-04-01', '2023-04-07'],
    ['w/e 07/04/2023', 'week', 1, '2023-04-01', '2023-04-07'],
    ['  2015 ', 'year', 1, '2015-01-01', '2015-12-31'],
    ['Apr-23', 'month', 1, '2023-04-01', '2023-04-30'],
    ["Apr'23", 'month', 1, '2023-04-01', '2023-04-30'],
    ['April 23', 'month', 1, '2023-04-01', '2023-04-30'],
    ['1 April 2023', 'day', 1, '2023-04-01', '2023-04-01'],
    ['01-Apr-2023', 'day', 1, '2023-04-01', '2023-04-01'],
    ['29 February 2024', 'day', 1, '2024-02-29', '2024-02-29'],
    ['MSitAE-JANUARY-2024', 'month', 1, '2024-01-01', '2024-01-31'],
    ['01/07/2024 - 30/09/2024', 'quarter', 1, '2024-07-01', '2024-09-30'],
    ['01/01/2024 - 31/03/2024', 'quarter', 1, '2024-01-01', '2024-03-31'],
    ['2023-04-01 to 2023-04-30', 'month', 1, '2023-04-01', '2023-04-30'],
    ['2024-02-01 - 2024-02-29', 'month', 1, '2024-02-01', '2024-02-29'],
    ['2023-04-01 - 2024-03-31', 'financial-year', 1, '2023-04-01', '2024-03-31'],
    ['01/04/2021 - 31/03/2024', 'financial-year', 3, '2021-04-01', '2024-03-31'],
    ['2023-01-01 to 2023-12-31', 'year', 1, '2023-01-01', '2023-12-31'],
    ['1 January 2021 to 31 December 2023', 'year', 3, '2021-01-01', '2023-12-31'],
    ['2023-07-01 - 2024-06-30', 'span', 12, '2023-07-01', '2024-06-30'],
    ['01-Jul-2023 to 30-Jun-2024', 'span', 12, '2023-07-01', '2024-06-30'],
    ['01/05/2024 - 31/07/2024', 'span', 3, '2024-05-01', '2024-07-31'],
  ])('reads "%s" as a %s of %d, from %s to %s', (text, kind, length, start, end) => {
    expect(parsed(text)).toMatchObject({ kind, length, start, end });
  });

  it.each([
    ['2022-07-31 00:00:00', 'day', '2022-07-31', '2022-07-31'],
    ['2022-07-31T00:00:00', 'day', '2022-07-31', '2022-07-31'],
    ['2022-07-31 00:00:00.000', 'day', '2022-07-31', '2022-07-31'],
  ])('reads "%s", as databases write it, as a %s', (text, kind, start, end) => {
    expect(parsed(text)).toMatchObject({ kind, start, end });
  });

  it.each([
    ['1998 - 00', '1998-01-01', '2000-12-31'],
    ['1999 - 01', '1999-01-01', '2001-12-31'],
    ['1998/99 - 00/01', '1998-04-01', '2001-03-31'],
  ])('reads "%s" over the turn of the century', (text, start, end) => {
    expect(parsed(text)).toMatchObject({ start, end });
  });

  it.each([
    '',
    'now',
    '23',
    '1066',
    '2023/25',
    '2023/1924',
    '2023-13',
    '2022-00',
    '2023-02-29',
    '31/02/2023',
    '2023-13-01',
    '2021 Q5',
    '0001 Q1',
    '2017 - 15',
    '2015 - 2015',
    '2015 - July 2017',
    'week ending 2023',
    'Decile 2019',
    'Mayor 2020',
    'Marmot 2020',
    'Janitor 2020',
    'July',
    '2023/24/25',
    '2015-2045',
    '2023-04-02 to 2023-04-30',
    '2023-04-01 to 2023-04-29',
    '2023-04-30 to 2023-04-01',
    '2023-02-01 to 2023-02-29',
    '01/07/2024 - 30/06/2024',
    '1923-04-01 to 2023-03-31',
    '31 April 2023',
    '1066-01-01',
    '01/01/1066',
    '1 Jan 1066',
    'week ending 2999-01-01',
    '0-Apr-2023',
    'Apr-2',
    'MSitAE-2024',
  ])('does not take "%s" for a period', (text) => {
    expect(parsePeriod(text)).toBeNull();
  });

  it('reads 2010-11 as a month only where it is told to', () => {
    expect(parsed('2010-11')).toMatchObject({ kind: 'financial-year', start: '2010-04-01' });
    expect(parsed('2010-11', 'years')).toMatchObject({ kind: 'financial-year', start: '2010-04-01' });
    expect(parsed('2010-11', 'month')).toMatchObject({
      kind: 'month',
      start: '2010-11-01',
      end: '2010-11-30',
    });
    expect(parsed('2010-12', 'month')).toMatchObject({ kind: 'month', start: '2010-12-01' });
    // No month has the number 23, so this is a financial year in any column.
    expect(parsed('2022-23', 'month')).toMatchObject({ kind: 'financial-year' });
  });

  it('gives every spelling of a period one label', () => {
    const labels = (texts: string[]): Set<string> => new Set(texts.map((text) => parsed(text).label));
    expect(labels(['2015-17', '2015 - 17', '2015-2017', '2015 to 2017'])).toHaveLength(1);
    expect(labels(['2014/15', '2014-15', '2014/2015'])).toEqual(new Set(['2014/15']));
    expect(labels(['2020/21 - 24/25', '2020-21 - 2024-25'])).toEqual(new Set(['2020/21-24/25']));
    expect(labels(['July 2022', 'jul 2022', '2022-07', '2022 July', 'RTT-July-2022'])).toEqual(
      new Set(['2022-07']),
    );
    expect(labels(['Q1 2021/22', '2021/22 Q1', '2021/22 q1'])).toEqual(new Set(['2021/22 Q1']));
    expect(labels(['31/07/2022', '2022-07-31', '31 July 2022', '31-Jul-2022'])).toEqual(
      new Set(['2022-07-31']),
    );
    expect(labels(['Jul-22', 'MSitAE-JULY-2022', '2022-07-01 - 2022-07-31', '2022-07'])).toEqual(
      new Set(['2022-07']),
    );
    expect(labels(['01/07/2024 - 30/09/2024', '2024/25 Q2'])).toEqual(new Set(['2024/25 Q2']));
    expect(labels(['2023-04-01 - 2024-03-31', '01/04/2023 to 31/03/2024', '2023/24'])).toEqual(
      new Set(['2023/24']),
    );
    expect(labels(['2023-01-01 - 2023-12-31', '2023'])).toEqual(new Set(['2023']));
    expect(labels(['01/07/2023 - 30/06/2024', 'Jul 2023 - Jun 2024'])).toHaveLength(1);
  });

  it('gives no two periods one label', () => {
    const years = fc.integer({ min: 1990, max: 2030 });
    const month = fc.tuple(years, fc.integer({ min: 1, max: 12 })).map(([y, m]) => monthPeriod(y, m));
    const pooled = fc
      .tuple(years, fc.integer({ min: 1, max: 12 }))
      .map(([y, length]) => yearPeriod(y, length));
    const financial = fc
      .tuple(years, fc.integer({ min: 1, max: 12 }))
      .map(([y, length]) => financialYearPeriod(y, length));
    const any = fc.oneof(month, pooled, financial);
    fc.assert(
      fc.property(any, any, (a, b) => {
        const same = a.start === b.start && a.end === b.end;
        expect(a.label === b.label).toBe(same);
      }),
      { numRuns: 20_000 },
    );
  });

  it('writes two months that could be years by their names', () => {
    const span = spanOf(monthPeriod(2004, 5), monthPeriod(2010, 11));
    expect(span.label).toBe('May 2004 - Nov 2010');
    expect(parsePeriod(span.label)).toEqual(span);
    expect(spanOf(monthPeriod(2006, 8), monthPeriod(2007, 7)).label).toBe('2006-08 - 2007-07');
  });

  it('reads the label of a period back to that period', () => {
    const year = fc.integer({ min: 1950, max: 2050 });
    const quarter = fc
      .tuple(year, fc.integer({ min: 1, max: 4 }), fc.boolean())
      .map(([y, q, financial]) => quarterPeriod(y, q, financial));
    const month = fc.tuple(year, fc.integer({ min: 1, max: 12 })).map(([y, m]) => monthPeriod(y, m));
    const spanned = (one: fc.Arbitrary<Period>): fc.Arbitrary<Period> =>
      fc
        .tuple(one, one)
        .filter(
          ([a, b]) =>
            a.kind === b.kind &&
            a.end < b.end &&
            yearOf(b) - yearOf(a) < 10 &&
            a.label.includes('/') === b.label.includes('/'),
        )
        .map(([a, b]) => spanOf(a, b));
    const day = fc
      .date({ min: new Date('1950-01-01'), max: new Date('2050-12-31'), noInvalidDate: true })
      .map((date) => parsed(date.toISOString().slice(0, 10)));
    const week = day.map(({ label }) => parsed(`week ending ${label}`));
    // A lone month such as 2010-11 is only told from years by its column, so it is read as one.
    fc.assert(
      fc.property(month, (period) => {
        expect(parsePeriod(period.label, 'month')).toEqual(period);
      }),
    );
    for (const periods of [
      year.map((y) => yearPeriod(y)),
      fc.tuple(year, fc.integer({ min: 2, max: 15 })).map(([y, length]) => yearPeriod(y, length)),
      fc.tuple(year, fc.integer({ min: 1, max: 15 })).map(([y, length]) => financialYearPeriod(y, length)),
      quarter,
      spanned(quarter),
      spanned(month),
      day,
      week,
    ]) {
      fc.assert(
        fc.property(periods, (period) => {
          expect(parsePeriod(period.label)).toEqual(period);
        }),
      );
    }
  });

  it('never throws, whatever the text', () => {
    const piece = fc.constantFrom('2023', '-', '/', ' ', 'Q1', 'jan', '24', '01', 'to', 'w/e ', 'rtt-', '99');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((parts) => parts.join('')),
        ),
        (text) => {
          const period = parsePeriod(text);
          if (period) expect(period.start <= period.end).toBe(true);
        },
      ),
      { numRuns: 5000 },
    );
  });
});

describe('isAmbiguousPeriod() and isDashedMonth()', () => {
  it('tell what can be both a month and years from what is certainly a month', () => {
    // From 2000-01 to 2011-12: a number from 1 to 12 that is above the two digits of the year.
    const all = Array.from({ length: 40 }, (_, y) =>
      Array.from({ length: 12 }, (_, m) => `${1990 + y}-${String(m + 1).padStart(2, '0')}`),
    ).flat();
    const ambiguous = all.filter((text) => isAmbiguousPeriod(text));
    expect(ambiguous).toHaveLength(12 + 11 + 10 + 9 + 8 + 7 + 6 + 5 + 4 + 3 + 2 + 1);
    expect(ambiguous[0]).toBe('2000-01');
    expect(ambiguous.at(-1)).toBe('2011-12');
    for (const text of all) expect(isDashedMonth(text)).toBe(!isAmbiguousPeriod(text));
    for (const text of ['2022-23', '2022', 'July 2022', '2022-07-31']) {
      expect([isAmbiguousPeriod(text), isDashedMonth(text)]).toEqual([false, false]);
    }
  });
});
