import { requireNotNegative, requireNumbers, requireSameLength } from '../statistics/require-numbers.ts';
import { tailOf, zForConfidence } from '../statistics/z-for-confidence.ts';
import { NO_STANDARD_ERROR } from './difference.ts';

export interface RankIntervalsInput {
  /** One figure an area, any unit; null where there is none. */
  readonly values: readonly (number | null)[];
  /** Their standard errors in the same unit, 0 or above; null where unknown. */
  readonly errors: readonly (number | null)[];
  /** Which end is rank 1. */
  readonly first: 'lowest' | 'highest';
  /** Scale on which estimates vary symmetrically: `natural` unless told; `log` for rates, with error s/y. */
  readonly scale?: 'natural' | 'log';
  /** Levels as proportions, each inside (0.5, 1). */
  readonly confidence: readonly number[];
}

export interface RankLimits {
  /** Level as a proportion. */
  readonly confidence: number;
  /** The best rank that the area may have; null where there are no limits. */
  readonly lower: number | null;
  /** The worst rank that it may have, at most the number of ranked areas; null where there are no limits. */
  readonly upper: number | null;
  /**
   * Whether the area cannot be told from the one ranked after it: their joint limits overlap. Null for the last
   * area and where one of the two has no limits.
   */
  readonly overlapsNext: boolean | null;
}

export interface RankedArea {
  /** 1 for the first; areas with one figure share the better rank. Null when withheld. */
  readonly rank: number | null;
  /** One entry a level, in the order asked. */
  readonly limits: readonly RankLimits[];
  readonly method: string;
  /** Why there is no rank; else null. */
  readonly withheld: string | null;
  /** Why there are no limits, or what widens them; else null. */
  readonly note: string | null;
}

/** An area's place on the axis of ranks, where lower is better, at one level. */
interface JointLimits {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Ranks of areas with joint limits: with the probability asked, all true ranks at once are inside their limits.
 *
 * Normal limits of every figure at level c^(1/K), K the areas with a standard error, cover all K true figures at once
 * with probability c where the estimates are independent. An area is then after those whose limits lie wholly before
 * its own, and before those whose limits lie wholly after: ranks from 1 + the former to K − the latter. Closed form,
 * no simulation; on the log scale the limits are ln y ∓ z·s/y. Conservative: wider than limits for one area alone.
 *
 * A figure without standard error (or, on the log scale, without logarithm) has a rank and no limits, and may stand
 * anywhere, so it widens the others' by one rank; their note says so. Ties share limits that hold all their ranks.
 *
 * @returns one entry an area, in the order given. Withheld: no figure
 * @throws RangeError for arrays of different lengths, a figure that is not finite, a negative standard error, or a
 *   level out of bounds
 * @see Klein, Wright and Wieczorek 2020, doi:10.1111/rssc.12402
 */
export function rankIntervals({
  values,
  errors,
  first,
  scale = 'natural',
  confidence,
}: RankIntervalsInput): RankedArea[] {
  requireSameLength({ values, errors });
  for (const value of values) if (value !== null) requireNumbers('values', value);
  for (const error of errors) if (error !== null) requireNotNegative('errors', error);
  const method = `joint normal limits (Klein, Wright, Wieczorek)${scale === 'log' ? ' on the log scale' : ''}`;
  const sign = first === 'lowest' ? 1 : -1;
  const order = values.flatMap((value, area) => (value === null ? [] : [area]));
  order.sort((a, b) => sign * (values[a]! - values[b]!) || a - b);
  const reasons = values.map((value, area) => reasonForNoLimits(value, errors[area]!, scale));
  const known = order.filter((area) => reasons[area] === null);
  const unknown = order.length - known.length;
  const ranks = new Map<number, number>();
  for (const [at, area] of order.entries()) {
    const before = order[at - 1];
    ranks.set(area, before !== undefined && values[before] === values[area] ? ranks.get(before)! : at + 1);
  }

  const byLevel = confidence.map((level) => {
    const z = jointZ(level, known.length);
    const joint = new Map(
      known.map((area) => [area, jointLimits(sign, values[area]!, z * errors[area]!, scale)]),
    );
    const lowers = Float64Array.from(joint.values(), ({ lower }) => lower).sort();
    const uppers = Float64Array.from(joint.values(), ({ upper }) => upper).sort();
    return { level, joint, lowers, uppers };
  });
  const next = new Map(order.map((area, at) => [area, order[at + 1]]));

  return values.map((value, area): RankedArea => {
    const limits = byLevel.map(({ level, joint, lowers, uppers }): RankLimits => {
      const own = joint.get(area);
      if (own === undefined) return { confidence: level, lower: null, upper: null, overlapsNext: null };
      const following = joint.get(next.get(area) ?? -1);
      return {
        confidence: level,
        lower: 1 + countBelow(uppers, own.lower),
        upper: unknown + countUpTo(lowers, own.upper),
        overlapsNext: following === undefined ? null : following.lower <= own.upper,
      };
    });
    if (value === null) return { rank: null, limits, method, withheld: 'no figure', note: null };
    const note = reasons[area] ?? (unknown > 0 ? mayStandAnywhere(unknown) : null);
    return { rank: ranks.get(area)!, limits, method, withheld: null, note };
  });
}

function reasonForNoLimits(
  value: number | null,
  error: number | null,
  scale: 'natural' | 'log',
): string | null {
  if (value === null) return 'no figure';
  if (error === null) return NO_STANDARD_ERROR;
  return scale === 'log' && value <= 0 ? 'no limits: zero or below has no logarithm' : null;
}

function mayStandAnywhere(unknown: number): string {
  return `${unknown} area${unknown === 1 ? '' : 's'} without limits may stand anywhere`;
}

/** How many standard errors the limits of each of so many areas reach, so that all hold at once. */
function jointZ(level: number, areas: number): number {
  // Raised to 1/K a level out of bounds may come inside them.
  tailOf(level);
  return zForConfidence(level ** (1 / Math.max(1, areas)));
}

function jointLimits(sign: 1 | -1, value: number, reach: number, scale: 'natural' | 'log'): JointLimits {
  const middle = sign * (scale === 'log' ? Math.log(value) : value);
  const either = scale === 'log' ? reach / value : reach;
  return { lower: middle - either, upper: middle + either };
}

/** How many numbers of an ascending array are below one. */
function countBelow(sorted: Float64Array, number: number): number {
  return countWhile(sorted, (one) => one < number);
}

/** How many numbers of an ascending array are at most one. */
function countUpTo(sorted: Float64Array, number: number): number {
  return countWhile(sorted, (one) => one <= number);
}

function countWhile(sorted: Float64Array, holds: (number: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
