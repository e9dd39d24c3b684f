import type { BandsOfSlice } from './bands-by-slice.ts';
import { STATE, UNKNOWN_LEVEL } from './cell.ts';
import type { Cube } from './cube.ts';
import { type AxisPositions, type FillPlan, tellsApart } from './fill-plan.ts';
import { parseCauseRange } from './icd10.ts';
import type { Coverage, Split, SubjectIndex } from './subject-index.ts';

/** Where the extract covers a place and period, no cell means no event. */
export function fillZeros(
  cube: Cube,
  index: SubjectIndex,
  plan: FillPlan,
  axes: AxisPositions,
  targetOf: ReadonlyMap<string, number>,
  bandOf: readonly ReadonlyMap<number, BandsOfSlice>[],
): void {
  const bands = plan.groupBands ? [...new Set(plan.groupBands.values())] : plan.ageBands.map((_, at) => at);
  const isCoded = plan.clause.causes ? index.causes.map((cause) => parseCauseRange(cause) !== null) : null;
  index.coverages.forEach((coverage, at) => {
    const target = targetOf.get(coverage.period.label);
    if (target === undefined) return;
    const unusable = unusableSlices(index, coverage, plan, bandOf[at]!);
    for (const split of distinctSplits(index, coverage, isCoded)) {
      for (const slice of slicesCounted(cube, plan, axes, coverage.place, target, split, unusable))
        for (const band of bands) cube.add(slice + band, 0, STATE.ok);
    }
  });
}

/** The slices of a place and period in which an extract that tells a sex and scheme apart counts nobody for no cell. */
function slicesCounted(
  cube: Cube,
  { clause: { deprivation } }: FillPlan,
  axes: AxisPositions,
  place: string,
  target: number,
  { sex, scheme }: Pick<Split, 'sex' | 'scheme'>,
  unusable: ReadonlySet<string>,
): number[] {
  // A count of one deprivation group stands for the whole place, where the extract tells groups apart.
  if (deprivation && !tellsApart(scheme, deprivation.scheme)) return [];
  const slices: number[] = [];
  for (const group of cube.axes.groups) {
    if (group.scheme !== (deprivation ? '' : scheme) || group.level === UNKNOWN_LEVEL) continue;
    const slice = axes.slice(cube, place, target, sex, group.scheme, group.level);
    if (slice === null || unusable.has(`${sex}|${scheme}|${deprivation ? '' : group.level}`)) continue;
    slices.push(slice);
  }
  return slices;
}

/** Slices with cells whose ages cannot be used: what they count is not known, and not zero. */
function unusableSlices(
  index: SubjectIndex,
  coverage: Coverage,
  { clause, groupBands }: FillPlan,
  usable: ReadonlyMap<number, BandsOfSlice>,
): Set<string> {
  if (groupBands) return new Set();
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
