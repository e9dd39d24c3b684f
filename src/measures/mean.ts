import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { requireNumbers } from '../statistics/require-numbers.ts';
import { studentTQuantile } from '../statistics/student-t-distribution.ts';
import { tailOf } from '../statistics/z-for-confidence.ts';

export interface MeanInput {
  /** One figure a person or record, any unit; missing ones are the caller's to withhold. */
  readonly values: ArrayLike<number>;
  /** Levels as proportions, each inside (0.5, 1). */
  readonly confidence: readonly number[];
}

export interface MeanEstimate extends Estimate {
  /** Σ of the values, in their unit; 0 where there are none. */
  readonly sum: number;
  /** How many values there are. */
  readonly n: number;
  /** Standard deviation √(Σ(x − mean)²/(n − 1)) in the same unit; null below two values. */
  readonly sd: number | null;
}

const METHOD = "Student's t";

/**
 * The mean of values, with limits by Student's t on n − 1 degrees of freedom.
 *
 * Value Σx/n; standard error sd/√n; limits value ∓ t·sd/√n, t the quantile at 1 − (1 − c)/2. Equal values have limits
 * of no width. Squares are summed around the mean, so huge values of small spread keep their digits.
 *
 * @returns an estimate in the values' unit with sum, n and sd, method "Student's t". One value: the value without
 *   limits, and a note. Withheld: no values
 * @throws RangeError for a value that is missing or not finite, values too large to add up, or a level out of bounds
 * @see Student 1908, doi:10.1093/biomet/6.1.1; reference phe_mean, to 1e-9
 */
export function mean({ values, confidence }: MeanInput): MeanEstimate {
  requireNumbers('values', values);
  const tails = confidence.map(tailOf);
  const figures = Array.from(values);
  const n = figures.length;
  const sum = figures.reduce((total, figure) => total + figure, 0);
  if (n === 0) return { ...withheldEstimate(METHOD, 'there are no values', confidence), sum, n, sd: null };

  // Counted from the first value, so that equal values have exactly their own mean and no spread.
  const origin = figures[0]!;
  const value = origin + figures.reduce((total, figure) => total + (figure - origin), 0) / n;
  const sd = n === 1 ? null : Math.sqrt(squaresAround(value, figures) / (n - 1));
  if (![sum, value, sd ?? 0].every(Number.isFinite)) {
    throw new RangeError('The values are too large to add up.');
  }
  const standardError = sd === null ? null : sd / Math.sqrt(n);
  return {
    value,
    standardError,
    limits: confidence.map((level, index) => {
      if (standardError === null) return { confidence: level, lower: null, upper: null };
      const reach = studentTQuantile(1 - tails[index]!, n - 1) * standardError;
      return { confidence: level, lower: value - reach, upper: value + reach };
    }),
    method: METHOD,
    withheld: null,
    note: n === 1 ? 'no limits: one value has no spread' : null,
    sum,
    n,
    sd,
  };
}

/** Σ(x − centre)², less what is due to the rounding of the centre. */
function squaresAround(centre: number, figures: readonly number[]): number {
  let squares = 0;
  let rest = 0;
  for (const figure of figures) {
    squares += (figure - centre) ** 2;
    rest += figure - centre;
  }
  return Math.max(0, squares - (rest * rest) / figures.length);
}
