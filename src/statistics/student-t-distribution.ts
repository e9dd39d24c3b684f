import cdf from '@stdlib/stats-base-dists-t-cdf';
import quantile from '@stdlib/stats-base-dists-t-quantile';
import { requireDegreesOfFreedom, requireProbability } from './require-probability.ts';

/**
 * The value that Student's t stays below with probability p.
 *
 * @param p probability, 0 < p < 1
 * @param df degrees of freedom, above 0
 * @throws RangeError where p is not inside (0, 1) or df is not above 0
 * @see reference/distributions.csv, to 1e-10
 */
export function studentTQuantile(p: number, df: number): number {
  return quantile(requireProbability(p), requireDegreesOfFreedom(df));
}

/**
 * The probability that Student's t exceeds x, exact far out in the tail (no 1 − cdf).
 *
 * @param x any number
 * @param df degrees of freedom, above 0
 * @throws RangeError where x is not a number or df is not above 0
 */
export function studentTUpperTail(x: number, df: number): number {
  if (Number.isNaN(x)) throw new RangeError('x must be a number.');
  return cdf(-x, requireDegreesOfFreedom(df));
}
