import { type BandsOfSlice, bandsBySlice } from './bands-by-slice.ts';
import { ALL_LEVELS, parseWeeksGroup, STATE, UNKNOWN_LEVEL } from './cell.ts';
import type { CellRow } from './cell-table.ts';
import type { Cube } from './cube.ts';
import {
  type AxisPositions,
  axisPositions,
  causeChooser,
  type FillPlan,
  obstruct,
  tellsApart,
} from './fill-plan.ts';
import { fillZeros } from './fill-zeros.ts';
import { causesBySlice } from './nested-causes.ts';
import { noteCauses } from './note-causes.ts';
import { Obstacles } from './obstacles.ts';
import type { Split, SubjectIndex } from './subject-index.ts';

/**
 * Adds the cells of a subject that a clause selects to a cube. Each cell gets its slot in the cube, or none.
 *
 * @returns why figures of a place and period cannot be used or are not there
 */
export function fillCube(cube: Cube, index: SubjectIndex, plan: FillPlan): Obstacles {
  const obstacles = new Obstacles();
  const axes = axisPositions(cube.axes);
  const targetOf = targetsByLabel(plan);
  const bands = bandsBySlice(index, plan, obstacles);
  const slots = slotsOfCells(cube, index, plan, axes, targetOf, bands, obstacles);
  noteCauses(index, plan, obstacles);
  if (plan.absentIsZero) fillZeros(cube, index, plan, axes, targetOf, bands);
  addCells(cube, index, plan, slots);
  markRefused(cube, index, plan, axes, targetOf);
  return obstacles;
}

/** Adds up the cells of each slot; the sum of another clause that stands there is not touched until it is whole. */
function addCells(cube: Cube, index: SubjectIndex, { figure }: FillPlan, slots: Int32Array): void {
  const figures = figure === 'count' ? index.counts : index.denominators;
  const sums = new Float64Array(cube.sums.length);
  const states = new Uint8Array(cube.states.length);
  for (let cell = 0; cell < slots.length; cell++) {
    const slot = slots[cell]!;
    // A published value is never part of a sum, whatever count stands beside it.
    if (slot < 0 || index.published[cell]) continue;
    const state = index.states[cell]!;
    if (state === STATE.ok) {
      if (Number.isNaN(figures[cell]!)) continue;
      sums[slot]! += figures[cell]!;
    }
    if (state > states[slot]!) states[slot] = state;
  }
  for (let slot = 0; slot < states.length; slot++)
    if (states[slot] !== STATE.absent) cube.add(slot, sums[slot]!, states[slot]!);
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
  obstacles: Obstacles,
): Int32Array {
  const { coverages, causes, groups } = index;
  const wanted = causes.map(causeChooser(plan.clause.causes));
  const total = plan.clause.causes ? -1 : causes.indexOf('');
  const slices = slicesBySplit(cube, index, plan, axes, targetOf);
  // Without bands of groups, only the cells of the one group count: everybody, of whom any further group is a part.
  const own = plan.clause.group ?? '';
  const groupBand = groups.map(
    (group) => plan.groupBands?.get(group) ?? (plan.groupBands || group !== own ? -1 : 0),
  );
  const nested = nestedBySplit(index, plan, wanted, total, obstacles);
  const slots = new Int32Array(index.coverageOf.length);
  for (let cell = 0; cell < slots.length; cell++) {
    const coverage = index.coverageOf[cell]!;
    const split = index.splitOf[cell]!;
    const cause = index.causeOf[cell]!;
    const slice = slices[coverage]![split]!;
    // Where the extract has cells of all causes together, its single causes are parts of them.
    const isPart =
      (total >= 0 && cause !== total && coverages[coverage]!.slices.get(split)!.causes.has(total)) ||
      (nested[coverage]!.get(split)?.has(cause) ?? false);
    const group = groupBand[index.groupOf[cell]!]!;
    const band =
      plan.groupBands || group < 0 ? group : (bandOf[coverage]!.get(split)?.get(index.bandOf[cell]!) ?? -1);
    slots[cell] = slice === null || band < 0 || isPart || !wanted[cause]! ? -1 : slice + band;
  }
  return slots;
}

/** For each coverage, the slice in which each split counts; null where it does not. */
function slicesBySplit(
  cube: Cube,
  { coverages, splits }: SubjectIndex,
  plan: FillPlan,
  axes: AxisPositions,
  targetOf: ReadonlyMap<string, number>,
): (number | null)[][] {
  const wanted = plan.clause.deprivation?.scheme;
  return coverages.map(({ place, period, slices: held }) => {
    const target = targetOf.get(period.label);
    // Where the groups asked for are there themselves, finer ones beside them are the same people again.
    const sexesInScheme = new Set(
      splits.flatMap(({ sex, scheme }, at) => (scheme === wanted && held.has(at) ? [sex] : [])),
    );
    return splits.map((split) => {
      const again = sexesInScheme.has(split.sex) && split.scheme !== wanted;
      return target === undefined || again ? null : sliceOfSplit(cube, plan, axes, place, target, split);
    });
  });
}

/** For each coverage, the causes of each split that are parts of others beside them. */
function nestedBySplit(
  index: SubjectIndex,
  plan: FillPlan,
  wanted: readonly boolean[],
  total: number,
  obstacles: Obstacles,
): ReadonlyMap<number, ReadonlySet<number>>[] {
  const causesOf = causesBySlice(index, wanted);
  return index.coverages.map((coverage) => {
    const bySplit = new Map<number, ReadonlySet<number>>();
    for (const split of coverage.slices.keys()) {
      const { parts, crossing } = causesOf(coverage, split);
      if (parts.size > 0) bySplit.set(split, parts);
      // Beside a count of all causes, single ones are not added up at all.
      if (crossing && !(total >= 0 && coverage.slices.get(split)!.causes.has(total))) {
        const reason = `its causes ${crossing[0]} and ${crossing[1]} share codes, so they cannot be added up`;
        obstruct(coverage, plan, obstacles, { reason, blocks: true });
      }
    }
    return bySplit;
  });
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
    if (row.published || target === undefined || (row.cause !== '' && !wanted(row.cause))) continue;
    for (const sex of row.sex === 'unknown' ? cube.axes.sexes : [row.sex]) {
      for (const group of cube.axes.groups) {
        const same = group.scheme === row.scheme && group.level === row.level;
        const any = row.level === UNKNOWN_LEVEL && (group.scheme === row.scheme || group.scheme === '');
        if (!same && !any && !plan.clause.deprivation) continue;
        const slice = axes.slice(cube, row.place, target, sex, group.scheme, group.level);
        if (slice === null) continue;
        // Of people whose group is not known, it is only told in groups that the data has.
        if (!same && group.scheme !== '' && !cube.hasSlice(slice)) continue;
        for (let band = 0; band < cube.axes.bands; band++) {
          if (touchesBand(row, band, plan)) cube.add(slice + band, 0, STATE.refused);
        }
      }
    }
  }
}

/** Whether a refused cell may have been part of a band; one whose own waiting band is not known may be of any. */
function touchesBand(row: CellRow, band: number, { clause, groupBands, ageBands }: FillPlan): boolean {
  if (groupBands) return parseWeeksGroup(row.group) === null || groupBands.get(row.group) === band;
  const ages = ageBands[band]!;
  return row.group === (clause.group ?? '') && row.ageFrom <= ages.to && ages.from <= row.ageTo;
}
