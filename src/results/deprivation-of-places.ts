import { byTime } from '../periods/period.ts';
import type { ValuesOf } from './result.ts';
import type { RunContext } from './run-context.ts';

/**
 * How deprived each area is, by its code: the newest value of the indicator that data/settings.json names, turned so
 * that the smallest is the most deprived, as ranks are. Areas without a value are not in it, and none is where no
 * indicator is named.
 */
export function deprivationOfPlaces(valuesOf: ValuesOf, run: RunContext): ReadonlyMap<string, number> {
  const { placesByDeprivation } = run.catalogue.settings;
  if (placesByDeprivation === undefined) return new Map();
  const newest = valuesOf(placesByDeprivation)
    .filter(({ scheme, estimate }) => scheme === '' && estimate.value !== null)
    .sort((one, other) => byTime(one.period, other.period));
  return new Map(newest.map(({ place, estimate }) => [place, 0 - estimate.value!]));
}
