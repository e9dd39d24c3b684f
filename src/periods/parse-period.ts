import { foldWidth } from '../text/fold-width.ts';
import {
  dayPeriod,
  financialYearPeriod,
  monthPeriod,
  monthsIn,
  type Period,
  quarterPeriod,
  spanOf,
  weekEnding,
  yearPeriod,
} from './period.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';

/** A span of more months than this is a slip: `2023-13` does not run to 2113. */
const LONGEST_SPAN = 240;

/** How to read `2010-11`, which is a month to some publishers and two years to others. */
export type YearDashTwoDigits = 'month' | 'years';

interface Form {
  readonly pattern: RegExp;
  readonly read: (parts: string[], dash: YearDashTwoDigits) => Period | null;
}

/** Single periods, each in every spelling that the published files use. */
const FORMS: readonly Form[] = [
  { pattern: /^(\d{4})$/, read: ([, y]) => year(y) },
  { pattern: /^(\d{4})\/(\d{2}|\d{4})$/, read: ([, y, z]) => financialYear(y!, z!) },
  { pattern: /^(\d{4})-(\d{2})$/, read: ([, y, z], dash) => yearDash(y!, z!, dash) },
  { pattern: /^(\d{4})-(\d{4})$/, read: ([, y, z]) => pooled(Number(y), Number(z)) },
  {
    pattern: /^(\d{4})-(\d{2})-(\d{2})(?:[ t]00:00(?::00(?:\.0+)?)?)?$/,
    read: ([, y, m, d]) => day(y!, Number(m), d!),
  },
  {
    pattern: /^(\d{2})\/(\d{2})\/(\d{4})$/,
    read: ([, d, m, y]) => day(y!, Number(m), d!),
  },
  { pattern: new RegExp(`^(?:rtt-|msitae-)?${MONTH}[ -](\\d{4})$`), read: ([, m, y]) => namedMonth(m!, y!) },
  { pattern: new RegExp(`^${MONTH}[ '-](\\d{2})$`), read: ([, m, y]) => namedMonth(m!, `20${y}`) },
  {
    pattern: new RegExp(`^(\\d{1,2})[ -]${MONTH}[ -](\\d{4})$`),
    read: ([, d, m, y]) => day(y!, MONTHS.indexOf(m!.slice(0, 3)) + 1, d!),
  },
  { pattern: new RegExp(`^(\\d{4})[ -]${MONTH}$`), read: ([, y, m]) => namedMonth(m!, y!) },
  { pattern: /^(\d{4})\/(\d{2}) ?-?q([1-4])$/, read: ([, y, z, q]) => financialQuarter(y!, z!, q!) },
  { pattern: /^(\d{4})[ -]?q([1-4])$/, read: ([, y, q]) => calendarQuarter(y!, q!) },
  { pattern: /^q([1-4]) (\d{4})$/, read: ([, q, y]) => calendarQuarter(y!, q!) },
  { pattern: /^q([1-4]) (\d{4})\/(\d{2})$/, read: ([, q, y, z]) => financialQuarter(y!, z!, q!) },
  { pattern: /^(?:week ending|w\/e) (.+)$/, read: ([, day], dash) => week(parseOne(day!, dash)) },
];

/**
 * Reads a period in any of the forms that official files use: calendar and financial years, pooled years,
 * quarters, months, weeks and days.
 *
 * @param dash how to read `2010-11` where it could be a month or years (only 2000-01 to 2011-12 can be both)
 * @returns null where the text is none of these forms
 */
export function parsePeriod(text: string, dash: YearDashTwoDigits = 'years'): Period | null {
  const clean = foldWidth(text)
    .replace(/[‐-―−]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
  const whole = parseOne(clean, dash);
  if (whole) return whole;
  // `2015 - 17`, `2020/21 - 24/25`, `2021/22 Q1 - 2023/24 Q2`, `Aug 2006 - Jul 2007`
  const halves = clean.split(/ ?- ?| to /);
  if (halves.length !== 2) return parseTwoDashes(clean);
  return span(halves[0]!, halves[1]!, dash);
}

/** Whether `2010-11` and its like could be a month as well as years. */
export function isAmbiguousPeriod(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})$/.exec(text.trim());
  if (!parts) return false;
  const month = Number(parts[2]);
  return month >= 1 && month <= 12 && month > Number(parts[1]) % 100;
}

/** Whether the text is certainly a month written `2010-01`. */
export function isDashedMonth(text: string): boolean {
  return parsePeriod(text)?.kind === 'month' && /^\d{4}-\d{2}$/.test(text.trim());
}

function parseOne(text: string, dash: YearDashTwoDigits): Period | null {
  for (const { pattern, read } of FORMS) {
    const parts = pattern.exec(text);
    if (parts) return read([...parts], dash);
  }
  return null;
}

function span(from: string, to: string, dash: YearDashTwoDigits): Period | null {
  for (const reading of dash === 'month' ? (['month', 'years'] as const) : (['years', 'month'] as const)) {
    const first = parseOne(from, reading);
    const last = parseOne(withCentury(from, to), reading);
    if (first?.kind === 'day' && last?.kind === 'day') return betweenDays(first, last);
    const alike = first && last && last.kind === first.kind && first.length === 1 && last.length === 1;
    if (alike && last.end > first.end && monthsIn(first.start, last.end) <= LONGEST_SPAN)
      return spanOf(first, last);
  }
  return null;
}

/** From one day to another: the month, quarter or year that they bound, else the months from the first to the last. */
function betweenDays(first: Period, last: Period): Period | null {
  const months = monthsIn(first.start, last.end);
  const year = Number(first.start.slice(0, 4));
  const month = Number(first.start.slice(5, 7));
  const from = monthPeriod(year, month);
  const lastMonth = monthPeriod(Number(last.end.slice(0, 4)), Number(last.end.slice(5, 7)));
  if (from.start !== first.start || lastMonth.end !== last.end || months < 1 || months > LONGEST_SPAN)
    return null;
  if (months === 1) return from;
  if (months === 3 && month % 3 === 1)
    return quarterPeriod(month < 4 ? year - 1 : year, month < 4 ? 4 : (month - 1) / 3, true);
  if (months % 12 === 0 && month === 1) return yearPeriod(year, months / 12);
  if (months % 12 === 0 && month === 4) return financialYearPeriod(year, months / 12);
  return spanOf(from, lastMonth);
}

/** The century may stand once: `2015 - 17`, `2020/21 - 24/25`, `1999 - 01`. */
function withCentury(from: string, to: string): string {
  if (!/^\d{2}(\/\d{2})?$/.test(to)) return to;
  const century = Number(from.slice(0, 2)) + (Number(to.slice(0, 2)) < Number(from.slice(2, 4)) ? 1 : 0);
  return `${century}${to}`;
}

/** `2020-21 - 2024-25`: a span whose ends hold dashes themselves. */
function parseTwoDashes(text: string): Period | null {
  const parts = /^(.+\d) (?:-|to) (.+)$/.exec(text);
  return parts ? span(parts[1]!, parts[2]!, 'years') : null;
}

function year(text: string | undefined): Period | null {
  const value = Number(text);
  return value >= 1800 && value <= 2200 ? yearPeriod(value) : null;
}

function financialYear(from: string, to: string): Period | null {
  const next = Number(from) + 1;
  const follows = to.length === 4 ? Number(to) === next : Number(to) === next % 100;
  return follows && year(from) ? financialYearPeriod(Number(from)) : null;
}

function financialQuarter(from: string, to: string, quarter: string): Period | null {
  return financialYear(from, to) && quarterPeriod(Number(from), Number(quarter), true);
}

function calendarQuarter(yearText: string, quarter: string): Period | null {
  return year(yearText) && quarterPeriod(Number(yearText), Number(quarter), false);
}

function yearDash(from: string, to: string, dash: YearDashTwoDigits): Period | null {
  const months = Number(to);
  const isMonth = months >= 1 && months <= 12;
  const laterYear = months > Number(from) % 100;
  if (isMonth && (dash === 'month' || !laterYear)) return year(from) && monthPeriod(Number(from), months);
  return financialYear(from, to) ?? pooled(Number(from), Math.floor(Number(from) / 100) * 100 + months);
}

function pooled(first: number, last: number): Period | null {
  return last > first && last - first < 20 && year(String(first))
    ? yearPeriod(first, last - first + 1)
    : null;
}

function namedMonth(name: string, yearText: string): Period | null {
  return year(yearText) && monthPeriod(Number(yearText), MONTHS.indexOf(name.slice(0, 3)) + 1);
}

function day(yearText: string, month: number, dayText: string): Period | null {
  return year(yearText) && dayPeriod(Number(yearText), month, Number(dayText));
}

function week(end: Period | null): Period | null {
  return end?.kind === 'day' ? weekEnding(end) : null;
}
