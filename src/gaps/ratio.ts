import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { finiteOrNull } from '../statistics/finite-or-null.ts';
import { normalLimits } from '../statistics/normal-limits.ts';
import { NO_STANDARD_ERROR, type PairInput, requirePair } from './difference.ts';

const METHOD = 'normal on the log scale';

/**
 * The ratio of two independent figures, first/second, with normal limits on the log scale.
 *
 * s_log² = (s₁/y₁)² + (s₂/y₂)², limits exp(ln r ∓ z·s_log), standard error r·s_log. 1 is no gap, above 1 means the
 * first is higher. Without both standard errors the value stands alone and the note says so.
 *
 * @returns an estimate without unit. Withheld: a figure of zero or below
 * @throws RangeError for a missing figure, a negative standard error or a level out of bounds
 * @see Altman and others 2000, Statistics with Confidence, ch. 7
 */
export function ratio({ first, second, firstError, secondError, confidence }: PairInput): Estimate {
  requirePair({ first, second, firstError, secondError });
  if (first <= 0 || second <= 0) {
    return withheldEstimate(METHOD, 'a ratio needs two figures above zero', confidence);
  }
  const value = first / second;
  if (!Number.isFinite(value) || value === 0)
    return withheldEstimate(METHOD, 'the ratio is out of range', confidence);
  const logError =
    firstError === null || secondError === null ? null : Math.hypot(firstError / first, secondError / second);
  return {
    value,
    standardError: logError === null ? null : finiteOrNull(value * logError),
    limits: normalLimits(Math.log(value), logError, confidence).map(
      ({ confidence: level, lower, upper }) => ({
        confidence: level,
        lower: lower === null ? null : finiteOrNull(Math.exp(lower)),
        upper: upper === null ? null : finiteOrNull(Math.exp(upper)),
      }),
    ),
    method: METHOD,
    withheld: null,
    note: logError === null ? NO_STANDARD_ERROR : null,
  };
}
