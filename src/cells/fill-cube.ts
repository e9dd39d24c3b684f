import { op } from 'arquero';
import type { Clause } from '../indicators/definition.ts';
import { type AgeBand, ageBandLabel, assignBands } from './age-band.ts';
import {
  ALL_LEVELS,
  type DeprivationScheme,
  parseWeeksGroup,
  type Sex,
  STATE,
  UNKNOWN_LEVEL,
} from './cell.ts';
import type { CellRow } from './cell-table.ts';
import type { Cube, CubeAxes } from './cube.ts';
import { type CauseRange, causeWithin, parseCauseRange } from './icd10.ts';
import { type Obstacle, Obstacles } from './obstacles.ts';
import { type Coverage, coverageKey, type Split, type SubjectIndex } from './subject-index.ts';
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

interface Sum {
  readonly slot: number;
  readonly sum: number;
  readonly state: number;
}

/**
 * Adds the cells of a subject that a clause selects to a cube. Each cell gets its slot in the cube, or none;
 * Arquero adds the cells of a slot up.
 *
 * @returns why figures of a place and period cannot be used or are not there
 */
export function fillCube(cube: Cube, index: SubjectIndex, plan: FillPlan): Obstacles {
  const obstacles = new Obstacles();
  const axes = axisPositions(cube.axes);
  const targetOf = targetsByLabel(plan);
  const bands = bandsBySlice(index, plan, obstacles);
  const slots = slotsOfCells(cube, index, plan, axes, targetOf, bands);
  noteCauses(index, plan, obstacles);
  const sums = index.usable
    .select({ state: 'state', value: 'value', [plan.figure]: 'figure' })
    .assign({ slot: slots })
    // A published value is never part of a sum, whatever count stands beside it.
    .filter(`d => d.slot >= 0 && op.is_nan(d.value) && (d.state !== ${STATE.ok} || !op.is_nan(d.figure))`)
    .groupby('slot')
    .rollup({ sum: op.sum('figure'), state: op.max('state') });

  if (plan.absentIsZero) fillZeros(cube, index, plan, axes, bands);
  for (const { slot, sum, state } of sums.objects() as Sum[]) cube.add(slot, sum, state);
  markRefused(cube, index, plan, axes, targetOf);
  return obstacles;
}

/** Slots of a cube by the names of its axes; null where the cube has no such place or group. */
interface AxisPositions {
  slice(
    cube: Cube,
    place: string,
    target: number,
    sex: Sex,
    scheme: DeprivationScheme,
    level: number,
  ): number | null;
}

function axisPositions(axes: CubeAxes): AxisPositions {
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

function targetsByLabel({ targets }: FillPlan): Map<string, number> {
  return new Map(
    targets.flatMap(({ sources }, position) => [...sources].map((label) => [label, position] as const)),
  );
}

/** The slot of each usable cell: its slice in the cube plus its band; -1 for a cell that is not selected. */
function slotsOfCells(
  cube: Cube,
  index: SubjectIndex,
  plan: FillPlan,
  axes: AxisPositions,
  targetOf: ReadonlyMap<string, number>,
  bandOf: readonly ReadonlyMap<number, BandsOfSlice>[],
): Int32Array {
  const { coverages, splits, causes, groups } = index;
  const wanted = causes.map(causeChooser(plan.clause.causes));
  const total = plan.clause.causes ? -1 : causes.indexOf('');
  const slices = coverages.map(({ place, period }) => {
    const target = targetOf.get(period.label);
    return splits.map((split) =>
      target === undefined ? null : sliceOfSplit(cube, plan, axes, place, target, split),
    );
  });
  // Without bands of groups, only the cells of everybody count: a further group is a part of them.
  const groupBand = groups.map(
    (group) => plan.groupBands?.get(group) ?? (plan.groupBands || group !== '' ? -1 : 0),
  );

  const slots = new Int32Array(index.coverageOf.length);
  for (let cell = 0; cell < slots.length; cell++) {
    const coverage = index.coverageOf[cell]!;
    const split = index.splitOf[cell]!;
    const cause = index.causeOf[cell]!;
    const slice = slices[coverage]![split]!;
    // Where the extract has cells of all causes together, its single causes are parts of them.
    const isPart = total >= 0 && cause !== total && coverages[coverage]!.slices.get(split)!.causes.has(total);
    const group = groupBand[index.groupOf[cell]!]!;
    const band =
      plan.groupBands || group < 0 ? group : (bandOf[coverage]!.get(split)?.get(index.bandOf[cell]!) ?? -1);
    slots[cell] = slice === null || band < 0 || isPart || !wanted[cause]! ? -1 : slice + band;
  }
  return slots;
}

const CAUSES_ABOVE_TOTAL =
  'its count of all causes is below the sum of its causes; a blank cause stands for all of them';

const PERSONS_LACK_CAUSES =
  'its rows of both sexes together lack causes that have rows by sex; a blank sex stands for both';

/** Totals of all causes below the sum of the causes, and totals of both sexes without all the causes. */
function noteCauses(index: SubjectIndex, plan: FillPlan, obstacles: Obstacles): void {
  for (const coverage of index.coverages) {
    const below =
      !plan.clause.causes &&
      [...coverage.slices.values()].some(
        ({ allCauses, singleCauses, causes }) => causes.size > 1 && allCauses > 0 && allCauses < singleCauses,
      );
    if (below) obstruct(coverage, plan, obstacles, { reason: CAUSES_ABOVE_TOTAL, blocks: true });
    if (personsLackCauses(index, coverage, plan)) {
      obstruct(coverage, plan, obstacles, { reason: PERSONS_LACK_CAUSES, blocks: true });
    }
  }
}

function personsLackCauses(index: SubjectIndex, { slices }: Coverage, { clause }: FillPlan): boolean {
  const wanted = causeChooser(clause.causes);
  const causesOf = (persons: boolean): Set<number> =>
    new Set(
      [...slices].flatMap(([split, { causes }]) =>
        (index.splits[split]!.sex === 'persons') === persons
          ? [...causes].filter((cause) => wanted(index.causes[cause]!))
          : [],
      ),
    );
  const together = causesOf(true);
  const total = index.causes.indexOf('');
  if (together.size === 0 || together.has(total)) return false;
  return [...causesOf(false)].some((cause) => cause !== total && !together.has(cause));
}

function obstruct(coverage: Coverage, plan: FillPlan, obstacles: Obstacles, obstacle: Obstacle): void {
  const target = plan.targets.find(({ sources }) => sources.has(coverage.period.label));
  if (target) obstacles.add(coverageKey(coverage.place, target.period.label), obstacle);
}

/** Where a split counts; a clause that asks for one deprivation group counts it for the whole place. */
function sliceOfSplit(
  cube: Cube,
  { clause }: FillPlan,
  axes: AxisPositions,
  place: string,
  target: number,
  { sex, scheme, level }: Split,
): number | null {
  const { deprivation } = clause;
  if (!deprivation) return axes.slice(cube, place, target, sex, scheme, level);
  const inScheme = tellsApart(scheme, deprivation.scheme);
  const its = scheme === deprivation.scheme ? level : Math.ceil(level / 2);
  return inScheme && its === deprivation.level ? axes.slice(cube, place, target, sex, '', ALL_LEVELS) : null;
}

/** Whether cells of one scheme tell the groups of another apart: tenths tell fifths apart. */
function tellsApart(scheme: DeprivationScheme, wanted: DeprivationScheme): boolean {
  return scheme === wanted || (scheme === 'national-tenths' && wanted === 'national-fifths');
}

/** Whether a clause takes a cause: any where it asks for all causes, else codes within its ranges. */
function causeChooser(ranges: readonly CauseRange[] | undefined): (cause: string) => boolean {
  return (cause) => {
    if (!ranges) return true;
    const range = parseCauseRange(cause);
    return range !== null && ranges.some((outer) => causeWithin(range, outer));
  };
}

type BandsOfSlice = ReadonlyMap<number, number>;

/**
 * For each coverage and split, the cube's band of each of its age bands. Worked out once for each set of
 * bands, since an extract has the same ones nearly everywhere.
 */
function bandsBySlice(
  index: SubjectIndex,
  plan: FillPlan,
  obstacles: Obstacles,
): ReadonlyMap<number, BandsOfSlice>[] {
  if (plan.groupBands) return index.coverages.map(() => new Map());
  const targets = plan.ageBands.flatMap((band, at) => {
    const from = Math.max(band.from, plan.clause.ages.from);
    const to = Math.min(band.to, plan.clause.ages.to);
    return from <= to ? [{ band: { from, to }, at }] : [];
  });
  const known = new Map<string, AssignedBands>();
  return index.coverages.map((coverage) => {
    const bySplit = new Map<number, BandsOfSlice>();
    for (const [split, { bands }] of coverage.slices) {
      const signature = [...bands].sort((a, b) => a - b).join(' ');
      let assigned = known.get(signature);
      if (!assigned) {
        assigned = assign(index, [...bands], targets, plan.tiled);
        known.set(signature, assigned);
      }
      if (assigned.bands) bySplit.set(split, assigned.bands);
      // Other groups may have the ages, and this one be summed from them: it only tells why it is not there.
      if (assigned.lacks) obstruct(coverage, plan, obstacles, { reason: assigned.lacks, blocks: false });
    }
    return bySplit;
  });
}

interface AssignedBands {
  /** Null where the bands cannot be used at all. */
  readonly bands: BandsOfSlice | null;
  /** What they lack; null where they have all that is needed. */
  readonly lacks: string | null;
}

function assign(
  index: SubjectIndex,
  available: readonly number[],
  targets: readonly { readonly band: AgeBand; readonly at: number }[],
  tiled: boolean,
): AssignedBands {
  const result = assignBands(
    available.map((position) => index.bands[position]!),
    targets.map(({ band }) => band),
  );
  const bands = new Map<number, number>();
  if ('across' in result) {
    const ages = ageBandLabel(result.across);
    return { bands: null, lacks: `ages ${ages} of the extract lie across the edge of a band that is needed` };
  }
  for (const [position, target] of result.target.entries()) {
    if (target >= 0 && (!tiled || result.tiled[target]!))
      bands.set(available[position]!, targets[target]!.at);
  }
  const at = tiled ? result.tiled.indexOf(false) : -1;
  const lacks = at < 0 ? null : `the extract does not have all ages of ${ageBandLabel(targets[at]!.band)}`;
  return { bands, lacks };
}

/** Where the extract covers a place and period, no cell means no event. */
function fillZeros(
  cube: Cube,
  index: SubjectIndex,
  plan: FillPlan,
  axes: AxisPositions,
  bandOf: readonly ReadonlyMap<number, BandsOfSlice>[],
): void {
  const bands = plan.groupBands ? [...new Set(plan.groupBands.values())] : plan.ageBands.map((_, at) => at);
  const { deprivation, causes } = plan.clause;
  const isCoded = index.causes.map((cause) => parseCauseRange(cause) !== null);
  for (const [target, { sources }] of plan.targets.entries()) {
    for (const label of sources) {
      for (const place of cube.axes.places) {
        const coverage = index.coverage.get(coverageKey(place, label));
        if (!coverage) continue;
        const unusable = unusableSlices(index, coverage, plan, bandOf);
        for (const { sex, scheme } of distinctSplits(index, coverage, causes ? isCoded : null)) {
          // A count of one deprivation group stands for the whole place, where the extract tells groups apart.
          if (deprivation && !tellsApart(scheme, deprivation.scheme)) continue;
          for (const group of cube.axes.groups) {
            if (group.scheme !== (deprivation ? '' : scheme) || group.level === UNKNOWN_LEVEL) continue;
            const slice = axes.slice(cube, place, target, sex, group.scheme, group.level);
            if (slice === null || unusable.has(`${sex}|${scheme}|${deprivation ? '' : group.level}`))
              continue;
            for (const band of bands) cube.add(slice + band, 0, STATE.ok);
          }
        }
      }
    }
  }
}

/** Slices with cells whose ages cannot be used: what they count is not known, and not zero. */
function unusableSlices(
  index: SubjectIndex,
  coverage: Coverage,
  { clause, groupBands }: FillPlan,
  bandOf: readonly ReadonlyMap<number, BandsOfSlice>[],
): Set<string> {
  if (groupBands) return new Set();
  const usable = bandOf[index.coverages.indexOf(coverage)]!;
  const slices = [...coverage.slices.keys()].filter((split) => !usable.has(split));
  return new Set(
    slices.map((split) => {
      const { sex, scheme, level } = index.splits[split]!;
      return `${sex}|${scheme}|${clause.deprivation ? '' : level}`;
    }),
  );
}

/**
 * The sexes and schemes that an extract tells apart.
 *
 * @param isCoded whether each cause has a code; where it is asked, rows without causes say nothing of any one
 */
function distinctSplits(
  index: SubjectIndex,
  { slices }: Coverage,
  isCoded: readonly boolean[] | null,
): Pick<Split, 'sex' | 'scheme'>[] {
  const distinct = new Map<string, Split>();
  for (const [position, { causes }] of slices) {
    if (isCoded && ![...causes].some((cause) => isCoded[cause])) continue;
    const split = index.splits[position]!;
    distinct.set(`${split.sex}|${split.scheme}`, split);
  }
  return [...distinct.values()];
}

/** A refused row makes every sum unusable that it might have been part of. */
function markRefused(
  cube: Cube,
  index: SubjectIndex,
  plan: FillPlan,
  axes: AxisPositions,
  targetOf: ReadonlyMap<string, number>,
): void {
  const wanted = causeChooser(plan.clause.causes);
  for (const row of index.refused) {
    const target = targetOf.get(row.period);
    if (target === undefined || (row.cause !== '' && !wanted(row.cause))) continue;
    for (const sex of row.sex === 'unknown' ? cube.axes.sexes : [row.sex]) {
      for (const group of cube.axes.groups) {
        const same = group.scheme === row.scheme && group.level === row.level;
        const any = row.level === UNKNOWN_LEVEL && (group.scheme === row.scheme || group.scheme === '');
        if (!same && !any && !plan.clause.deprivation) continue;
        const slice = axes.slice(cube, row.place, target, sex, group.scheme, group.level);
        if (slice === null) continue;
        for (let band = 0; band < cube.axes.bands; band++) {
          if (touchesBand(row, band, plan)) cube.add(slice + band, 0, STATE.refused);
        }
      }
    }
  }
}

/** Whether a refused cell may have been part of a band; one whose own waiting band is not known may be of any. */
function touchesBand(row: CellRow, band: number, { groupBands, ageBands }: FillPlan): boolean {
  if (groupBands) return parseWeeksGroup(row.group) === null || groupBands.get(row.group) === band;
  const ages = ageBands[band]!;
  return row.group === '' && row.ageFrom <= ages.to && ages.from <= row.ageTo;
}
