import { type Estimate, withheldEstimate } from '../../statistics/estimate.ts';
import { zForConfidence } from '../../statistics/z-for-confidence.ts';
import { attributableRisk } from './attributable-risk.ts';
import { betweenGroupVariance } from './between-group-variance.ts';
import { difference, ratio } from './compared-pair.ts';
import { concentrationIndices } from './concentration-index.ts';
import { meanLogDeviation, theil } from './entropy.ts';
import { finiteEstimate } from './finite-estimate.ts';
import { type Groups, groupsOf, type InequalityInput, requireGroups } from './groups.ts';
import { INEQUALITY_MEASURES, type InequalityMeasure } from './measures.ts';
import { simulatedSpread } from './simulated-spread.ts';
import { slopeIndices } from './slope-indices.ts';
import { SPREAD_MEASURES } from './spread.ts';

export interface MeasuredInequality {
  readonly measure: InequalityMeasure;
  readonly estimate: Estimate;
}

/**
 * Measures of inequality between groups, each a value with its limits or the reason why there is none.
 *
 * What each is, and what 0 and its sign mean, is told where it is computed: compared-pair.ts (difference, ratio),
 * slope-indices.ts (sii, rii), concentration-index.ts (aci, rci), between-group-variance.ts (bgv), spread.ts and
 * simulated-spread.ts (bgsd, cov, mdm, mdb, mdr, idis), entropy.ts (theil, mld), attributable-risk.ts (par, paf).
 *
 * @param measures which, in any order; all unless told
 * @returns one entry a measure, in the order of INEQUALITY_MEASURES. Where a group has no figure, all but difference and
 *   ratio are withheld; so are all where fewer than two groups have one. Nothing is ever NaN or infinite
 * @throws RangeError for figures that are no numbers, negative standard errors or populations, arrays of different
 *   lengths, a reference that is no position, a scale not above 0, bounds that do not rise, a level out of bounds,
 *   fewer than 2 draws, or draws or a seed that are not whole
 * @see reference healthequal: every row but those whose exceptions inequality-reference.test.ts lists
 */
export function inequality(
  input: InequalityInput,
  measures: readonly InequalityMeasure[] = INEQUALITY_MEASURES,
): MeasuredInequality[] {
  requireGroups(input);
  input.confidence.forEach(zForConfidence);
  const estimates = new Map<InequalityMeasure, Estimate>();
  const asked = INEQUALITY_MEASURES.filter((measure) => measures.includes(measure));
  if (asked.includes('difference')) estimates.set('difference', difference(input));
  if (asked.includes('ratio')) estimates.set('ratio', ratio(input));
  const reason = noGroups(input);
  if (reason === null) fill(estimates, groupsOf(input), asked);
  return asked.map((measure) => ({
    measure,
    estimate: finiteEstimate(estimates.get(measure) ?? withheldEstimate('', reason!, input.confidence)),
  }));
}

/** Why measures over all groups cannot be had; null where they can. */
function noGroups({ values }: InequalityInput): string | null {
  const empty = Array.from(values).filter((value) => value === null).length;
  if (values.length - empty < 2) return 'fewer than two groups have a figure';
  return empty > 0 ? `${empty} of ${values.length} groups have no figure` : null;
}

function fill(
  estimates: Map<InequalityMeasure, Estimate>,
  groups: Groups,
  asked: readonly InequalityMeasure[],
): void {
  const some = (...measures: readonly InequalityMeasure[]): boolean =>
    measures.some((measure) => asked.includes(measure));
  const add = (found: Partial<Record<InequalityMeasure, Estimate>>): void => {
    for (const [measure, estimate] of Object.entries(found))
      estimates.set(measure as InequalityMeasure, estimate);
  };
  if (some('sii', 'rii')) add({ ...slopeIndices(groups) });
  if (some('aci', 'rci')) add(concentrationIndices(groups));
  if (some('bgv')) add({ bgv: betweenGroupVariance(groups) });
  const spread = SPREAD_MEASURES.filter((measure) => asked.includes(measure));
  if (spread.length > 0)
    for (const [measure, estimate] of simulatedSpread(groups, spread)) estimates.set(measure, estimate);
  if (some('theil')) add({ theil: theil(groups) });
  if (some('mld')) add({ mld: meanLogDeviation(groups) });
  if (some('par', 'paf')) add(attributableRisk(groups));
}
