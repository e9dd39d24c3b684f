import {
  byTime,
  financialYearPeriod,
  monthsIn,
  overlaps,
  type Period,
  quarterPeriod,
  yearOf,
  yearPeriod,
} from '../periods/period.ts';

/** A period that results are of, and the extract's periods that are added up for it. */
export interface TargetPeriod {
  readonly period: Period;
  /** Labels of the extract's periods. */
  readonly sources: ReadonlySet<string>;
  /** Why it is not whole, such as "7 of 12 months"; null where it is. */
  readonly incomplete: string | null;
}

const MONTHS = { year: 12, 'financial-year': 12, quarter: 3, month: 1 } as const;

export type BasePeriod = keyof typeof MONTHS;

/**
 * The periods of one type that an extract's periods give: as they stand, or added up from finer ones.
 *
 * Periods that pool several of the type (2021-23 in an extract) stand for themselves, and so do undated figures.
 */
export function targetPeriods(available: readonly Period[], base: BasePeriod): TargetPeriod[] {
  const targets = new Map<string, TargetPeriod>();
  for (const period of available) {
    if (period.kind !== base && period.kind !== 'undated') continue;
    targets.set(period.label, { period, sources: new Set([period.label]), incomplete: null });
  }
  const finer = available.filter(
    ({ kind, start, end }) => kind !== base && kind !== 'undated' && monthsIn(start, end) < MONTHS[base],
  );
  for (const period of finer) {
    const whole = wholeOf(period, base);
    if (targets.has(whole.label) && !targets.get(whole.label)!.sources.has(period.label)) continue;
    const parts = finer.filter((part) => part.start >= whole.start && part.end <= whole.end);
    const months = new Set(parts.flatMap(monthsOf));
    const incomplete = months.size === MONTHS[base] ? null : `${months.size} of ${MONTHS[base]} months`;
    targets.set(whole.label, {
      period: whole,
      sources: new Set(parts.map(({ label }) => label)),
      incomplete,
    });
  }
  return [...targets.values()].sort((a, b) => byTime(a.period, b.period));
}

/** Runs of `length` consecutive years: every window, as pooled figures are published. */
export function pooledWindows(
  years: readonly Period[],
  length: number,
): { period: Period; years: Period[] }[] {
  const byYear = new Map(years.map((year) => [yearOf(year), year]));
  return years.flatMap((first) => {
    const run = Array.from({ length }, (_, index) => byYear.get(yearOf(first) + index));
    return run.every((year) => year !== undefined)
      ? [{ period: yearPeriod(yearOf(first), length), years: run }]
      : [];
  });
}

/** The newest periods that do not overlap, counted back from the newest; oldest first. */
export function withoutOverlap<T>(items: readonly T[], periodOf: (item: T) => Period): T[] {
  const kept: T[] = [];
  for (const item of [...items].sort((a, b) => byTime(periodOf(b), periodOf(a)))) {
    const last = kept.at(-1);
    if (last === undefined || !overlaps(periodOf(last), periodOf(item))) kept.push(item);
  }
  return kept.reverse();
}

function wholeOf(period: Period, base: BasePeriod): Period {
  const year = yearOf(period);
  const month = Number(period.start.slice(5, 7));
  if (base === 'year') return yearPeriod(year);
  if (base === 'financial-year') return financialYearPeriod(month >= 4 ? year : year - 1);
  return quarterPeriod(year, Math.ceil(month / 3), false);
}

/** The calendar months that a period touches, as `2023-04`. */
function monthsOf(period: Period): string[] {
  const months: string[] = [];
  let year = yearOf(period);
  let month = Number(period.start.slice(5, 7));
  while (`${year}-${String(month).padStart(2, '0')}` <= period.end.slice(0, 7)) {
    months.push(`${year}-${String(month).padStart(2, '0')}`);
    month += 1;
    if (month > 12) {
      month = 1;
      year += 1;
    }
  }
  return months;
}
