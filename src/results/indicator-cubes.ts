import type { AgeBand } from '../cells/age-band.ts';
import { Cube, type CubeAxes, fillParts, poolCube } from '../cells/cube.ts';
import { fillTotals, totalsBelowParts } from '../cells/cube-totals.ts';
import { fillCube } from '../cells/fill-cube.ts';
import { fillQuietPeriods } from '../cells/fill-quiet-periods.ts';
import { groupAxis } from '../cells/group-axis.ts';
import { Obstacles } from '../cells/obstacles.ts';
import { coverageKey, type SubjectIndex } from '../cells/subject-index.ts';
import { type TargetPeriod, targetPeriods, withoutHoles } from '../cells/target-periods.ts';
import type { Clause, Definition } from '../indicators/definition.ts';
import type { Period } from '../periods/period.ts';
import { areasOf } from '../places/places.ts';
import { clauseIndex } from './clause-cells.ts';
import type { IndicatorCubes } from './cube-set.ts';
import { denominatorTargets } from './denominator-targets.ts';
import { noDenominator } from './no-denominator.ts';
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
  /** Whether figures may be below zero, so that a total may be below the sum of the parts that are there. */
  readonly signed?: boolean;
  /** Whether a place that has records at some time had no event in the periods without any. */
  readonly quietIsZero?: boolean;
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
  const main = clauseIndex(numerator[0]!, run);
  const ofRecords = [...main.coverage.values()].every(run.isOfRecords);
  const quietIsZero = ofRecords && definition.method === 'count-to-zero';
  const bases = [...new Set(definition.periods.map((type) => (type === '3-year' ? 'year' : type)))];
  return bases.flatMap((base) => {
    const found = targetPeriods(main.periods, base, ofRecords);
    const targets = quietIsZero ? withoutHoles(found, base) : found;
    if (targets.length === 0) return [];
    const weekBands = definition.method === 'waiting-percentile' ? weekBandsOf(main) : [];
    const cubes = sumSides(
      { clauses: numerator, figure: 'count', targets, absentIsZero: true, tiled: false, quietIsZero },
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
 *
 * @param group the further group whose cells they are; '' for everybody
 */
export function countCubes(
  definition: Definition,
  ages: AgeBand,
  run: RunContext,
  group = '',
): IndicatorCubes | null {
  const { id: subject, signed } = definition;
  const targets = run.subject(subject).periods.map((period) => ({
    period,
    sources: new Set([period.label]),
    incomplete: null,
  }));
  return ownCubes({ subject, ages, ageBands: [ages], targets, group, signed }, run);
}

interface OwnSums {
  readonly subject: string;
  readonly ages: AgeBand;
  readonly ageBands: readonly AgeBand[];
  readonly targets: readonly TargetPeriod[];
  /** The further group whose cells they are; '' for everybody. */
  readonly group?: string;
  /** Whether the extract's age bands must tile each band without a hole. */
  readonly tiled?: boolean;
  /** Whether the numerator may be below zero. */
  readonly signed?: boolean;
  /** Whether the denominator is events expected. */
  readonly isExpected?: boolean;
}

/** Adds up cells that carry both a numerator and a denominator; null where there are none. */
export function ownCubes(
  {
    subject,
    ages,
    ageBands,
    targets,
    group = '',
    tiled = false,
    signed = false,
    isExpected = false,
  }: OwnSums,
  run: RunContext,
): IndicatorCubes | null {
  if (targets.length === 0 || !hasCounts(run.subject(subject))) return null;
  const clauses = [{ event: subject, ages, group, period: 'same' } as Clause];
  const side = { clauses, targets, absentIsZero: false, tiled };
  const top = { ...side, figure: 'count', signed } as const;
  return sumSides(top, { ...side, figure: 'denominator', isExpected }, ageBands, [], run);
}

function sumSides(
  top: Side,
  bottom: Side | null,
  ageBands: readonly AgeBand[],
  weekBands: readonly WeekBand[],
  run: RunContext,
): IndicatorCubes {
  const subjects = [...top.clauses, ...(bottom?.clauses ?? [])].map((clause) => clauseIndex(clause, run));
  const splits = subjects.flatMap((index) => index.splits);
  const present = new Set(splits.map(({ sex }) => sex));
  // Records of a rare event may be of one sex alone, and the other had none.
  if (top.quietIsZero && splits.some(({ sex }) => sex !== 'persons')) present.add('female').add('male');
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
  for (const side of bottom ? [top, bottom] : [top]) {
    for (const { period, incomplete } of side.targets) {
      if (!incomplete) continue;
      const reason = `the extract${side === top ? '' : ` of ${sourceWords(side)}`} has ${incomplete}`;
      obstacles.add(coverageKey('*', period.label), { reason, blocks: true });
    }
  }
  const sum = (side: Side): Cube => {
    const summed = sumTargets(side, axes, ageBands, weekBands, run);
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
      for (const clause of side.clauses) {
        const { coverage } = clauseIndex(clause, run);
        const there = side.quietIsZero
          ? [...coverage.values()].filter((one) => one.place === place)
          : [...(target?.sources ?? [])].flatMap((label) => coverage.get(coverageKey(place, label)) ?? []);
        for (const one of there) files = run.cells.fileSets.union(files, one.files);
      }
    }
    return files;
  };
  const covers = (place: string, period: Period): boolean => {
    const target = top.targets.find((one) => one.period.label === period.label);
    const { coverage } = run.subject(top.clauses[0]!.event);
    return [...(target?.sources ?? [])].some((label) => coverage.has(coverageKey(place, label)));
  };
  const periods = top.targets.map(({ period }) => period);
  if (denominator) noteEventsWithoutPeople(numerator, denominator, obstacles);
  notePlacesWithoutMonths(top, axes, obstacles, run);
  if (bottom) notePlacesWithoutMonths(bottom, axes, obstacles, run, `of ${sourceWords(bottom)} `);
  const ownStands = (label: string): boolean => roundingOf(top, run.places.system.code, label, run) > 0;
  const lacking = noDenominator(bottom?.clauses[0], top.clauses[0]!);
  const cubes = {
    axes,
    periods,
    numerator,
    denominator,
    lacking,
    ageBands,
    weekBands,
    obstacles,
    filesOf,
    covers,
  };
  return { ...cubes, systemPlaces: fillSystem(cubes, run.places, ownStands) };
}

/** What a denominator is counted from, in words. */
function sourceWords({ clauses: [clause] }: Side): string {
  const { event, period } = clause!;
  return typeof period === 'object' ? `${event} in ${period.base}` : event;
}

/** The cube of one side; what several periods are set against is summed once and stands at each of them. */
function sumTargets(
  side: Side,
  axes: CubeAxes,
  ageBands: readonly AgeBand[],
  weekBands: readonly WeekBand[],
  run: RunContext,
): SummedCube {
  const bySources = new Map<string, TargetPeriod>();
  const firsts = side.targets.map((target) => {
    const key = [...target.sources].join('\t');
    const first = bySources.get(key) ?? target;
    bySources.set(key, first);
    return first;
  });
  const targets = [...bySources.values()];
  if (targets.length === side.targets.length) return sumSide(side, axes, ageBands, weekBands, run);
  const periods = targets.map(({ period }) => period.label);
  const summed = sumSide({ ...side, targets }, { ...axes, periods }, ageBands, weekBands, run);
  const obstacles = new Obstacles();
  const windows = side.targets.map(({ period: { label } }, at) => {
    const first = firsts[at]!;
    for (const place of ['*', ...axes.places]) {
      const found = summed.obstacles.get(coverageKey(place, first.period.label));
      if (found) obstacles.add(coverageKey(place, label), found);
    }
    return { label, periods: [targets.indexOf(first)] };
  });
  return { cube: poolCube(summed.cube, windows), obstacles };
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
    side.signed,
    side.quietIsZero,
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
    const index = clauseIndex(clause, run);
    const groupBands =
      weekBands.length > 0 ? bandsByGroup(index, weekBands) : bandOfWeeks(index, clause, obstacles);
    const found = fillCube(cube, index, { ...side, clause, ageBands, ...(groupBands ? { groupBands } : {}) });
    obstacles.addAll(found);
    if (side.quietIsZero) fillQuietPeriods(cube, index);
    if (clause.deprivation)
      notePeopleOfNoGroup(index, side.targets, clause.deprivation.unknownAtMost, obstacles);
  }
  const roundedTo = (p: number, t: number): number =>
    roundingOf(side, axes.places[p]!, axes.periods[t]!, run);
  for (const [p, t] of side.signed || side.isExpected ? [] : totalsBelowParts(cube, roundedTo)) {
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
  for (const clause of side.clauses) {
    for (const source of target?.sources ?? []) {
      const coverage = clauseIndex(clause, run).coverage.get(coverageKey(place, source));
      for (const file of coverage ? run.cells.fileSets.get(coverage.files) : [])
        most = Math.max(most, run.cells.rounding.get(file) ?? 0);
    }
  }
  return most;
}

/** Whether an index has counts of its own; published values are not added up, whatever count stands beside them. */
export function hasCounts({ denominators, published, refused }: SubjectIndex): boolean {
  if (denominators.length === 0) return refused.some((row) => !row.published);
  return denominators.some((one, row) => !Number.isNaN(one) && !published[row]);
}
