import { withoutOverlap } from '../cells/target-periods.ts';
import { parsePeriod } from '../periods/parse-period.ts';
import { midYear, type Period, seriesKind } from '../periods/period.ts';
import type { Cell } from '../summary/table.ts';
import { BadGroup, type GroupRows } from './calc-method.ts';

/** A point of a series that is taken. */
export interface TimePoint {
  readonly row: number;
  /** In the numbers of the column, or for periods in years: the middle of each. */
  readonly time: number;
  /** As the file has it. */
  readonly label: Cell;
}

export interface TimePoints {
  /** Oldest first; of overlapping periods those that share no day, counted back from the newest. */
  readonly points: readonly TimePoint[];
  /** How many were left out for their overlap, in words; blank for none. */
  readonly note: string;
}

const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** What a column's texts stand for, each text read once for the whole file. */
const timesOfTexts = new WeakMap<readonly string[], readonly (number | Period | null)[]>();

/**
 * The points of a group in time, from numbers (2019, 1, 2019.5) or periods (2019/20, 2017 - 19, Apr 2021).
 *
 * @param column name of the column, for the reasons
 * @throws BadGroup for a text that is neither, a time twice, or periods of different kinds
 */
export function timePoints(rows: GroupRows, column: string): TimePoints {
  const { texts, codes } = rows.labels('time');
  let known = timesOfTexts.get(texts);
  if (!known) {
    known = texts.map((text) => (NUMBER.test(text) ? Number(text) : parsePeriod(text)));
    timesOfTexts.set(texts, known);
  }
  const read = Array.from(codes, (code) => known[code] ?? refuse(column, texts[code]!));
  const points = read.every((one) => typeof one === 'number')
    ? read.map((time, row) => ({ row, time, label: time }))
    : periodPoints(
        read.map((one, row) => (typeof one === 'number' ? parsePeriod(texts[codes[row]!]!) : one)),
        (row) => texts[codes[row]!]!,
        column,
      );
  points.sort((a, b) => a.time - b.time);
  const twice = points.find(({ time }, at) => at > 0 && time === points[at - 1]!.time);
  if (twice) throw new BadGroup(`${column} ${twice.label} stands twice`);
  const left = read.length - points.length;
  return {
    points,
    note: left === 0 ? '' : `${left} of ${read.length} periods overlap later ones and are left out`,
  };
}

function periodPoints(
  periods: readonly (Period | null)[],
  textOf: (row: number) => string,
  column: string,
): TimePoint[] {
  const dated = periods.map((period, row) => ({ row, period: period ?? refuse(column, textOf(row)) }));
  const first = dated[0]!;
  const other = dated.find(({ period }) => seriesKind(period) !== seriesKind(first.period));
  if (other)
    throw new BadGroup(
      `${column} has periods of different kinds: "${textOf(first.row)}" and "${textOf(other.row)}"`,
    );
  const seen = new Set<string>();
  for (const { row, period } of dated) {
    if (seen.has(period.start)) throw new BadGroup(`${column} ${textOf(row)} stands twice`);
    seen.add(period.start);
  }
  return withoutOverlap(dated, ({ period }) => period).map(({ row, period }) => ({
    row,
    time: midYear(period),
    label: textOf(row),
  }));
}

function refuse(column: string, text: string): never {
  throw new BadGroup(text === '' ? `${column} is blank` : `${column} "${text}" is no number and no period`);
}
