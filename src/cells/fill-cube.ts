import { escape, op } from 'arquero';
import type { Clause } from '../indicators/definition.ts';
import { type AgeBand, ageBandLabel, assignBands } from './age-band.ts';
import { STATE, UNKNOWN_LEVEL } from './cell.ts';
import type { CellRow } from './cell-table.ts';
import { Cube, type CubeAxes } from './cube.ts';
import { causeWithin, type CauseRange, parseCauseRange } from './icd10.ts';
import { type Coverage, coverageKey, type SubjectIndex } from './subject-index.ts';
import type { TargetPeriod } from './target-periods.ts';

/** How the cells of one subject become the sums of a cube. */
export interface FillPlan {
  readonly clause: Pick<Clause, 'ages' | 'causes' | 'deprivation'>;
  readonly figure: 'count' | 'denominator';
  /** Age bands of the cube; with `groupBands` in their place, the bands are groups of the extract. */
  readonly ageBands: readonly AgeBand[];
  /** Index of the band of each group of the extract; a group that is not in it is left out. */
  readonly groupBands?: ReadonlyMap<string, number>;
  /** Periods of the cube, in its order. */
  readonly targets: readonly TargetPeriod[];
  /** Whether no cell means no event where the extract covers the place and period. People are never assumed. */
  readonly absentIsZero: boolean;
  /** Whether the extract's age bands must tile each band of the cube without a hole. */
  readonly tiled: boolean;
}

interface Selected {
  readonly place: string;
  readonly target: number;
  readonly sex: CellRow['sex'];
  readonly scheme: CellRow['scheme'];
  readonly level: number;
  readonly band: number;
  readonly count: number;
  readonly state: number;
}

/**
 * Adds the cells of a subject that a clause selects to a cube: an Arquero pipeline from cells to sums.
 *
 * @returns why a place and period could not be used, by `place|target label`
 */
export function fillCube(cube: Cube, index: SubjectIndex, plan: FillPlan): Map<string, string> {
  const obstacles = new Map<string, string>();
  const bandOf = bandAssigner(index, plan, obstacles);
  const counts = causeChooser(index, plan.clause.causes);
  const targetOf = new Map<string, number>();
  for (const [position, { sources }] of plan.targets.entries()) {
    for (const label of sources) targetOf.set(label, position);
  }
  const { deprivation } = plan.clause;
  const inDeprivation = (row: CellRow): boolean =>
    deprivation === undefined || levelIn(row, deprivation.scheme) === deprivation.level;

  // A published value has neither count nor denominator, so it is no part of a sum.
  const isPart = (row: CellRow): boolean => row.state !== STATE.ok || !Number.isNaN(row[plan.figure]);
  const usable = index.table.filter(
    escape(
      (row: CellRow) =>
        row.state !== STATE.refused && targetOf.has(row.period) && isPart(row) && counts(row) && inDeprivation(row),
    ),
  );
  const sums = usable
    .derive({
      target: escape((row: CellRow) => targetOf.get(row.period)!),
      band: escape((row: CellRow) => bandOf(row)),
      usableCount: escape((row: CellRow) => (row.state === STATE.ok ? row[plan.figure] : 0)),
      ...(deprivation ? { scheme: escape(() => ''), level: escape(() => 0) } : {}),
    })
    .filter(escape((row: { band: number }) => row.band >= 0))
    .groupby('place', 'target', 'sex', 'scheme', 'level', 'band')
    .rollup({ count: op.sum('usableCount'), state: op.max('state') });

  const position = axisPositions(cube.axes);
  if (plan.absentIsZero) fillZeros(cube, index, plan, position);
  for (const row of sums.objects() as Selected[]) {
    const slice = position.slice(cube, row.place, row.target, row.sex, row.scheme, row.level);
    if (slice !== null) cube.add(slice + row.band, row.count, row.state);
  }
  markRefused(cube, index, plan, targetOf, position);
  return obstacles;
}

interface Positions {
  slice(cube: Cube, place: string, target: number, sex: string, scheme: string, level: number): number | null;
}

function axisPositions(axes: CubeAxes): Positions {
  const places = new Map(axes.places.map((code, index) => [code, index]));
  const sexes = new Map<string, number>(axes.sexes.map((sex, index) => [sex, index]));
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

/** The level of a cell in a scheme; tenths are in fifths. */
function levelIn(row: CellRow, scheme: string): number | null {
  if (row.scheme === scheme) return row.level;
  if (row.scheme === 'national-tenths' && scheme === 'national-fifths') return Math.ceil(row.level / 2);
  return null;
}

/**
 * Which cells a clause takes by cause. All causes: the extract's own cells of all causes where it has them,
 * else all its causes together. Causes by code: the cells whose code lies in one of the ranges.
 */
function causeChooser(index: SubjectIndex, causes: readonly CauseRange[] | undefined): (row: CellRow) => boolean {
  if (causes) {
    const known = new Map<string, boolean>();
    return ({ cause }) => {
      let within = known.get(cause);
      if (within === undefined) {
        const range = parseCauseRange(cause);
        within = range !== null && causes.some((outer) => causeWithin(range, outer));
        known.set(cause, within);
      }
      return within;
    };
  }
  return (row) => row.cause === '' || !index.coverage.get(coverageKey(row.place, row.period))!.hasAllCauses;
}

/** Which band of the cube a cell counts in; -1 for none. Worked out once for each set of bands of an extract. */
function bandAssigner(
  index: SubjectIndex,
  plan: FillPlan,
  obstacles: Map<string, string>,
): (row: CellRow) => number {
  const { groupBands } = plan;
  if (groupBands) return (row) => groupBands.get(row.group) ?? -1;

  const targets = plan.ageBands.map((band) => ({
    from: Math.max(band.from, plan.clause.ages.from),
    to: Math.min(band.to, plan.clause.ages.to),
  }));
  const wanted = targets.flatMap((band, at) => (band.from <= band.to ? [{ band, at }] : []));
  const bySignature = new Map<string, Map<string, number> | { across: AgeBand }>();
  const assigned = new Map<string, ReadonlyMap<string, number>>();
  for (const [key, coverage] of index.coverage) {
    const labels = [...coverage.bands.keys()].sort();
    const signature = labels.join(' ');
    let bands = bySignature.get(signature);
    if (!bands) {
      const available = labels.map((label) => coverage.bands.get(label)!);
      const result = assignBands(available, wanted.map(({ band }) => band));
      if ('across' in result) bands = { across: result.across };
      else {
        bands = new Map();
        for (const [position, target] of result.target.entries()) {
          const usable = target >= 0 && (!plan.tiled || result.tiled[target]!);
          bands.set(labels[position]!, usable ? wanted[target]!.at : -1);
        }
      }
      bySignature.set(signature, bands);
    }
    if (bands instanceof Map) assigned.set(key, bands);
    else {
      const target = plan.targets.find(({ sources }) => sources.has(coverage.period.label));
      const reason = `ages ${ageBandLabel(bands.across)} of the extract lie across the edge of a band that is needed`;
      if (target) obstacles.set(coverageKey(coverage.place, target.period.label), reason);
    }
  }
  return (row) => {
    const bands = assigned.get(coverageKey(row.place, row.period));
    return bands?.get(ageBandLabel({ from: row.ageFrom, to: row.ageTo })) ?? -1;
  };
}

/** Whether an extract that covers a place and period would show these events if there were any. */
function covers(coverage: Coverage, plan: FillPlan): boolean {
  if (plan.clause.causes) return coverage.hasCodedCauses;
  return true;
}

/** Where the extract covers a place and period, no cell means no event. */
function fillZeros(cube: Cube, index: SubjectIndex, plan: FillPlan, position: Positions): void {
  const bands = plan.groupBands ? [...new Set(plan.groupBands.values())] : plan.ageBands.map((_, at) => at);
  const { deprivation } = plan.clause;
  for (const [target, { sources }] of plan.targets.entries()) {
    for (const label of sources) {
      for (const place of cube.axes.places) {
        const coverage = index.coverage.get(coverageKey(place, label));
        if (!coverage || !covers(coverage, plan)) continue;
        for (const split of coverage.splits) {
          const [sex, scheme] = split.split('|') as [string, string];
          // A count of one deprivation group stands for the whole Place, where the extract tells groups apart.
          if (deprivation && !tellsApart(scheme, deprivation.scheme)) continue;
          const wanted = deprivation ? '' : scheme;
          for (const group of cube.axes.groups) {
            if (group.scheme !== wanted || group.level === UNKNOWN_LEVEL) continue;
            const slice = position.slice(cube, place, target, sex, group.scheme, group.level);
            if (slice === null) continue;
            for (const band of bands) cube.add(slice + band, 0, STATE.ok);
          }
        }
      }
    }
  }
}

function tellsApart(scheme: string, wanted: string): boolean {
  return scheme === wanted || (scheme === 'national-tenths' && wanted === 'national-fifths');
}

/** A refused row makes every sum unusable that it might have been part of. */
function markRefused(
  cube: Cube,
  index: SubjectIndex,
  plan: FillPlan,
  targetOf: ReadonlyMap<string, number>,
  position: Positions,
): void {
  const refused = index.table.filter(escape((row: CellRow) => row.state === STATE.refused && targetOf.has(row.period)));
  const counts = causeChooser(index, plan.clause.causes);
  for (const row of refused.objects() as CellRow[]) {
    if (row.cause !== '' && !counts(row)) continue;
    const target = targetOf.get(row.period)!;
    for (const sex of row.sex === 'unknown' ? cube.axes.sexes : [row.sex]) {
      for (const group of cube.axes.groups) {
        const same = group.scheme === row.scheme && group.level === row.level;
        const any = row.level === UNKNOWN_LEVEL && (group.scheme === row.scheme || group.scheme === '');
        if (!same && !any && !plan.clause.deprivation) continue;
        const slice = position.slice(cube, row.place, target, sex, group.scheme, group.level);
        if (slice === null) continue;
        for (const [band, ages] of plan.ageBands.entries()) {
          const touches = plan.groupBands ? plan.groupBands.get(row.group) === band : row.ageFrom <= ages.to && ages.from <= row.ageTo;
          if (touches) cube.add(slice + band, 0, STATE.refused);
        }
      }
    }
  }
}
