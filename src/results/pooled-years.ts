import { poolCube } from '../cells/cube.ts';
import { Obstacles } from '../cells/obstacles.ts';
import { coverageKey } from '../cells/subject-index.ts';
import { pooledWindows } from '../cells/target-periods.ts';
import type { Period } from '../periods/period.ts';
import type { IndicatorCubes } from './cube-set.ts';
import type { RunContext } from './run-context.ts';

/** The same cubes for every run of `length` calendar years. */
export function pooledYears(cubes: IndicatorCubes, length: number, run: RunContext): IndicatorCubes {
  const windows = pooledWindows(
    cubes.periods.filter(({ kind, length }) => kind === 'year' && length === 1),
    length,
  );
  const indexed = windows.map(({ period, years }) => ({
    label: period.label,
    periods: years.map((year) => cubes.periods.indexOf(year)),
  }));
  const years = new Map(windows.map((window) => [window.period.label, window.years]));
  const numerator = poolCube(cubes.numerator, indexed);
  const obstacles = new Obstacles();
  for (const { period, years } of windows) {
    for (const place of ['*', ...cubes.axes.places]) {
      const found = years.map(({ label }) => cubes.obstacles.get(coverageKey(place, label))).find(Boolean);
      if (found) obstacles.add(coverageKey(place, period.label), found);
    }
  }
  const systemPlaces = new Map<string, number>();
  for (const [t, { periods }] of indexed.entries()) {
    for (let s = 0; s < cubes.axes.sexes.length; s++) {
      systemPlaces.set(
        `${t}|${s}`,
        Math.min(...periods.map((year) => cubes.systemPlaces.get(`${year}|${s}`)!)),
      );
    }
  }
  const yearsOf = (period: Period): readonly Period[] => years.get(period.label) ?? [];
  return {
    ...cubes,
    axes: numerator.axes,
    periods: windows.map(({ period }) => period),
    numerator,
    denominator: cubes.denominator && poolCube(cubes.denominator, indexed),
    obstacles,
    systemPlaces,
    filesOf: (place, period) =>
      run.cells.fileSets.unionOf(yearsOf(period).map((year) => cubes.filesOf(place, year))),
    covers: (place, period) => yearsOf(period).some((year) => cubes.covers(place, year)),
  };
}
