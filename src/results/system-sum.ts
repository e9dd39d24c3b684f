import { hasScheme, systemParts } from '../cells/cube.ts';
import { groupBy } from '../cells/group-by.ts';
import { coverageKey } from '../cells/subject-index.ts';
import type { Places } from '../places/places.ts';
import type { IndicatorCubes } from './cube-set.ts';

/**
 * Sums the Places to the system, where all of them have what is needed and nothing forbids using it; else its
 * own figure, if any, stands. Says how many Places there are.
 *
 * @param ownStands whether the system's own figure is better than a sum, since its source rounds or hides counts
 */
export function fillSystem(
  cubes: Pick<IndicatorCubes, 'axes' | 'periods' | 'numerator' | 'denominator' | 'obstacles'>,
  places: Places,
  ownStands: (period: string) => boolean,
): Map<string, number> {
  const { axes, periods, numerator, denominator, obstacles } = cubes;
  const all = denominator ? [numerator, denominator] : [numerator];
  const positions = new Map(axes.places.map((code, position) => [code, position]));
  const index = (code: string): number => positions.get(code)!;
  const groupsOf = groupBy(axes.groups.keys(), (g) => axes.groups[g]!.scheme);
  const counted = new Map<string, number>();
  for (const [t, period] of periods.entries()) {
    const blocked = (code: string): boolean =>
      obstacles.get(coverageKey(code, period.label))?.blocks ?? false;
    for (let s = 0; s < axes.sexes.length; s++) {
      const has = (code: string, scheme: string): boolean =>
        !blocked(code) && all.every((cube) => hasScheme(cube, index(code), t, s, scheme));
      const { parts, standFor } = systemParts(places, (code) => has(code, ''));
      counted.set(`${t}|${s}`, standFor);
      if (standFor < places.places.length) continue;
      for (const [scheme, groups] of groupsOf) {
        if (!parts.every((code) => has(code, scheme))) continue;
        for (const g of groups) {
          const target = numerator.slice(index(places.system.code), t, s, g);
          if (all.every((cube) => cube.hasSlice(target)) && ownStands(period.label)) continue;
          const slices = parts.map((code) => numerator.slice(index(code), t, s, g));
          for (const cube of all) cube.sumInto(target, slices, g === 0);
        }
      }
    }
  }
  return counted;
}
