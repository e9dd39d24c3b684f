import quantile from '@stdlib/stats-base-dists-binomial-quantile';
import { requireProbability } from './require-probability.ts';

/**
 * The smallest count k with P(X ≤ k) ≥ p, X binomial: R's qbinom(p, n, probability).
 *
 * @param p probability, 0 < p < 1
 * @param n number of trials, whole, 0 or above
 * @param probability chance of one trial, from 0 to 1
 * @throws RangeError where an argument is out of its bounds
 */
export function binomialQuantile(p: number, n: number, probability: number): number {
  requireProbability(p);
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`n must be a whole number from 0, not ${n}.`);
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`probability must be from 0 to 1, not ${probability}.`);
  }
  // Slightly under p, as R does, so that a tie such as P(X ≤ 499) = 1/2 of 999 tosses is not lost to rounding.
  return quantile(p * (1 - 64 * Number.EPSILON), n, probability);
}
