/** What a period spans; pooled years keep their number in `length`. */
export type PeriodKind =
  | 'undated'
  | 'day'
  | 'week'
  | 'month'
  | 'quarter'
  | 'year'
  | 'financial-year'
  | 'span';

/** A period of time with its first and last day, both ISO dates and both included. */
export interface Period {
  /** One spelling a period: 2023, 2023/24, 2021-23 (2010-2012), 2021/22-23/24, 2023-04, 2023/24 Q1; '' where undated. */
  readonly label: string;
  readonly kind: PeriodKind;
  /** How many of its kind it pools: 3 for 2021-23, else 1. */
  readonly length: number;
  readonly start: string;
  readonly end: string;
}

/** The period of figures that carry none, such as a deprivation extract. */
export const UNDATED: Period = { label: '', kind: 'undated', length: 1, start: '', end: '' };

const DAY = 86_400_000;
const two = (n: number): string => String(n).padStart(2, '0');
const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);
const lastDayOfMonth = (year: number, month: number): string => iso(Date.UTC(year, month, 0));

export function yearPeriod(year: number, length = 1): Period {
  const last = year + length - 1;
  // 2010-12 would be read as a month and 2010-11 as a financial year, so those are written in full.
  const short = length === 2 || (last % 100 >= 1 && last % 100 <= 12) ? String(last) : two(last % 100);
  const label = length === 1 ? String(year) : `${year}-${short}`;
  return { label, kind: 'year', length, start: `${year}-01-01`, end: `${last}-12-31` };
}

/** A financial year (April to March) by the calendar year in which it begins. */
export function financialYearPeriod(year: number, length = 1): Period {
  const one = (y: number): string => `${y}/${two((y + 1) % 100)}`;
  const last = year + length - 1;
  const label = length === 1 ? one(year) : `${one(year)}-${two(last % 100)}/${two((last + 1) % 100)}`;
  return { label, kind: 'financial-year', length, start: `${year}-04-01`, end: `${last + 1}-03-31` };
}

/** @param month 1 to 12 */
export function monthPeriod(year: number, month: number): Period {
  const label = `${year}-${two(month)}`;
  return { label, kind: 'month', length: 1, start: `${label}-01`, end: lastDayOfMonth(year, month) };
}

/** A quarter of a calendar year, or of the financial year that begins in `year`. @param quarter 1 to 4 */
export function quarterPeriod(year: number, quarter: number, financial: boolean): Period {
  const first = (quarter - 1) * 3 + (financial ? 4 : 1);
  const startYear = first > 12 ? year + 1 : year;
  const start = first > 12 ? first - 12 : first;
  const label = `${financial ? financialYearPeriod(year).label : year} Q${quarter}`;
  const end = lastDayOfMonth(startYear, start + 2);
  return { label, kind: 'quarter', length: 1, start: `${startYear}-${two(start)}-01`, end };
}

export function dayPeriod(year: number, month: number, day: number): Period | null {
  const date = iso(Date.UTC(year, month - 1, day));
  if (date !== `${year}-${two(month)}-${two(day)}`) return null;
  return { label: date, kind: 'day', length: 1, start: date, end: date };
}

/** The seven days that end on `end`. */
export function weekEnding(end: Period): Period {
  const start = iso(Date.parse(end.end) - 6 * DAY);
  return { label: `week ending ${end.end}`, kind: 'week', length: 1, start, end: end.end };
}

/** From the first day of one period to the last day of another. */
export function spanOf(first: Period, last: Period): Period {
  if (first.kind === 'year' && last.kind === 'year') {
    return yearPeriod(yearOf(first), yearOf(last) - yearOf(first) + 1);
  }
  if (first.kind === 'financial-year' && last.kind === 'financial-year') {
    return financialYearPeriod(yearOf(first), yearOf(last) - yearOf(first) + 1);
  }
  const length = monthsIn(first.start, last.end);
  const asYears = couldBeYears(first) && couldBeYears(last);
  const [from, to] = asYears ? [named(first), named(last)] : [first.label, last.label];
  return { label: `${from} - ${to}`, kind: 'span', length, start: first.start, end: last.end };
}

/** Whether a month is written as a financial year would be: 2004-05. */
function couldBeYears({ kind, start }: Period): boolean {
  return kind === 'month' && Number(start.slice(5, 7)) === (Number(start.slice(0, 4)) + 1) % 100;
}

/** A month by its name, such as May 2004. */
function named({ start }: Period): string {
  const month = new Date(start).toLocaleDateString('en-GB', { month: 'short', timeZone: 'UTC' });
  return `${month} ${start.slice(0, 4)}`;
}

/** The calendar year in which a period begins. */
export function yearOf(period: Period): number {
  return Number(period.start.slice(0, 4));
}

/** How many calendar months lie from the month of one day to the month of another, both counted. */
export function monthsIn(start: string, end: string): number {
  const months = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  return months(end) - months(start) + 1;
}

/** The day after a day, both ISO dates. */
export function dayAfter(date: string): string {
  return iso(Date.parse(date) + DAY);
}

/** How many days lie from one ISO date to another; below 0 where the other comes first. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** How many days a period has. */
export function daysIn({ start, end }: Period): number {
  return daysBetween(start, end) + 1;
}

/** A day as a number that counts on by one from each day to the next. @param date as an ISO date */
export function dayNumber(date: string): number {
  return Date.parse(date) / DAY;
}

/** The ISO date of such a number. */
export function dateOf(day: number): string {
  return iso(day * DAY);
}

/** Periods are made once and shared by all that is of them. */
const midYears = new WeakMap<Period, number>();

/** The middle of a period in years, for regressions: 2023.5 for 2023. */
export function midYear(period: Period): number {
  let middle = midYears.get(period);
  if (middle === undefined) {
    middle = middleOf(period);
    midYears.set(period, middle);
  }
  return middle;
}

function middleOf(period: Period): number {
  const start = Date.parse(period.start);
  const end = Date.parse(period.end) + DAY;
  const year = (time: number): number => {
    const y = new Date(time).getUTCFullYear();
    const first = Date.UTC(y, 0, 1);
    return y + (time - first) / (Date.UTC(y + 1, 0, 1) - first);
  };
  return (year(start) + year(end)) / 2;
}

/**
 * `year`, `3-year`, `month` and so on, as definitions name them. Periods of one series have the same kind and length;
 * overlapping and mixed ones never share a trend.
 */
export function seriesKind({ kind, length }: Period): string {
  return length === 1 ? kind : `${length}-${kind}`;
}

/** Whether two periods share a day. */
export function overlaps(a: Period, b: Period): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Order by first day, then by last day: text order is not time order. */
export function byTime(a: Period, b: Period): number {
  if (a.start !== b.start) return a.start < b.start ? -1 : 1;
  if (a.end !== b.end) return a.end < b.end ? -1 : 1;
  return 0;
}
