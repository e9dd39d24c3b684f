import { finiteOrNull } from '../statistics/finite-or-null.ts';
import { normalCdf } from '../statistics/normal-distribution.ts';
import { requireNumbers, requireSameLength } from '../statistics/require-numbers.ts';
import { studentTQuantile, studentTUpperTail } from '../statistics/student-t-distribution.ts';
import type { Withheld } from '../statistics/withheld.ts';
import { tailOf, Z_95, zForConfidence } from '../statistics/z-for-confidence.ts';
import { weightedRegression } from './weighted-regression.ts';

export interface AnnualChangeInput {
  /** When each value was, in years, any order; years in between may be missing. */
  readonly times: ArrayLike<number>;
  /** One value a time, any unit. */
  readonly values: ArrayLike<number>;
  /** Their 95 % limits; where any is null no limits are used. */
  readonly lowers: ArrayLike<number | null>;
  readonly uppers: ArrayLike<number | null>;
  /** `linear` for units a year, `log` for per cent a year. */
  readonly scale: 'linear' | 'log';
  /** Level as a proportion, 0.5 < c < 1. */
  readonly confidence: number;
}

export interface AnnualChange {
  readonly withheld: null;
  /** Change a year in the values' unit, or for `log` in per cent; negative means falling. */
  readonly slope: number;
  /** Its limits in the same unit; null for two points without limits, or where they leave the range of numbers. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** The limits with the standard error widened by √max(1, φ). */
  readonly lowerWidened: number | null;
  readonly upperWidened: number | null;
  /** Standard errors of the slope on the scale of the regression (for `log` that of b, not of per cent). */
  readonly standardError: number | null;
  readonly widenedStandardError: number | null;
  /** Two-sided probability of a slope this far from 0 if there were no trend. */
  readonly pValue: number | null;
  readonly pValueWidened: number | null;
  /** How far the points stray from the line against what their limits say (1 is as expected); null without limits. */
  readonly phi: number | null;
  readonly points: number;
  /** Change over all the years spanned, in the values' unit or in per cent. */
  readonly change: number;
  readonly method: 'inverse-variance regression' | 'ordinary least squares';
}

/**
 * The change a year: the slope of a straight line through the values, or through their logarithms.
 *
 * With limits, weights 1/v with v = ((U − L)/(2·z₉₅))² (log: of ln U, ln L), normal limits b ∓ z·s and
 * p = 2Φ(−|b/s|). Without, ordinary least squares with Student's t on n − 2. Log results are 100(eᵇ − 1) % a year;
 * the change is b times the years spanned (log: 100(e^(b·span) − 1) %).
 *
 * @returns the change, or why there is none: fewer than two points or one time only; on the log scale a value or
 *   limit of zero or below; limits of no width; a change beyond the range of numbers
 * @throws RangeError for missing values, arrays of different lengths, limits the wrong way round or a level out of
 *   bounds
 * @see Clegg and others 2009, doi:10.1002/sim.3733 (annual per cent change); Draper and Smith 1998, 9.2
 */
export function annualChange(input: AnnualChangeInput): AnnualChange | Withheld {
  const { times, values, lowers, uppers, scale, confidence } = input;
  requireSameLength({ times, values, lowers, uppers });
  requireNumbers('times', times);
  requireNumbers('values', values);
  const tail = tailOf(confidence);
  const limits = bothLimits(lowers, uppers);
  const reason = reasonToWithhold(input, limits);
  if (reason) return { withheld: reason };

  const onScale = (number: number) => (scale === 'log' ? Math.log(number) : number);
  const variances =
    limits?.map(([lower, upper]) => ((onScale(upper) - onScale(lower)) / (2 * Z_95)) ** 2) ?? null;
  if (variances?.includes(0)) return { withheld: 'limits of no width' };
  const fit = weightedRegression({ times, values: Array.from(values, onScale), variances });
  if (!fit) return { withheld: 'all points are of one time' };

  const inUnit = (slope: number) => (scale === 'log' ? 100 * Math.expm1(slope) : slope);
  const reach = limits
    ? zForConfidence(confidence)
    : fit.points > 2
      ? studentTQuantile(1 - tail, fit.points - 2)
      : 0;
  const limitAt = (standardError: number | null, side: 1 | -1) =>
    standardError === null ? null : finiteOrNull(inUnit(fit.slope + side * reach * standardError));
  const pValueOf = (standardError: number | null) => {
    if (standardError === null) return null;
    if (standardError === 0) return fit.slope === 0 ? 1 : 0;
    const away = Math.abs(fit.slope / standardError);
    return 2 * (limits ? normalCdf(-away) : studentTUpperTail(away, fit.points - 2));
  };
  const span = Math.max(...Array.from(times)) - Math.min(...Array.from(times));
  const slope = inUnit(fit.slope);
  const change = inUnit(fit.slope * span);
  if (!Number.isFinite(slope) || !Number.isFinite(change)) return { withheld: 'the change is out of range' };
  return {
    withheld: null,
    slope,
    lower: limitAt(fit.standardError, -1),
    upper: limitAt(fit.standardError, 1),
    lowerWidened: limitAt(fit.widenedStandardError, -1),
    upperWidened: limitAt(fit.widenedStandardError, 1),
    standardError: fit.standardError,
    widenedStandardError: fit.widenedStandardError,
    pValue: pValueOf(fit.standardError),
    pValueWidened: pValueOf(fit.widenedStandardError),
    phi: fit.phi,
    points: fit.points,
    change,
    method: limits ? 'inverse-variance regression' : 'ordinary least squares',
  };
}

/** The limits pairwise; null where any is missing. */
function bothLimits(
  lowers: ArrayLike<number | null>,
  uppers: ArrayLike<number | null>,
): (readonly [number, number])[] | null {
  const pairs: (readonly [number, number])[] = [];
  for (let point = 0; point < lowers.length; point++) {
    const lower = lowers[point] ?? null;
    const upper = uppers[point] ?? null;
    if (lower === null || upper === null) return null;
    requireNumbers('limits', [lower, upper]);
    if (lower > upper) throw new RangeError(`The lower limit ${lower} is above the upper limit ${upper}.`);
    pairs.push([lower, upper]);
  }
  return pairs;
}

function reasonToWithhold(
  { values, scale }: AnnualChangeInput,
  limits: readonly (readonly [number, number])[] | null,
): string | null {
  if (values.length < 2) return 'fewer than two points';
  if (scale === 'log' && Array.from(values).some((value) => value <= 0)) {
    return 'a value of zero or below has no logarithm';
  }
  if (scale === 'log' && limits?.some(([lower]) => lower <= 0))
    return 'a limit of zero or below has no logarithm';
  return null;
}
