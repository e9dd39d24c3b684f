import {
  byTime,
  dayAfter,
  daysIn,
  financialYearPeriod,
  monthPeriod,
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
 *
 * @param records whether they are of records, in which a month without any event may be missing
 */
export function targetPeriods(
  available: readonly Period[],
  base: BasePeriod,
  records = false,
): TargetPeriod[] {
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
    const parts = disjoint(finer.filter((part) => part.start >= whole.start && part.end <= whole.end));
    const sources = new Set(parts.map(({ label }) => label));
    const covered = records ? [spanWithin(finer, whole)] : parts;
    targets.set(whole.label, { period: whole, sources, incomplete: incompleteness(covered, whole) });
  }
  return [...targets.values()].sort((a, b) => byTime(a.period, b.period));
}

/** The same periods with those in between that no record is of, from the first to the last; undated ones stand. */
export function withoutHoles(targets: readonly TargetPeriod[], base: BasePeriod): TargetPeriod[] {
  const dated = targets.filter(({ period }) => period.kind === base && period.length === 1);
  const quiet = dated.slice(1).flatMap(({ period: next }, at) => {
    const between: TargetPeriod[] = [];
    for (let { end } = dated[at]!.period; ; end = between.at(-1)!.period.end) {
      const start = dayAfter(end);
      if (start >= next.start) return between;
      const period = wholeOf({ start }, base);
      between.push({ period, sources: new Set(), incomplete: null });
    }
  });
  return [...targets, ...quiet].sort((a, b) => byTime(a.period, b.period));
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

function wholeOf({ start }: Pick<Period, 'start'>, base: BasePeriod): Period {
  const year = Number(start.slice(0, 4));
  const month = Number(start.slice(5, 7));
  if (base === 'month') return monthPeriod(year, month);
  if (base === 'year') return yearPeriod(year);
  if (base === 'financial-year') return financialYearPeriod(month >= 4 ? year : year - 1);
  return quarterPeriod(year, Math.ceil(month / 3), false);
}

/** Periods that share no day, the finest first: months and their quarter are not both added to the year. */
function disjoint(parts: readonly Period[]): Period[] {
  const kept: Period[] = [];
  for (const part of [...parts].sort((a, b) => daysIn(a) - daysIn(b) || byTime(a, b))) {
    if (!kept.some((other) => overlaps(other, part))) kept.push(part);
  }
  return kept;
}

/** The part of a period between the first and the last day of an extract: a month in between may have no event. */
function spanWithin(available: readonly Period[], whole: Period): Period {
  const first = available.map(({ start }) => start).sort()[0]!;
  const last = available
    .map(({ end }) => end)
    .sort()
    .at(-1)!;
  return {
    label: '',
    kind: 'span',
    length: 1,
    start: first > whole.start ? first : whole.start,
    end: last < whole.end ? last : whole.end,
  };
}

/** "7 of 12 months", or days where the parts are no whole months; null where they fill the period. */
function incompleteness(parts: readonly Period[], whole: Period): string | null {
  const days = parts.reduce((sum, part) => sum + daysIn(part), 0);
  if (days === daysIn(whole)) return null;
  if (parts.some(({ kind }) => kind === 'week' || kind === 'day')) return `${days} of ${daysIn(whole)} days`;
  const months = parts.reduce((sum, { start, end }) => sum + monthsIn(start, end), 0);
  return `${months} of ${monthsIn(whole.start, whole.end)} months`;
}
