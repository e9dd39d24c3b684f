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

  const weights = Array.from(times, (_, point) => (variances ? 1 / variances[point]! : 1));
  const weight = sum(weights);
  const meanTime = sum(weights.map((w, point) => w * times[point]!)) / weight;
  // Deviations from the first value, so that a constant series has a slope of exactly 0 and not of rounding noise.
  const first = values[0]!;
  const rises = Array.from(values, (value) => value - first);
  const meanRise = sum(weights.map((w, point) => w * rises[point]!)) / weight;
  const spread = sum(weights.map((w, point) => w * (times[point]! - meanTime) ** 2));
  if (Array.from(times).every((time) => time === times[0])) return null;
  const slope =
    sum(weights.map((w, point) => w * (times[point]! - meanTime) * (rises[point]! - meanRise))) / spread;
  const misfit = sum(
    weights.map((w, point) => w * (rises[point]! - meanRise - slope * (times[point]! - meanTime)) ** 2),
  );
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
