import { type Estimate, withheldEstimate } from '../../statistics/estimate.ts';
import { normalLimits } from '../../statistics/normal-limits.ts';
import { NO_STANDARD_ERROR } from '../difference.ts';
import { type Groups, noShares } from './groups.ts';

const METHOD = 'normal';

/**
 * Between-group variance Σp(y − μ)²: squared distances from the average, large ones above all.
 *
 * Var = 4Σp_j²(y_j − μ)²s_j² + 2Σ_iΣ_j A_ij²s_i²s_j², A_jj = p_j(1 − p_j), A_ij = −p_i·p_j; normal limits, of which the
 * lower may fall below zero. 0: all groups are equal; never negative; no direction.
 *
 * @returns an estimate in the figures' unit squared. Withheld: populations not known. Without all standard errors the
 *   value stands alone and the note says so
 * @see Harper and others 2008, doi:10.1093/aje/kwn016; reference healthequal bgv, to 1e-9
 */
export function betweenGroupVariance(groups: Groups): Estimate {
  const { shares, values, errors, mean, input } = groups;
  if (shares === null) return withheldEstimate(METHOD, noShares(groups), input.confidence);
  let value = 0;
  for (let group = 0; group < values.length; group++) value += shares[group]! * (values[group]! - mean!) ** 2;
  const standardError = errors && errorOf(values, errors, shares, mean!);
  return {
    value,
    standardError,
    limits: normalLimits(value, standardError, input.confidence),
    method: METHOD,
    withheld: null,
    note: standardError === null ? NO_STANDARD_ERROR : null,
  };
}

function errorOf(values: Float64Array, errors: Float64Array, shares: Float64Array, mean: number): number {
  let first = 0;
  let second = 0;
  let all = 0;
  for (let group = 0; group < values.length; group++) {
    const [share, variance] = [shares[group]!, errors[group]! ** 2];
    first += share * share * (values[group]! - mean) ** 2 * variance;
    // Σ_i Σ_j (p_i·p_j)²·s_i²·s_j² over all pairs, set right for i = j.
    all += share * share * variance;
    second += (share * (1 - share) * variance) ** 2 - (share * share * variance) ** 2;
  }
  return Math.sqrt(4 * first + 2 * (second + all * all));
}
