import { type Estimate, withheldEstimate } from '../../statistics/estimate.ts';
import { requireNotNegative, requireNumbers, requireSameLength } from '../../statistics/require-numbers.ts';
import { DELTA_METHOD, errorOf, floored, logsOverMean, timesThousand } from './entropy.ts';
import { finiteEstimate } from './finite-estimate.ts';

export interface TheilDecompositionInput {
  /** One figure a group, such as each fifth of each Place; 0 or above. */
  readonly values: ArrayLike<number>;
  /** Their standard errors in the same unit, 0 or above; null where unknown. */
  readonly errors: ArrayLike<number | null>;
  /** People in each group, 0 or above. */
  readonly populations: ArrayLike<number>;
  /** The area, such as the Place, that each group is part of. */
  readonly areas: ArrayLike<string | number>;
  /** Levels as proportions, each inside (0.5, 1). */
  readonly confidence: readonly number[];
}

export interface TheilDecomposition {
  /** Theil index of all groups, times 1,000. */
  readonly total: Estimate;
  /** What of it is between the groups inside areas. */
  readonly within: Estimate;
  /** What of it is between the averages of the areas; within + between = total. */
  readonly between: Estimate;
}

/**
 * How much of the inequality of all groups is inside areas, and how much between them: the Theil index in two parts.
 *
 * With r_j = y_j/μ of the groups and R_a = μ_a/μ of the areas' averages: T = Σp·r·ln r, between B = Σ_a P_a·R_a·ln R_a,
 * within T − B = Σ_a P_a·R_a·T_a, all times 1,000. Delta method: ∂T/∂y_j = (p_j/μ)(ln r_j − T), ∂B/∂y_j =
 * (p_j/μ)(ln R_a − B). None is negative; 0: no inequality of that kind.
 *
 * @returns the three estimates. Withheld: no groups, no people, an average of zero, a negative figure. A figure of zero
 *   is floored for the logarithm, as in `theil`. A missing standard error leaves the limits out; the note says so
 * @throws RangeError for missing figures, negative standard errors or populations, or arrays of different lengths
 * @see Theil 1967, Economics and Information Theory, ch. 4; Shorrocks 1980, doi:10.2307/1913126
 */
export function theilDecomposition(input: TheilDecompositionInput): TheilDecomposition {
  const { areas, confidence } = input;
  requireSameLength({
    values: input.values,
    errors: input.errors,
    populations: input.populations,
    areas,
  });
  requireNumbers('values', input.values);
  requireNotNegative('populations', input.populations);
  const known = Array.from(input.errors).filter((error) => error !== null);
  requireNotNegative('errors', known);
  const errors = known.length < areas.length ? null : Float64Array.from(known);
  const { values, isFloored } = floored(Float64Array.from(input.values));
  const people = Array.from(input.populations).reduce((sum, count) => sum + count, 0);
  const shares = Float64Array.from(input.populations, (count) => count / people);
  const ofArea = new Map<string | number, { share: number; sum: number }>();
  let mean = 0;
  for (const [group, value] of values.entries()) {
    const share = shares[group]!;
    const area = ofArea.get(areas[group]!) ?? { share: 0, sum: 0 };
    area.share += share;
    area.sum += share * value;
    ofArea.set(areas[group]!, area);
    mean += share * value;
  }
  const reason = reasonToWithhold(input, people);
  if (reason !== null) {
    const none = withheldEstimate(DELTA_METHOD, reason, confidence);
    return { total: none, within: none, between: none };
  }

  const logs = logsOverMean(values, mean);
  const areaLogs = Float64Array.from(areas, (area) => {
    const { share, sum } = ofArea.get(area)!;
    return share > 0 ? logsOverMean(Float64Array.of(sum / share), mean)[0]! : 0;
  });
  let [total, between] = [0, 0];
  for (const [group, value] of values.entries()) {
    const part = (shares[group]! * value) / mean;
    total += part * logs[group]!;
    between += part * areaLogs[group]!;
  }
  const slopesOf = (slope: (group: number) => number): Float64Array =>
    shares.map((share, group) => (share / mean) * slope(group));
  const estimateOf = (index: number, slope: (group: number) => number): Estimate =>
    finiteEstimate(timesThousand(index, errors && errorOf(slopesOf(slope), errors), isFloored, confidence));
  const within = total - between;
  return {
    total: estimateOf(total, (group) => logs[group]! - total),
    within: estimateOf(within, (group) => logs[group]! - areaLogs[group]! - within),
    between: estimateOf(between, (group) => areaLogs[group]! - between),
  };
}

function reasonToWithhold({ values }: TheilDecompositionInput, people: number): string | null {
  const figures = Array.from(values);
  if (figures.length < 2) return 'fewer than two groups';
  if (people === 0) return 'there are no people in any group';
  if (figures.some((value) => value < 0)) return 'a figure is below zero';
  return figures.every((value) => value === 0) ? 'the average is zero or below' : null;
}
