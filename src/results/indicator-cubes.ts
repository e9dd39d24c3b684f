import type { AgeBand } from '../cells/age-band.ts';
import { parseWeeksGroup } from '../cells/cell.ts';
import {
  Cube,
  type CubeAxes,
  fillParts,
  fillTotals,
  hasScheme,
  poolCube,
  systemParts,
  totalsBelowParts,
} from '../cells/cube.ts';
import { fillCube } from '../cells/fill-cube.ts';
import { groupAxis } from '../cells/group-axis.ts';
import { Obstacles } from '../cells/obstacles.ts';
import { coverageKey, type SubjectIndex } from '../cells/subject-index.ts';
import { type BasePeriod, pooledWindows, type TargetPeriod, targetPeriods } from '../cells/target-periods.ts';
import type { Clause, Definition } from '../indicators/definition.ts';
import { type Period, yearOf } from '../periods/period.ts';
import { areasOf, type Places } from '../places/places.ts';
import type { RunContext, SummedCube } from './run-context.ts';

/** A waiting band: the bands of a cube that are not ages. */
export interface WeekBand {
  readonly from: number;
  readonly to: number | null;
}

/** Whether an index has counts of its own; published values are not added up, whatever count stands beside them. */
function hasCounts({ usable, refused }: SubjectIndex): boolean {
  if (usable.numRows() === 0) return refused.length > 0;
  const denominators = usable.array('denominator') as ArrayLike<number>;
  const values = usable.array('value') as ArrayLike<number>;
  return Array.from(denominators).some((one, row) => !Number.isNaN(one) && Number.isNaN(values[row]!));
}

/** Why a place and period with a total and parts of it cannot be used. */
const TOTAL_BELOW_PARTS =
  'its total is below the sum of its parts; a blank sex or deprivation group stands for everybody';

/** The sums that an indicator's values are computed from, for one type of period. */
export interface IndicatorCubes {
  readonly axes: CubeAxes;
  readonly periods: readonly Period[];
  readonly numerator: Cube;
  /** Null for methods that need none. */
  readonly denominator: Cube | null;
  readonly ageBands: readonly AgeBand[];
  readonly weekBands: readonly WeekBand[];
  /** Why a place and period cannot be computed, by `place|period label`; place `*` is every place. */
  readonly obstacles: Obstacles;
  /** How many Places the sum for the system holds, by `period index|sex index`. */
  readonly systemPlaces: ReadonlyMap<string, number>;
  /** Number of the set of files behind a place and period. */
  readonly filesOf: (place: string, period: Period) => number;
  /** Whether the numerator's extract has anything of a place in a period. */
  readonly covers: (place: string, period: Period) => boolean;
}

interface Side {
  readonly clauses: readonly Clause[];
  readonly figure: 'count' | 'denominator';
  readonly targets: readonly TargetPeriod[];
  readonly absentIsZero: boolean;
  readonly tiled: boolean;
}

/**
 * Adds up the cells of an indicator that counts events: its numerator and denominator by place, period, sex,
 * deprivation group and age, with totals, Places of several parts, pooled years and the system.
 *
 * @param ageBands the bands over which the method runs; one band for a method without ages
 * @returns one set of cubes for each type of period that the definition and the data have
 */
export function eventCubes(
  definition: Definition,
  ageBands: readonly AgeBand[],
  run: RunContext,
): IndicatorCubes[] {
  const numerator = definition.numerator ?? [];
  const denominator = definition.denominator ?? [];
  const main = run.subject(numerator[0]!.event);
  const bases = [...new Set(definition.periods.map((type) => (type === '3-year' ? 'year' : type)))];
  return bases.flatMap((base) => {
    const targets = targetPeriods(main.periods, base, [...main.coverage.values()].every(run.isOfRecords));
    if (targets.length === 0) return [];
    const weekBands = definition.method === 'waiting-percentile' ? weekBandsOf(main) : [];
    const cubes = sumSides(
      { clauses: numerator, figure: 'count', targets, absentIsZero: true, tiled: false },
      denominator.length === 0
        ? null
        : {
            clauses: denominator,
            figure: 'count',
            targets: denominatorTargets(targets, denominator[0]!, base, run),
            absentIsZero: false,
            tiled: true,
          },
      ageBands,
      weekBands,
      run,
    );
    const pooled =
      base === 'year' && definition.periods.includes('3-year') ? [pooledYears(cubes, 3, run)] : [];
    return [cubes, ...pooled];
  });
}

/**
 * Adds up the cells that carry an indicator's own numerator and denominator. Their periods stand as the
 * extract has them.
 */
export function countCubes(definition: Definition, ages: AgeBand, run: RunContext): IndicatorCubes | null {
  const index = run.subject(definition.id);
  const targets = index.periods.map((period) => ({
    period,
    sources: new Set([period.label]),
    incomplete: null,
  }));
  if (targets.length === 0 || !hasCounts(index)) return null;
  const side = {
    clauses: [{ event: definition.id, ages, period: 'same' } as Clause],
    targets,
    absentIsZero: false,
    tiled: false,
  };
  return sumSides({ ...side, figure: 'count' }, { ...side, figure: 'denominator' }, [ages], [], run);
}

/** What is there at a time and does not happen in it: a year has not twelve times the people of its months. */
const STOCKS: ReadonlySet<string> = new Set(['population', 'small-areas']);

/** The same periods, each from what the denominator's own extract has for it. */
function denominatorTargets(
  targets: readonly TargetPeriod[],
  clause: Clause,
  base: BasePeriod,
  run: RunContext,
): TargetPeriod[] {
  const own = new Map(
    targetPeriods(run.subject(clause.event).periods, base).map((one) => [one.period.label, one.sources]),
  );
  const sourcesOf = (period: Period): ReadonlySet<string> => {
    if (clause.period === 'year-of-start' && period.length === 1) return new Set([String(yearOf(period))]);
    return STOCKS.has(clause.event) ? new Set([period.label]) : (own.get(period.label) ?? new Set());
  };
  return targets.map(({ period }) => ({ period, sources: sourcesOf(period), incomplete: null }));
}

function weekBandsOf(index: SubjectIndex): WeekBand[] {
  return index.groups
    .flatMap((group) => parseWeeksGroup(group) ?? [])
    .sort(
      (a, b) => a.from - b.from || (a.to ?? Number.POSITIVE_INFINITY) - (b.to ?? Number.POSITIVE_INFINITY),
    );
}

function sumSides(
  top: Side,
  bottom: Side | null,
  ageBands: readonly AgeBand[],
  weekBands: readonly WeekBand[],
  run: RunContext,
): IndicatorCubes {
  const subjects = [...top.clauses, ...(bottom?.clauses ?? [])].map(({ event }) => run.subject(event));
  const splits = subjects.flatMap((index) => index.splits);
  const present = new Set(splits.map(({ sex }) => sex));
  const sexes = (['persons', 'female', 'male', 'unknown'] as const).filter(
    (sex) => sex === 'persons' || present.has(sex),
  );
  const axes: CubeAxes = {
    places: areasOf(run.places).map(({ code }) => code),
    periods: top.targets.map(({ period }) => period.label),
    sexes,
    groups: groupAxis(new Set(splits.map(({ scheme }) => scheme))),
    bands: weekBands.length || ageBands.length,
  };
  const obstacles = new Obstacles();
  for (const { period, incomplete } of top.targets) {
    if (incomplete) {
      obstacles.add(coverageKey('*', period.label), {
        reason: `the extract has ${incomplete}`,
        blocks: true,
      });
    }
  }
  const sum = (side: Side): Cube => {
    const summed = sumSide(side, axes, ageBands, weekBands, run);
    obstacles.addAll(summed.obstacles);
    // Other indicators share it, and the sum for the system depends on both sides of each.
    return summed.cube.clone();
  };
  const numerator = sum(top);
  const denominator = bottom && sum(bottom);
  const filesOf = (place: string, period: Period): number => {
    let files = 0;
    for (const side of bottom ? [top, bottom] : [top]) {
      const target = side.targets.find((one) => one.period.label === period.label);
      for (const { event } of side.clauses) {
        for (const label of target?.sources ?? []) {
          const coverage = run.subject(event).coverage.get(coverageKey(place, label));
          if (coverage) files = run.cells.fileSets.union(files, coverage.files);
        }
      }
    }
    return files;
  };
  const covers = (place: string, period: Period): boolean => {
    const target = top.targets.find((one) => one.period.label === period.label);
    const index = run.subject(top.clauses[0]!.event);
    return [...(target?.sources ?? [])].some((label) => index.coverage.has(coverageKey(place, label)));
  };
  const periods = top.targets.map(({ period }) => period);
  if (denominator) noteEventsWithoutPeople(numerator, denominator, obstacles);
  notePlacesWithoutMonths(top, axes, obstacles, run);
  const cubes = { axes, periods, numerator, denominator, ageBands, weekBands, obstacles, filesOf, covers };
  return { ...cubes, systemPlaces: fillSystem(cubes, run.places) };
}

/** A deprivation group with events and no people: neither it nor what it is part of can be used. */
function noteEventsWithoutPeople(numerator: Cube, denominator: Cube, obstacles: Obstacles): void {
  const { places, periods, sexes, groups } = numerator.axes;
  for (const [p, place] of places.entries()) {
    for (const [t, period] of periods.entries()) {
      for (let s = 0; s < sexes.length; s++) {
        for (const [g, { scheme, level }] of groups.entries()) {
          const slice = numerator.slice(p, t, s, g);
          const lacks = level > 0 && numerator.sliceSum(slice) > 0 && !denominator.hasSlice(slice);
          if (!lacks || !hasScheme(denominator, p, t, s, scheme)) continue;
          const reason = `there are events in deprivation group ${level}, but no people`;
          obstacles.add(coverageKey(place, period), { reason, blocks: true });
        }
      }
    }
  }
}

/** A table of months that lacks some in one place; records are another thing: a month may have no event. */
function notePlacesWithoutMonths(top: Side, axes: CubeAxes, obstacles: Obstacles, run: RunContext): void {
  for (const { event } of top.clauses) {
    const { coverage } = run.subject(event);
    for (const { period, sources } of top.targets) {
      if (sources.size < 2) continue;
      for (const place of axes.places) {
        const there = [...sources].flatMap((label) => coverage.get(coverageKey(place, label)) ?? []);
        if (there.length === 0 || there.length === sources.size || there.every(run.isOfRecords)) continue;
        const reason = `the extract has ${there.length} of ${sources.size} periods of it here`;
        obstacles.add(coverageKey(place, period.label), { reason, blocks: true });
      }
    }
  }
}

/** The cube of one side with its totals; made once for all indicators that have the same one. */
function sumSide(
  side: Side,
  axes: CubeAxes,
  ageBands: readonly AgeBand[],
  weekBands: readonly WeekBand[],
  run: RunContext,
): SummedCube {
  const sources = side.targets.map(({ sources }) => [...sources]);
  const key = JSON.stringify([
    side.clauses,
    side.figure,
    side.absentIsZero,
    side.tiled,
    sources,
    axes,
    ageBands,
    weekBands,
  ]);
  const known = run.summed.get(key);
  if (known) return known;
  const cube = new Cube(axes);
  const obstacles = new Obstacles();
  for (const clause of side.clauses) {
    const index = run.subject(clause.event);
    const groupBands =
      weekBands.length > 0 ? bandsByGroup(index, weekBands) : bandOfWeeks(index, clause, obstacles);
    const found = fillCube(cube, index, { ...side, clause, ageBands, ...(groupBands ? { groupBands } : {}) });
    obstacles.addAll(found);
  }
  for (const [p, t] of totalsBelowParts(cube)) {
    obstacles.add(coverageKey(axes.places[p]!, axes.periods[t]!), {
      reason: TOTAL_BELOW_PARTS,
      blocks: true,
    });
  }
  fillTotals(cube);
  fillParts(cube, run.places);
  const summed = { cube, obstacles };
  run.summed.set(key, summed);
  return summed;
}

/** The band of each group of an extract that is a waiting band of the cube. */
function bandsByGroup(index: SubjectIndex, weekBands: readonly WeekBand[]): Map<string, number> {
  const bands = new Map<string, number>();
  for (const group of index.groups) {
    const band = parseWeeksGroup(group);
    if (band)
      bands.set(
        group,
        weekBands.findIndex(({ from, to }) => from === band.from && to === band.to),
      );
  }
  return bands;
}

/** For a share of those waiting: which of the extract's bands lie within the weeks asked. */
function bandOfWeeks(index: SubjectIndex, clause: Clause, obstacles: Obstacles): Map<string, number> | null {
  const bands = index.groups.flatMap((group, position) => {
    const band = parseWeeksGroup(group);
    return band ? [{ group, position, band }] : [];
  });
  if (bands.length === 0) return null;
  const { from, to } = clause.weeks ?? { from: 0, to: null };
  const end = to ?? Number.POSITIVE_INFINITY;
  const chosen = new Map<string, number>();
  const across = new Map<number, string>();
  for (const { group, position, band } of bands) {
    const bandEnd = band.to ?? Number.POSITIVE_INFINITY;
    if (band.from >= from && bandEnd <= end) chosen.set(group, 0);
    else if (band.from < end && bandEnd > from) across.set(position, group);
  }
  const bandAt = new Map(bands.map(({ position, band }) => [position, band]));
  for (const { place, period, groups: present } of index.coverage.values()) {
    const key = coverageKey(place, period.label);
    const crossing = [...present].find((position) => across.has(position));
    if (crossing !== undefined) {
      const reason = `the band "${across.get(crossing)}" lies across ${from || to} weeks`;
      obstacles.add(key, { reason, blocks: true });
    }
    if (bandsOverlap([...present].flatMap((position) => bandAt.get(position) ?? []))) {
      obstacles.add(key, { reason: 'its waiting bands overlap', blocks: true });
    }
  }
  return chosen;
}

/** Whether somebody could be in two of the bands, as where a subtotal stands among them. */
function bandsOverlap(bands: readonly WeekBand[]): boolean {
  const rising = [...bands].sort((a, b) => a.from - b.from);
  return rising.some((band, at) => at > 0 && (rising[at - 1]!.to ?? Number.POSITIVE_INFINITY) > band.from);
}

/**
 * Sums the Places to the system, where all of them have what is needed and nothing forbids using it; else its
 * own figure, if any, stands. Says how many Places there are.
 */
function fillSystem(
  cubes: Pick<IndicatorCubes, 'axes' | 'periods' | 'numerator' | 'denominator' | 'obstacles'>,
  places: Places,
): Map<string, number> {
  const { axes, periods, numerator, denominator, obstacles } = cubes;
  const all = denominator ? [numerator, denominator] : [numerator];
  const index = (code: string): number => axes.places.indexOf(code);
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
      for (const [g, { scheme }] of axes.groups.entries()) {
        if (!parts.every((code) => has(code, scheme))) continue;
        for (const cube of all) {
          const target = cube.slice(index(places.system.code), t, s, g);
          cube.sumInto(
            target,
            parts.map((code) => cube.slice(index(code), t, s, g)),
            g === 0,
          );
        }
      }
    }
  }
  return counted;
}

/** The same cubes for every run of `length` years. */
function pooledYears(cubes: IndicatorCubes, length: number, run: RunContext): IndicatorCubes {
  const windows = pooledWindows(
    cubes.periods.filter(({ length }) => length === 1),
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
      yearsOf(period).reduce((files, year) => run.cells.fileSets.union(files, cubes.filesOf(place, year)), 0),
    covers: (place, period) => yearsOf(period).some((year) => cubes.covers(place, year)),
  };
}
