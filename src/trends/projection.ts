import { normalCdf } from '../statistics/normal-distribution.ts';
import { studentTQuantile, studentTUpperTail } from '../statistics/student-t-distribution.ts';
import type { Withheld } from '../statistics/withheld.ts';
import { tailOf, zForConfidence } from '../statistics/z-for-confidence.ts';
import { type Regression, weightedRegression } from './weighted-regression.ts';

export interface ProjectionInput {
  /** When each value was, in years, each once, any order. */
  readonly times: ArrayLike<number>;
  /** One value a time, on the scale of the regression. */
  readonly values: ArrayLike<number>;
  /** Known variances of the values, above 0; null for ordinary least squares. */
  readonly variances: ArrayLike<number> | null;
  /** When the future value is. */
  readonly at: number;
}

/** A straight line's prediction of one future value. */
export interface Projection {
  readonly withheld: null;
  readonly fit: Regression;
  readonly value: number;
  /** Of the future value about its prediction: the line's and its own. */
  readonly standardError: number;
  /** Degrees of freedom of Student's t; null for a normal interval. */
  readonly degrees: number | null;
}

/**
 * What a straight line through the values says of a value at another time, with the error of predicting it.
 *
 * With known variances v, weights 1/v: error² = max(1, φ)·(v_latest + 1/Σw + (t₀ − t̄)²/Σw(t − t̄)²), normal; the
 * future value is taken to vary as the latest one does, and φ allows for points that stray further from the line than
 * their variances say. Without: error² = s²(1 + 1/n + (t₀ − t̄)²/Σ(t − t̄)²), Student's t on n − 2. It holds as far
 * as the line does: that the past goes on is an assumption, not a finding.
 *
 * @returns the prediction, or why there is none: fewer than three points, or two points of one time
 * @throws RangeError for missing numbers, variances not above 0 or arrays of different lengths
 * @see Draper and Smith 1998, Applied Regression Analysis, 3.1 and 9.2
 */
export function projection({ times, values, variances, at }: ProjectionInput): Projection | Withheld {
  const fit = weightedRegression({ times, values, variances });
  const points = times.length;
  if (points < 3) return { withheld: 'fewer than three points' };
  const when = Array.from(times);
  if (fit === null || new Set(when).size < points) return { withheld: 'two points are of one time' };
  const weights = when.map((_, point) => (variances ? 1 / variances[point]! : 1));
  const weight = weights.reduce((sum, w) => sum + w, 0);
  const centre =
    when[0]! + when.reduce((sum, time, point) => sum + weights[point]! * (time - when[0]!), 0) / weight;
  const spread = when.reduce((sum, time, point) => sum + weights[point]! * (time - centre) ** 2, 0);
  const ofLine = 1 / weight + (at - centre) ** 2 / spread;
  const own = variances ? variances[when.indexOf(Math.max(...when))]! : 1;
  // Of the slope's error only what is not the design is left: σ², 1 where variances are known.
  const scatter = variances ? Math.max(1, fit.phi ?? 1) : fit.standardError! ** 2 * spread;
  const middle =
    values[0]! +
    when.reduce((sum, _, point) => sum + weights[point]! * (values[point]! - values[0]!), 0) / weight;
  return {
    withheld: null,
    fit,
    value: middle + fit.slope * (at - centre),
    standardError: Math.sqrt(scatter * (own + ofLine)),
    degrees: variances ? null : points - 2,
  };
}

/** The two ends of a prediction interval. @param confidence level as a proportion, 0.5 < c < 1 */
export function predictionInterval(
  { value, standardError, degrees }: Projection,
  confidence: number,
): { readonly lower: number; readonly upper: number } {
  const reach =
    degrees === null ? zForConfidence(confidence) : studentTQuantile(1 - tailOf(confidence), degrees);
  return { lower: value - reach * standardError, upper: value + reach * standardError };
}

/** The probability that the future value is at the bound or beyond it, on the good side: above for `high`. */
export function probabilityBeyond(
  { value, standardError, degrees }: Projection,
  bound: number,
  polarity: 'high' | 'low',
): number {
  const short = polarity === 'high' ? bound - value : value - bound;
  if (standardError === 0) return short <= 0 ? 1 : 0;
  const away = short / standardError;
  return degrees === null ? normalCdf(-away) : studentTUpperTail(away, degrees);
}
