import { parsePeriod } from '../periods/parse-period.ts';
import { daysIn, monthsIn, overlaps, type Period, seriesKind } from '../periods/period.ts';
import { BadGroup, type GroupRows } from './calc-method.ts';

/** The rows of a group in time. */
export interface DatedSeries {
  /** Rows, oldest first. */
  readonly order: readonly number[];
  /** First day of each in that order, ISO. */
  readonly dates: readonly string[];
  /** Whether it is one point a month without a gap. */
  readonly isWholeMonths: boolean;
  /** What is uneven about the dates, or where they end before those of others, in words; blank where nothing is. */
  readonly note: string;
}

/** Months that are missing are named up to so many. */
const NAMED = 3;

/** What a column's texts stand for, and the first and last date of the file. */
interface FileDates {
  readonly periods: readonly (Period | null)[];
  readonly first: Period | null;
  readonly last: Period | null;
  /** Fewest months from one date to the next. */
  readonly step: number;
}

/** Each text is read once for the whole file. */
const datesOfTexts = new WeakMap<readonly string[], FileDates>();

/** A date as `--rebase` and a column of dates may have it: 2021-04-01, 2021-04, 01/04/2021, Apr-21, April 2021. */
export function parseDate(text: string): Period | null {
  return parsePeriod(text, 'month');
}

/**
 * Puts a group's rows in order of their dates, and says where these leave a gap.
 *
 * @param column name of the column, for the reasons
 * @throws BadGroup for a text that is no date, a date twice, or dates of different kinds
 */
export function datedSeries(rows: GroupRows, column: string): DatedSeries {
  const { texts, codes } = rows.labels('date');
  const known = datesOf(texts);
  const periods = Array.from(codes, (code) => {
    const text = texts[code]!;
    const period = known.periods[code];
    if (period) return period;
    throw new BadGroup(text === '' ? `${column} is blank` : `${column} "${text}" is no date`);
  });
  // A month may be written as its first day in one row and as a month in another.
  const kinds = new Set(periods.map((period) => seriesKind(period).replace(/^day$/, 'month')));
  if (kinds.size > 1)
    throw new BadGroup(`${column} has periods of different kinds: ${[...kinds].join(', ')}`);
  const order = Array.from(periods.keys()).sort((a, b) => (periods[a]!.start < periods[b]!.start ? -1 : 1));
  const sorted = order.map((row) => periods[row]!);
  for (let at = 1; at < sorted.length; at++) {
    if (sorted[at]!.start === sorted[at - 1]!.start)
      throw new BadGroup(`${column} ${texts[codes[order[at]!]!]} stands twice`);
  }
  const spacing = spacingOf(sorted, known.step);
  const note = [spacing.note, breakWords(sorted, known)].filter(Boolean).join('; ');
  return { order, dates: sorted.map(({ start }) => start), isWholeMonths: spacing.isWholeMonths, note };
}

function datesOf(texts: readonly string[]): FileDates {
  let known = datesOfTexts.get(texts);
  if (!known) {
    const periods = texts.map(parseDate);
    const inTime = periods.filter((period) => period !== null).sort((a, b) => (a.start < b.start ? -1 : 1));
    const steps = inTime.slice(1).map((period, at) => monthsIn(inTime[at]!.start, period.start) - 1);
    const step = Math.min(...steps.filter((months) => months > 0));
    known = { periods, first: inTime[0] ?? null, last: inTime.at(-1) ?? null, step };
    datesOfTexts.set(texts, known);
  }
  return known;
}

/** A name that was changed ends one series and starts another: they are told, and not joined. */
function breakWords(sorted: readonly Period[], { first, last }: FileDates): string {
  const [start, end] = [sorted[0], sorted.at(-1)];
  if (!start || !end || !first || !last) return '';
  return [
    start.start > first.start ? `starts ${start.label}, others in the file ${first.label}` : '',
    end.start < last.start ? `ends ${end.label}, others in the file go on to ${last.label}` : '',
  ]
    .filter(Boolean)
    .join('; ');
}

/** @param ofFile months between the dates of the file: two points alone say nothing of their step */
function spacingOf(periods: readonly Period[], ofFile: number): Pick<DatedSeries, 'isWholeMonths' | 'note'> {
  const later = periods.slice(1);
  if (later.some((period, at) => overlaps(periods[at]!, period)))
    return { isWholeMonths: false, note: 'periods overlap: points are not independent' };
  const inMonths = later.map((period, at) => monthsIn(periods[at]!.start, period.start) - 1);
  const isDaily = inMonths.includes(0);
  const steps = isDaily
    ? later.map((period, at) => daysIn({ ...period, start: periods[at]!.start, end: period.start }) - 1)
    : inMonths;
  const step = Math.min(...steps, ...(isDaily ? [] : [ofFile]));
  if (steps.every((one) => one === step)) return { isWholeMonths: !isDaily && step === 1, note: '' };
  const missing = isDaily || step > 1 ? [] : steps.flatMap((one, at) => monthsAfter(periods[at]!, one - 1));
  const named = missing.slice(0, NAMED).join(', ');
  const more = missing.length > NAMED ? ` and ${missing.length - NAMED} more` : '';
  const what = missing.length > 0 ? `no figure for ${named}${more}` : 'dates are not evenly spaced';
  return { isWholeMonths: false, note: `${what}: points beside a gap are taken as neighbours` };
}

/** The months after that of a period, as many as asked. */
function monthsAfter({ start }: Period, count: number): string[] {
  const first = Number(start.slice(0, 4)) * 12 + Number(start.slice(5, 7));
  return Array.from({ length: count }, (_, at) => {
    const month = first + at;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}
