import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { poissonLimits, poissonMethod } from '../statistics/poisson-limits.ts';
import { requireAboveZero, requireNotNegative } from '../statistics/require-numbers.ts';

export interface CrudeRateInput {
  /** Events, x: 0 or above; may exceed the population. */
  readonly events: number;
  /** People or person-years at risk, n: 0 or above. */
  readonly denominator: number;
  /** 100,000 for a rate per 100,000; above 0. */
  readonly multiplier: number;
  /** Levels as proportions, each inside (0.5, 1). */
  readonly confidence: readonly number[];
}

/**
 * Events per head of a population, with exact Poisson limits below ten events and Byar's from ten on.
 *
 * Value k·x/n; limits are those of x times k/n; standard error k·√x/n. 0 is no events at all.
 * A missing count is the caller's to withhold; an empty population (n = 0) is withheld here.
 *
 * @returns an estimate in the multiplier's unit, method "exact Poisson" or "Byar's"
 * @throws RangeError where x or n is negative, or the multiplier or a level is out of bounds
 * @see Public Health England, Technical Guide: Confidence Intervals (2018); reference phe_rate, to 1e-9
 */
export function crudeRate({ events, denominator, multiplier, confidence }: CrudeRateInput): Estimate {
  requireNotNegative('events', events);
  requireNotNegative('denominator', denominator);
  requireAboveZero('multiplier', multiplier);
  const method = poissonMethod(events);
  if (denominator === 0) return withheldEstimate(method, 'the population is zero', confidence);
  const each = multiplier / denominator;
  return {
    value: events * each,
    standardError: Math.sqrt(events) * each,
    limits: confidence.map((level) => {
      const { lower, upper } = poissonLimits(events, level);
      return { confidence: level, lower: lower * each, upper: upper * each };
    }),
    method,
    withheld: null,
    note: null,
  };
}
