import { type AgeBand, ageBandLabel, assignBands } from './age-band.ts';
import { type FillPlan, obstruct } from './fill-plan.ts';
import type { Obstacles } from './obstacles.ts';
import type { SubjectIndex } from './subject-index.ts';

/** The cube's band of each age band of a slice, by their positions. */
export type BandsOfSlice = ReadonlyMap<number, number>;

/**
 * For each coverage and split, the cube's band of each of its age bands. Worked out once for each set of
 * bands, since an extract has the same ones nearly everywhere.
 */
export function bandsBySlice(
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
