import binomial from '@stdlib/stats-base-dists-binomial-quantile';
import chiSquare from '@stdlib/stats-base-dists-chisquare-quantile';
import normalDistribution from '@stdlib/stats-base-dists-normal-cdf';
import normal from '@stdlib/stats-base-dists-normal-quantile';
import studentTDistribution from '@stdlib/stats-base-dists-t-cdf';
import studentT from '@stdlib/stats-base-dists-t-quantile';
import { lowerGammaShare, poissonDensity, upperGammaShare } from './gamma-share.ts';

/** From here on the library's chi-square quantile is wrong in the fourth digit (its incomplete gamma is). */
const LARGE_DEGREES_OF_FREEDOM = 1000;

/**
 * The value that a standard normal variable stays below with probability p.
 *
 * @param p probability, 0 < p < 1
 * @returns Φ⁻¹(p); negative below one half
 * @throws RangeError where p is not inside (0, 1)
 * @see reference/distributions.csv, to 1e-10
 */
export function normalQuantile(p: number): number {
  return normal(openProbability(p), 0, 1);
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
  return normalDistribution(x, 0, 1);
}

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
  openProbability(p);
  positive(df);
  if (df < LARGE_DEGREES_OF_FREEDOM) return chiSquare(p, df);
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
  return upperGammaShare(positive(df) / 2, x / 2);
}

/**
 * The smallest count k with P(X ≤ k) ≥ p, X binomial: R's qbinom(p, n, probability).
 *
 * @param p probability, 0 < p < 1
 * @param n number of trials, whole, 0 or above
 * @param probability chance of one trial, from 0 to 1
 * @throws RangeError where an argument is out of its bounds
 */
export function binomialQuantile(p: number, n: number, probability: number): number {
  openProbability(p);
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`n must be a whole number from 0, not ${n}.`);
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`probability must be from 0 to 1, not ${probability}.`);
  }
  // Slightly under p, as R does, so that a tie such as P(X ≤ 499) = 1/2 of 999 tosses is not lost to rounding.
  return binomial(p * (1 - 64 * Number.EPSILON), n, probability);
}

/**
 * The value that Student's t stays below with probability p.
 *
 * @param p probability, 0 < p < 1
 * @param df degrees of freedom, above 0
 * @throws RangeError where p is not inside (0, 1) or df is not above 0
 * @see reference/distributions.csv, to 1e-10
 */
export function studentTQuantile(p: number, df: number): number {
  return studentT(openProbability(p), positive(df));
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
  return studentTDistribution(-x, positive(df));
}

function openProbability(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`A probability must be between 0 and 1, not ${p}.`);
  return p;
}

function positive(df: number): number {
  if (!(df > 0 && df < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`Degrees of freedom must be above 0, not ${df}.`);
  }
  return df;
}
