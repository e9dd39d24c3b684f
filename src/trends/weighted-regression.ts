import { requireAboveZero, requireNumbers, requireSameLength } from '../statistics/require-numbers.ts';

export interface WeightedRegressionInput {
  /** When each value was, in years or steps, any order. */
  readonly times: ArrayLike<number>;
  /** One value a time, any unit. */
  readonly values: ArrayLike<number>;
  /** Known variances of the values, above 0; null for ordinary least squares. */
  readonly variances: ArrayLike<number> | null;
}

/** A straight line through values in time. */
export interface Regression {
  /** Change in the values for one unit of time; negative means falling. */
  readonly slope: number;
  /** The line's value at time 0. */
  readonly intercept: number;
  /** Of the slope; null for two points without known variances. */
  readonly standardError: number | null;
  /** The standard error times √max(1, φ); the same where φ is unknown. */
  readonly widenedStandardError: number | null;
  /** Σw·residual²/(n − 2): 1 where points stray as their variances say, above 1 where more; null without known variances or for two points. */
  readonly phi: number | null;
  readonly points: number;
}

/**
 * Inverse-variance weighted least squares in time, or ordinary least squares where no variances are known.
 *
 * w = 1/v; b = Σw(t − t̄)(y − ȳ)/Σw(t − t̄)², standard error 1/√Σw(t − t̄)² from the known variances. Ordinary:
 * w = 1 and √(Σresidual²/(n − 2)/Σ(t − t̄)²), meant for Student's t with n − 2 degrees of freedom.
 *
 * @returns null for fewer than two points or when all times are equal
 * @throws RangeError for missing numbers, variances not above 0 or arrays of different lengths
 * @see Draper and Smith 1998, Applied Regression Analysis, 9.2; reference fingertips-trend
 */
export function weightedRegression({ times, values, variances }: WeightedRegressionInput): Regression | null {
  requireSameLength({ times, values, ...(variances && { variances }) });
  requireNumbers('times', times);
  requireNumbers('values', values);
  if (variances) requireAboveZero('variances', variances);
  const points = times.length;
  if (points < 2) return null;

  if (Array.from(times).every((time) => time === times[0])) return null;

  // Deviations from the first value, so that a constant series has a slope of exactly 0 and not of rounding noise.
  const first = values[0]!;
  const weights = new Float64Array(points);
  let weight = 0;
  let weightedTimes = 0;
  let weightedRises = 0;
  for (let point = 0; point < points; point++) {
    const w = variances ? 1 / variances[point]! : 1;
    weights[point] = w;
    weight += w;
    weightedTimes += w * times[point]!;
    weightedRises += w * (values[point]! - first);
  }
  const meanTime = weightedTimes / weight;
  const meanRise = weightedRises / weight;
  let spread = 0;
  let product = 0;
  for (let point = 0; point < points; point++) {
    const away = times[point]! - meanTime;
    spread += weights[point]! * away ** 2;
    product += weights[point]! * away * (values[point]! - first - meanRise);
  }
  const slope = product / spread;
  let misfit = 0;
  for (let point = 0; point < points; point++) {
    const rise = values[point]! - first - meanRise;
    misfit += weights[point]! * (rise - slope * (times[point]! - meanTime)) ** 2;
  }
  const scatter = points > 2 ? misfit / (points - 2) : null;
  const common = { slope, intercept: first + meanRise - slope * meanTime, points };
  if (!variances) {
    const standardError = scatter === null ? null : Math.sqrt(scatter / spread);
    return { ...common, standardError, widenedStandardError: standardError, phi: null };
  }
  const standardError = 1 / Math.sqrt(spread);
  return {
    ...common,
    standardError,
    widenedStandardError: standardError * Math.sqrt(Math.max(1, scatter ?? 1)),
    phi: scatter,
  };
}
