import { groupBy } from '../cells/group-by.ts';
import { withoutOverlap } from '../cells/target-periods.ts';
import { byTime, type Period, seriesKind } from '../periods/period.ts';
import type { ResultKey } from './result.ts';

/**
 * Groups results into series: the same in everything but the period, of one kind of period. Undated results
 * are in none.
 *
 * @param also what else tells series apart, such as the gap
 */
export function seriesOf<T extends ResultKey>(
  results: readonly T[],
  also: (result: T) => string = () => '',
): T[][] {
  const dated = results.filter(({ period }) => period.kind !== 'undated');
  const series = groupBy(dated, (result) => {
    const { place, sex, scheme, level, period } = result;
    return `${also(result)}|${place}|${sex}|${scheme}|${level}|${seriesKind(period)}`;
  });
  return [...series.values()];
}

/** Of each key the newest item; the first of several of one time. */
export function newestBy<T>(
  items: Iterable<T>,
  keyOf: (item: T) => string,
  periodOf: (item: T) => Period,
): Map<string, T> {
  const newest = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    const known = newest.get(key);
    if (known === undefined || byTime(periodOf(known), periodOf(item)) < 0) newest.set(key, item);
  }
  return newest;
}

/** The independent points of a series, oldest first: those of overlapping periods are left out, newest kept. */
export function independentPoints<T extends { readonly period: Period }>(series: readonly T[]): T[] {
  return withoutOverlap(series, ({ period }) => period);
}
