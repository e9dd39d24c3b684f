import type { Estimate } from '../statistics/estimate.ts';
import { normalLimits } from '../statistics/normal-limits.ts';
import { requireNotNegative, requireNumbers } from '../statistics/require-numbers.ts';

export interface PairInput {
  /** The figure compared, any unit. */
  readonly first: number;
  /** The figure it is compared with, same unit. */
  readonly second: number;
  /** Standard errors in the same unit, 0 or above; null where unknown. */
  readonly firstError: number | null;
  readonly secondError: number | null;
  /** Levels as proportions, each inside (0.5, 1). */
  readonly confidence: readonly number[];
}

/** The note on a pair of figures of which one has no standard error. */
export const NO_STANDARD_ERROR = 'no limits: a standard error is missing';

/**
 * The difference of two independent figures, first − second, with normal limits.
 *
 * Standard error √(s₁² + s₂²). 0 is no gap, positive means the first is higher. Without both standard errors the
 * value stands alone and the note says so.
 *
 * @returns an estimate in the figures' unit, method "normal"
 * @throws RangeError for a missing figure, a negative standard error or a level out of bounds
 * @see Altman and others 2000, Statistics with Confidence, ch. 4
 */
export function difference({ first, second, firstError, secondError, confidence }: PairInput): Estimate {
  requirePair({ first, second, firstError, secondError });
  const value = first - second;
  const standardError =
    firstError === null || secondError === null ? null : Math.hypot(firstError, secondError);
  return {
    value,
    standardError,
    limits: normalLimits(value, standardError, confidence),
    method: 'normal',
    withheld: null,
    note: standardError === null ? NO_STANDARD_ERROR : null,
  };
}

/** Throws unless both figures are numbers and the standard errors null, 0 or above. */
export function requirePair(pair: Omit<PairInput, 'confidence'>): void {
  requireNumbers('first', pair.first);
  requireNumbers('second', pair.second);
  if (pair.firstError !== null) requireNotNegative('firstError', pair.firstError);
  if (pair.secondError !== null) requireNotNegative('secondError', pair.secondError);
}
