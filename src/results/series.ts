import { groupBy } from '../cells/group-by.ts';
import { withoutOverlap } from '../cells/target-periods.ts';
import { type Period, seriesKind } from '../periods/period.ts';
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

/** The independent points of a series, oldest first: those of overlapping periods are left out, newest kept. */
export function independentPoints<T extends { readonly period: Period }>(series: readonly T[]): T[] {
  return withoutOverlap(series, ({ period }) => period);
}
