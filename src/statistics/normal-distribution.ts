import cdf from '@stdlib/stats-base-dists-normal-cdf';
import quantile from '@stdlib/stats-base-dists-normal-quantile';
import { requireProbability } from './require-probability.ts';

/**
 * The value that a standard normal variable stays below with probability p.
 *
 * @param p probability, 0 < p < 1
 * @returns Φ⁻¹(p); negative below one half
 * @throws RangeError where p is not inside (0, 1)
 * @see reference/distributions.csv, to 1e-10
 */
export function normalQuantile(p: number): number {
  return quantile(requireProbability(p), 0, 1);
}

/**
 * The probability that a standard normal variable is at most x.
 *
 * @param x any number; for an upper tail pass −x, which loses no digits
 * @returns Φ(x)
 * @throws RangeError where x is not a number
 * @see reference/distributions.csv, to 1e-10
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) throw new RangeError('x must be a number.');
  return cdf(x, 0, 1);
}
