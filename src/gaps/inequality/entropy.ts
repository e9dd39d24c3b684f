import { type Estimate, withheldEstimate } from '../../statistics/estimate.ts';
import { normalLimits } from '../../statistics/normal-limits.ts';
import { NO_STANDARD_ERROR } from '../difference.ts';
import { type Groups, noShareOfAverage, noShares } from './groups.ts';

/** What a figure of zero counts as where its logarithm is taken, in the figures' unit. */
export const LOGARITHM_FLOOR = 1e-6;
export const FLOORED = 'a figure of zero counts as 0.000001 in logarithms';
export const DELTA_METHOD = 'delta method, normal';

/** Both are given times 1,000, limits and all. */
const TIMES = 1000;

/**
 * Theil index 1000·Σp·r·ln r, r = y/μ: how unequally what is measured is spread; large figures weigh most.
 *
 * Delta method: ∂T/∂y_j = (p_j/μ)(ln r_j − T). 0: all groups are equal; never negative; no direction.
 *
 * @returns an estimate times 1,000. Withheld: populations not known, an average of zero or below, a negative figure. A
 *   figure of zero is floored for the logarithm, and the note says so
 * @see Theil 1967, Economics and Information Theory, ch. 4; reference healthequal ti, to 1e-9: its standard error and
 *   limits are on the scale before the times 1,000 and are not copied
 */
export function theil(groups: Groups): Estimate {
  return ofEntropy(groups, (values, shares, mean) => {
    const logs = logsOverMean(values, mean);
    const index = sumOf(shares, (group) => (values[group]! / mean) * logs[group]!);
    return { index, slopes: logs.map((log, group) => (shares[group]! / mean) * (log - index)) };
  });
}

/**
 * Mean log deviation 1000·Σp·(−ln r), r = y/μ: how unequally what is measured is spread; small figures weigh most.
 *
 * Delta method: ∂M/∂y_j = p_j/μ − p_j/y_j. 0: all groups are equal; never negative; no direction.
 *
 * @returns an estimate times 1,000, withheld and floored as theil
 * @see Theil 1967, Economics and Information Theory, ch. 4; reference healthequal mld, to 1e-9: its standard error and
 *   limits are on the scale before the times 1,000 and are not copied
 */
export function meanLogDeviation(groups: Groups): Estimate {
  return ofEntropy(groups, (values, shares, mean) => {
    const logs = logsOverMean(values, mean);
    return {
      index: 0 - sumOf(shares, (group) => logs[group]!),
      slopes: values.map((value, group) => shares[group]! / mean - shares[group]! / value),
    };
  });
}

interface Index {
  readonly index: number;
  /** Derivative by each figure. */
  readonly slopes: Float64Array;
}

function ofEntropy(
  groups: Groups,
  indexOf: (values: Float64Array, shares: Float64Array, mean: number) => Index,
): Estimate {
  const { shares, errors, input } = groups;
  const { confidence } = input;
  if (shares === null) return withheldEstimate(DELTA_METHOD, noShares(groups), confidence);
  const reason = noShareOfAverage(groups);
  if (reason !== null) return withheldEstimate(DELTA_METHOD, reason, confidence);
  const { values, isFloored } = floored(groups.values);
  const mean = sumOf(shares, (group) => values[group]!);
  const { index, slopes } = indexOf(values, shares, mean);
  return timesThousand(index, errors && errorOf(slopes, errors), isFloored, confidence);
}

/** ln r of each figure, even of one so small that r is 0 to the computer. */
export function logsOverMean(values: Float64Array, mean: number): Float64Array {
  return values.map((value) => Math.log(Math.max(value / mean, Number.MIN_VALUE)));
}

/** Figures of which every one has a logarithm. */
export function floored(values: Float64Array): {
  readonly values: Float64Array;
  readonly isFloored: boolean;
} {
  const isFloored = values.includes(0);
  return { values: isFloored ? values.map((value) => value || LOGARITHM_FLOOR) : values, isFloored };
}

/** √Σ(slope·s)². */
export function errorOf(slopes: Float64Array, errors: Float64Array): number {
  return Math.hypot(...slopes.map((slope, group) => slope * errors[group]!));
}

/** An index as an estimate times 1,000. */
export function timesThousand(
  index: number,
  error: number | null,
  isFloored: boolean,
  confidence: readonly number[],
): Estimate {
  const [value, standardError] = [TIMES * index, error === null ? null : TIMES * error];
  const notes = [isFloored ? FLOORED : null, error === null ? NO_STANDARD_ERROR : null];
  return {
    value,
    standardError,
    limits: normalLimits(value, standardError, confidence),
    method: DELTA_METHOD,
    withheld: null,
    note: notes.filter((note) => note !== null).join('; ') || null,
  };
}

function sumOf(shares: Float64Array, term: (group: number) => number): number {
  let sum = 0;
  for (let group = 0; group < shares.length; group++) sum += shares[group]! * term(group);
  return sum;
}
