import type { AgeBand } from '../cells/age-band.ts';
import { Cube, type CubeAxes, fillParts } from '../cells/cube.ts';
import { fillTotals, totalsBelowParts } from '../cells/cube-totals.ts';
import { fillCube } from '../cells/fill-cube.ts';
import { groupAxis } from '../cells/group-axis.ts';
import { Obstacles } from '../cells/obstacles.ts';
import { coverageKey, type SubjectIndex } from '../cells/subject-index.ts';
import { type BasePeriod, type TargetPeriod, targetPeriods } from '../cells/target-periods.ts';
import type { Clause, Definition } from '../indicators/definition.ts';
import { type Period, yearOf } from '../periods/period.ts';
import { areasOf } from '../places/places.ts';
import type { IndicatorCubes } from './cube-set.ts';
import { pooledYears } from './pooled-years.ts';
import type { RunContext, SummedCube } from './run-context.ts';
import { fillSystem } from './system-sum.ts';
import { bandOfWeeks, bandsByGroup, type WeekBand, weekBandsOf } from './waiting-bands.ts';
import { noteEventsWithoutPeople, notePeopleOfNoGroup, notePlacesWithoutMonths } from './whole-checks.ts';

/** Why a place and period with a total and parts of it cannot be used. */
const TOTAL_BELOW_PARTS =
  'its total is below the sum of its parts; a blank sex or deprivation group stands for everybody';

interface Side {
  readonly clauses: readonly Clause[];
  readonly figure: 'count' | 'denominator';
  readonly targets: readonly TargetPeriod[];
  readonly absentIsZero: boolean;
  readonly tiled: boolean;
  /** Events expected are no count: those of everybody need not be the sum of those of each group. */
  readonly isExpected?: boolean;
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
  const targets = run.subject(definition.id).periods.map((period) => ({
    period,
    sources: new Set([period.label]),
    incomplete: null,
  }));
  return ownCubes({ subject: definition.id, ages, ageBands: [ages], targets }, run);
}

interface OwnSums {
  readonly subject: string;
  readonly ages: AgeBand;
  readonly ageBands: readonly AgeBand[];
  readonly targets: readonly TargetPeriod[];
  /** Whether the extract's age bands must tile each band without a hole. */
  readonly tiled?: boolean;
  /** Whether the denominator is events expected. */
  readonly isExpected?: boolean;
}

/** Adds up cells that carry both a numerator and a denominator; null where there are none. */
export function ownCubes(
  { subject, ages, ageBands, targets, tiled = false, isExpected = false }: OwnSums,
  run: RunContext,
): IndicatorCubes | null {
  if (targets.length === 0 || !hasCounts(run.subject(subject))) return null;
  const clauses = [{ event: subject, ages, period: 'same' } as Clause];
  const side = { clauses, targets, absentIsZero: false, tiled };
  return sumSides(
    { ...side, figure: 'count' },
    { ...side, figure: 'denominator', isExpected },
    ageBands,
    [],
    run,
  );
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
  const ownStands = (label: string): boolean => roundingOf(top, run.places.system.code, label, run) > 0;
  const cubes = { axes, periods, numerator, denominator, ageBands, weekBands, obstacles, filesOf, covers };
  return { ...cubes, systemPlaces: fillSystem(cubes, run.places, ownStands) };
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
    side.isExpected,
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
    if (clause.deprivation)
      notePeopleOfNoGroup(index, side.targets, clause.deprivation.unknownAtMost, obstacles);
  }
  const roundedTo = (p: number, t: number): number =>
    roundingOf(side, axes.places[p]!, axes.periods[t]!, run);
  for (const [p, t] of side.isExpected ? [] : totalsBelowParts(cube, roundedTo)) {
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

/** What the sources of a place and period have rounded their counts to; 0 where none has. */
function roundingOf(side: Side, place: string, label: string, run: RunContext): number {
  if (run.cells.rounding.size === 0) return 0;
  const target = side.targets.find(({ period }) => period.label === label);
  let most = 0;
  for (const { event } of side.clauses) {
    for (const source of target?.sources ?? []) {
      const coverage = run.subject(event).coverage.get(coverageKey(place, source));
      for (const file of coverage ? run.cells.fileSets.get(coverage.files) : [])
        most = Math.max(most, run.cells.rounding.get(file) ?? 0);
    }
  }
  return most;
}

/** Whether an index has counts of its own; published values are not added up, whatever count stands beside them. */
export function hasCounts({ usable, refused }: SubjectIndex): boolean {
  if (usable.numRows() === 0) return refused.some((row) => !row.published);
  const denominators = usable.array('denominator') as ArrayLike<number>;
  const published = usable.array('published') as ArrayLike<boolean>;
  return Array.from(denominators).some((one, row) => !Number.isNaN(one) && !published[row]);
}
