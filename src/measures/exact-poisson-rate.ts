import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { exactPoissonLimits } from '../statistics/exact-poisson-limits.ts';
import { requireAboveZero, requireNotNegative } from '../statistics/require-numbers.ts';

export interface ExactPoissonRateInput {
  /** Events, x: 0 or above. */
  readonly events: number;
  /** Bed days, people or the like in which they happened, n: 0 or above; null for the count itself. */
  readonly denominator: number | null;
  /** 1,000 for a rate per 1,000; above 0. A count without a denominator is not multiplied. */
  readonly multiplier: number;
  /** Levels as proportions, each inside (0.5, 1). */
  readonly confidence: readonly number[];
}

const METHOD = 'exact Poisson';

/**
 * Events that ought not to happen at all, as a rate or as a count, with exact Poisson limits however many there are.
 *
 * Value k·x/n; limits are those of x times k/n; standard error k·√x/n. Without a denominator k/n is 1. No events at all
 * have a value of 0 and an upper limit above it: none so far is not none to come.
 * A missing count is the caller's to withhold; a denominator of 0 is withheld here.
 *
 * @returns an estimate in the multiplier's unit, or in events, method "exact Poisson"
 * @throws RangeError where x or n is negative, or the multiplier or a level is out of bounds
 * @see Garwood 1936, doi:10.1093/biomet/28.3-4.437
 */
export function exactPoissonRate({
  events,
  denominator,
  multiplier,
  confidence,
}: ExactPoissonRateInput): Estimate {
  requireNotNegative('events', events);
  if (denominator !== null) requireNotNegative('denominator', denominator);
  requireAboveZero('multiplier', multiplier);
  if (denominator === 0) return withheldEstimate(METHOD, 'the denominator is zero', confidence);
  const each = denominator === null ? 1 : multiplier / denominator;
  return {
    value: events * each,
    standardError: Math.sqrt(events) * each,
    limits: confidence.map((level) => {
      const { lower, upper } = exactPoissonLimits(events, level);
      return { confidence: level, lower: lower * each, upper: upper * each };
    }),
    method: METHOD,
    withheld: null,
    note: null,
  };
}
