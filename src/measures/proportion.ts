import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { requireAboveZero, requireNotNegative } from '../statistics/require-numbers.ts';
import { wilsonLimits } from '../statistics/wilson-limits.ts';

export interface ProportionInput {
  /** Those with the attribute, x: from 0 to the denominator. */
  readonly events: number;
  /** All who were counted, n: 0 or above. */
  readonly denominator: number;
  /** 1 for a proportion, 100 for per cent; above 0. */
  readonly multiplier: number;
  /** Levels as proportions, each inside (0.5, 1). */
  readonly confidence: readonly number[];
}

/**
 * The share of a group that has an attribute, with Wilson limits.
 *
 * Value k·x/n; standard error k·√(p(1 − p)/n), p = x/n. 0 is nobody, the multiplier is everybody.
 * A missing count is the caller's to withhold; nobody counted (n = 0) is withheld here.
 *
 * @returns an estimate in the multiplier's unit, method "Wilson"
 * @throws RangeError where x is negative or above n, or the multiplier or a level is out of bounds
 * @see Public Health England, Technical Guide: Confidence Intervals (2018); reference phe_proportion, to 1e-9
 */
export function proportion({ events, denominator, multiplier, confidence }: ProportionInput): Estimate {
  requireNotNegative('events', events);
  requireNotNegative('denominator', denominator);
  requireAboveZero('multiplier', multiplier);
  if (events > denominator)
    throw new RangeError(`${events} events are more than the denominator ${denominator}.`);
  if (denominator === 0) return withheldEstimate('Wilson', 'the denominator is zero', confidence);
  const share = events / denominator;
  return {
    value: share * multiplier,
    standardError: multiplier * Math.sqrt((share * (1 - share)) / denominator),
    limits: confidence.map((level) => {
      const { lower, upper } = wilsonLimits(events, denominator, level);
      return { confidence: level, lower: lower * multiplier, upper: upper * multiplier };
    }),
    method: 'Wilson',
    withheld: null,
    note: null,
  };
}
