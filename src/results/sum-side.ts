import type { AgeBand } from '../cells/age-band.ts';
import { Cube, type CubeAxes, fillParts, poolCube } from '../cells/cube.ts';
import { fillTotals, totalsBelowParts } from '../cells/cube-totals.ts';
import { fillCube } from '../cells/fill-cube.ts';
import { fillQuietPeriods } from '../cells/fill-quiet-periods.ts';
import { Obstacles } from '../cells/obstacles.ts';
import { coverageKey } from '../cells/subject-index.ts';
import type { TargetPeriod } from '../cells/target-periods.ts';
import type { Clause } from '../indicators/definition.ts';
import { clauseIndex } from './clause-cells.ts';
import type { RunContext, SummedCube } from './run-context.ts';
import { bandOfWeeks, bandsByGroup, type WeekBand } from './waiting-bands.ts';
import { notePeopleOfNoGroup } from './whole-checks.ts';

/** Why a place and period with a total and parts of it cannot be used. */
const TOTAL_BELOW_PARTS =
  'its total is below the sum of its parts; a blank sex or deprivation group stands for everybody';

/** What is added up on one side of a figure: its numerator or its denominator. */
export interface Side {
  readonly clauses: readonly Clause[];
  readonly figure: 'count' | 'denominator';
  readonly targets: readonly TargetPeriod[];
  readonly absentIsZero: boolean;
  readonly tiled: boolean;
  /** Events expected are no count: those of everybody need not be the sum of those of each group. */
  readonly isExpected: boolean;
  /** Whether figures may be below zero, so that a total may be below the sum of the parts that are there. */
  readonly signed: boolean;
  /** Whether a place that has records at some time had no event in the periods without any. */
  readonly quietIsZero: boolean;
}

/** A side is of counts that are none below zero, where nothing else is told. */
export const PLAIN_COUNTS = { isExpected: false, signed: false, quietIsZero: false } as const;

/** The cube of one side; what several periods are set against is summed once and stands at each of them. */
export function sumTargets(
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
    const found = fillCube(cube, index, {
      clause,
      figure: side.figure,
      ageBands,
      groupBands,
      targets: side.targets,
      absentIsZero: side.absentIsZero,
      tiled: side.tiled,
    });
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
export function roundingOf(side: Side, place: string, label: string, run: RunContext): number {
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
