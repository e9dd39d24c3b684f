import type { AgeBand } from '../cells/age-band.ts';
import type { Cube, CubeAxes } from '../cells/cube.ts';
import { groupAxis } from '../cells/group-axis.ts';
import { Obstacles } from '../cells/obstacles.ts';
import { coverageKey, type SubjectIndex } from '../cells/subject-index.ts';
import { type TargetPeriod, targetPeriods, withoutHoles } from '../cells/target-periods.ts';
import type { Clause, Definition } from '../indicators/definition.ts';
import { areasOf } from '../places/places.ts';
import { clauseIndex } from './clause-cells.ts';
import type { IndicatorCubes } from './cube-set.ts';
import { cubeSources } from './cube-sources.ts';
import { denominatorTargets } from './denominator-targets.ts';
import { noDenominator } from './no-denominator.ts';
import { pooledYears } from './pooled-years.ts';
import type { RunContext } from './run-context.ts';
import { PLAIN_COUNTS, roundingOf, type Side, sumTargets } from './sum-side.ts';
import { fillSystem } from './system-sum.ts';
import { type WeekBand, weekBandsOf } from './waiting-bands.ts';
import { noteEventsWithoutPeople, notePlacesWithoutMonths } from './whole-checks.ts';

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
      {
        ...PLAIN_COUNTS,
        clauses: numerator,
        figure: 'count',
        targets,
        absentIsZero: true,
        tiled: false,
        quietIsZero,
      },
      denominator.length === 0
        ? null
        : {
            ...PLAIN_COUNTS,
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
  const side = { ...PLAIN_COUNTS, clauses, targets, absentIsZero: false, tiled };
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
  const sides = bottom ? [top, bottom] : [top];
  const splits = sides.flatMap(({ clauses }) => clauses.flatMap((clause) => clauseIndex(clause, run).splits));
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
  for (const side of sides) {
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
  const { filesOf, covers } = cubeSources(sides, run);
  const periods = top.targets.map(({ period }) => period);
  if (denominator) noteEventsWithoutPeople(numerator, denominator, obstacles);
  notePlacesWithoutMonths(top, axes, obstacles, run);
  if (bottom) notePlacesWithoutMonths(bottom, axes, obstacles, run, `of ${sourceWords(bottom)} `);
  const ownStands = (label: string): boolean => roundingOf(top, run.places.system.code, label, run) > 0;
  const lacking = noDenominator(bottom?.clauses[0], top.clauses[0]!);
  const systemPlaces = fillSystem(
    { axes, periods, numerator, denominator, obstacles },
    run.places,
    ownStands,
  );
  return {
    axes,
    periods,
    numerator,
    denominator,
    lacking,
    ageBands,
    weekBands,
    obstacles,
    systemPlaces,
    filesOf,
    covers,
  };
}

/** What a denominator is counted from, in words. */
function sourceWords({ clauses: [clause] }: Side): string {
  const { event, period } = clause!;
  return typeof period === 'object' ? `${event} in ${period.base}` : event;
}

/** Whether an index has counts of its own; published values are not added up, whatever count stands beside them. */
export function hasCounts({ denominators, published, refused }: SubjectIndex): boolean {
  if (denominators.length === 0) return refused.some((row) => !row.published);
  return denominators.some((one, row) => !Number.isNaN(one) && !published[row]);
}
