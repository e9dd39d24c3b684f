import quantile from '@stdlib/stats-base-dists-chisquare-quantile';
import { lowerGammaShare, poissonDensity, upperGammaShare } from './gamma-share.ts';
import { normalQuantile } from './normal-distribution.ts';
import { requireDegreesOfFreedom, requireProbability } from './require-probability.ts';

/** From here on the library's chi-square quantile is wrong in the fourth digit (its incomplete gamma is). */
const LARGE_DEGREES_OF_FREEDOM = 1000;

/**
 * The value that a chi-square variable stays below with probability p.
 *
 * Up to 1,000 degrees of freedom by the library; above, Newton's method on the tail in gamma-share.ts from
 * Wilson and Hilferty's approximation (1931, doi:10.1073/pnas.17.12.684).
 *
 * @param p probability, 0 < p < 1
 * @param df degrees of freedom, above 0, whole or not
 * @throws RangeError where p is not inside (0, 1) or df is not above 0
 * @see reference/distributions.csv, to 1e-10
 */
export function chiSquareQuantile(p: number, df: number): number {
  requireProbability(p);
  requireDegreesOfFreedom(df);
  if (df < LARGE_DEGREES_OF_FREEDOM) return quantile(p, df);
  const shape = df / 2;
  let half = shape * (1 - 2 / (9 * df) + normalQuantile(p) * Math.sqrt(2 / (9 * df))) ** 3;
  for (let round = 0; round < 20; round++) {
    const excess = p < 0.5 ? lowerGammaShare(shape, half) - p : 1 - p - upperGammaShare(shape, half);
    const step = (excess * half) / (shape * poissonDensity(shape, half));
    half -= step;
    if (Math.abs(step) < 1e-14 * half) break;
  }
  return 2 * half;
}

/**
 * The probability that a chi-square variable exceeds x, exact far out in the tail (no 1 − cdf).
 *
 * @param x 0 or above
 * @param df degrees of freedom, above 0
 * @throws RangeError where x is negative or df is not above 0
 * @see reference/distributions.csv, to 1e-10
 */
export function chiSquareUpperTail(x: number, df: number): number {
  if (!(x >= 0)) throw new RangeError(`x must be 0 or above, not ${x}.`);
  return upperGammaShare(requireDegreesOfFreedom(df) / 2, x / 2);
}
