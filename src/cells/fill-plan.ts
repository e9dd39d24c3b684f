import type { Clause } from '../indicators/definition.ts';
import type { AgeBand } from './age-band.ts';
import type { DeprivationScheme, Sex } from './cell.ts';
import type { Cube, CubeAxes } from './cube.ts';
import { type CauseRange, causeWithin, parseCauseRange } from './icd10.ts';
import type { Obstacle, Obstacles } from './obstacles.ts';
import { type Coverage, coverageKey } from './subject-index.ts';
import type { TargetPeriod } from './target-periods.ts';

/** How the cells of one subject become the sums of a cube. */
export interface FillPlan {
  readonly clause: Pick<Clause, 'ages' | 'causes' | 'group'> & {
    readonly deprivation?: Pick<NonNullable<Clause['deprivation']>, 'scheme' | 'level'> | undefined;
  };
  readonly figure: 'count' | 'denominator';
  /** Age bands of the cube; with `groupBands` in their place, the bands are groups of the extract. */
  readonly ageBands: readonly AgeBand[];
  /** Index of the band of each group of the extract; a group that is not in it is left out. */
  readonly groupBands: ReadonlyMap<string, number> | null;
  /** Periods of the cube, in its order. */
  readonly targets: readonly TargetPeriod[];
  /** Whether no cell means no event where the extract covers the place and period. People are never assumed. */
  readonly absentIsZero: boolean;
  /** Whether the extract's age bands must tile each band of the cube without a hole. */
  readonly tiled: boolean;
}

/** Slots of a cube by the names of its axes; null where the cube has no such place or group. */
export interface AxisPositions {
  slice(
    cube: Cube,
    place: string,
    target: number,
    sex: Sex,
    scheme: DeprivationScheme,
    level: number,
  ): number | null;
}

export function axisPositions(axes: CubeAxes): AxisPositions {
  const places = new Map(axes.places.map((code, index) => [code, index]));
  const sexes = new Map(axes.sexes.map((sex, index) => [sex, index]));
  const groups = new Map(axes.groups.map(({ scheme, level }, index) => [`${scheme}|${level}`, index]));
  return {
    slice(cube, place, target, sex, scheme, level) {
      const p = places.get(place);
      const s = sexes.get(sex);
      const g = groups.get(`${scheme}|${level}`);
      return p === undefined || s === undefined || g === undefined ? null : cube.slice(p, target, s, g);
    },
  };
}

/** Whether cells of one scheme tell the groups of another apart: tenths tell fifths apart. */
export function tellsApart(scheme: DeprivationScheme, wanted: DeprivationScheme): boolean {
  return scheme === wanted || (scheme === 'national-tenths' && wanted === 'national-fifths');
}

/** Whether a clause takes a cause: any where it asks for all causes, else codes within its ranges. */
export function causeChooser(ranges: readonly CauseRange[] | undefined): (cause: string) => boolean {
  return (cause) => {
    if (!ranges) return true;
    const range = parseCauseRange(cause);
    return range !== null && ranges.some((outer) => causeWithin(range, outer));
  };
}

/** Notes an obstacle of a coverage under the period that its results are of. */
export function obstruct(coverage: Coverage, plan: FillPlan, obstacles: Obstacles, obstacle: Obstacle): void {
  const target = plan.targets.find(({ sources }) => sources.has(coverage.period.label));
  if (target) obstacles.add(coverageKey(coverage.place, target.period.label), obstacle);
}
