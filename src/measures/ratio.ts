import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { poissonLimits, poissonMethod } from '../statistics/poisson-limits.ts';
import { requireAboveZero, requireNotNegative, requireNumbers } from '../statistics/require-numbers.ts';
import { tailOf } from '../statistics/z-for-confidence.ts';

export interface MeasuredRatioInput {
  /** What is set against the denominator, x: any unit; below 0 only for an amount that is `signed`. */
  readonly numerator: number;
  /** What it is set against, d: any unit, without error of its own. */
  readonly denominator: number;
  /** `count`: x counts events, so that chance gives it limits; `amount`: money, area or the like, which has none. */
  readonly numeratorIs: 'count' | 'amount';
  /** Whether an amount may be below 0, such as a surplus or deficit; not unless told. */
  readonly signed?: boolean;
  /** 1 for a plain ratio, 100 for per cent; above 0. */
  readonly multiplier: number;
  /** Levels as proportions, each inside (0.5, 1). */
  readonly confidence: readonly number[];
}

/**
 * One figure over another of which it need not be a part: spend a head, diagnosed over expected, surplus over allocation.
 *
 * Value k·x/d. Where x counts events, limits are those of x times k/d, exact Poisson below ten events and Byar's from
 * ten on, with d taken as fixed; standard error k·√x/d. An amount has neither. 0 is nothing at all, k is as much as the
 * denominator; more than that is allowed, and for a signed amount less than nothing.
 * A missing figure is the caller's to withhold.
 *
 * @returns an estimate in the multiplier's unit, method "exact Poisson", "Byar's" or "" for an amount, which a note says.
 *   Withheld: a denominator of 0 or below
 * @throws RangeError for a figure that is not finite, a count or an unsigned amount below 0, or a multiplier or level out
 *   of bounds
 * @see Public Health England, Technical Guide: Confidence Intervals (2018) for the limits; for a count the same as
 *   crudeRate, which reference phe_rate checks to 1e-9
 */
export function measuredRatio({
  numerator,
  denominator,
  numeratorIs,
  signed = false,
  multiplier,
  confidence,
}: MeasuredRatioInput): Estimate {
  if (numeratorIs === 'count' || !signed) requireNotNegative('numerator', numerator);
  requireNumbers('numerator', numerator);
  requireNumbers('denominator', denominator);
  requireAboveZero('multiplier', multiplier);
  for (const level of confidence) tailOf(level);
  const method = numeratorIs === 'count' ? poissonMethod(numerator) : '';
  if (denominator <= 0) {
    const reason = `the denominator is ${denominator === 0 ? 'zero' : 'below zero'}`;
    return withheldEstimate(method, reason, confidence);
  }
  const each = multiplier / denominator;
  if (numeratorIs === 'amount') {
    return {
      value: numerator * each,
      standardError: null,
      limits: confidence.map((level) => ({ confidence: level, lower: null, upper: null })),
      method,
      withheld: null,
      note: 'no limits: an amount is no count of events',
    };
  }
  return {
    value: numerator * each,
    standardError: Math.sqrt(numerator) * each,
    limits: confidence.map((level) => {
      const { lower, upper } = poissonLimits(numerator, level);
      return { confidence: level, lower: lower * each, upper: upper * each };
    }),
    method,
    withheld: null,
    note: null,
  };
}
