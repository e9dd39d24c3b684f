import { UNKNOWN_LEVEL } from '../cells/cell.ts';
import { type Cube, type CubeAxes, hasScheme } from '../cells/cube.ts';
import type { Obstacles } from '../cells/obstacles.ts';
import { coverageKey, type SubjectIndex } from '../cells/subject-index.ts';
import type { TargetPeriod } from '../cells/target-periods.ts';
import type { Clause } from '../indicators/definition.ts';
import { clauseIndex } from './clause-cells.ts';
import type { RunContext } from './run-context.ts';

/** A deprivation group with events and no people: neither it nor what it is part of can be used. */
export function noteEventsWithoutPeople(numerator: Cube, denominator: Cube, obstacles: Obstacles): void {
  const { places, periods, sexes, groups } = numerator.axes;
  for (const [p, place] of places.entries()) {
    for (const [t, period] of periods.entries()) {
      for (let s = 0; s < sexes.length; s++) {
        for (const [g, { scheme, level }] of groups.entries()) {
          const slice = numerator.slice(p, t, s, g);
          const lacks = level > 0 && numerator.sliceSum(slice) !== 0 && !denominator.hasSlice(slice);
          if (!lacks || !hasScheme(denominator, p, t, s, scheme)) continue;
          const reason = `there are events in deprivation group ${level}, but no people`;
          obstacles.add(coverageKey(place, period), { reason, blocks: true });
        }
      }
    }
  }
}

/** A share in one deprivation group cannot be told where too many people are of no known group. */
export function notePeopleOfNoGroup(
  { splits, coverages }: SubjectIndex,
  targets: readonly TargetPeriod[],
  atMost: number,
  obstacles: Obstacles,
): void {
  for (const { place, period, slices } of coverages) {
    let unknown = 0;
    let all = 0;
    for (const [split, { allCauses, singleCauses }] of slices) {
      const { scheme, level } = splits[split]!;
      if (scheme === '') continue;
      all += allCauses + singleCauses;
      if (level === UNKNOWN_LEVEL) unknown += allCauses + singleCauses;
    }
    const target = targets.find(({ sources }) => sources.has(period.label));
    if (!target || unknown <= atMost * all) continue;
    const reason = `${((100 * unknown) / all).toFixed(1)} % of the people are of no known deprivation group`;
    obstacles.add(coverageKey(place, target.period.label), { reason, blocks: true });
  }
}

/**
 * A table of months that lacks some in one place; records are another thing: a month may have no event.
 *
 * @param of whose table it is, where that is not the numerator's
 */
export function notePlacesWithoutMonths(
  side: { readonly clauses: readonly Clause[]; readonly targets: readonly TargetPeriod[] },
  axes: CubeAxes,
  obstacles: Obstacles,
  run: RunContext,
  of = '',
): void {
  for (const clause of side.clauses) {
    const { coverage } = clauseIndex(clause, run);
    for (const { period, sources } of side.targets) {
      if (sources.size < 2) continue;
      for (const place of axes.places) {
        const there = [...sources].flatMap((label) => coverage.get(coverageKey(place, label)) ?? []);
        if (there.length === 0 || there.length === sources.size || there.every(run.isOfRecords)) continue;
        const reason = `the extract ${of}has ${there.length} of ${sources.size} periods of it here`;
        obstacles.add(coverageKey(place, period.label), { reason, blocks: true });
      }
    }
  }
}
