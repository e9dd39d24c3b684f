import { chiSquareUpperTail } from '../statistics/chi-square-distribution.ts';
import type { Polarity } from '../statistics/polarity.ts';
import { requireNotNegative, requireNumbers, requireSameLength } from '../statistics/require-numbers.ts';
import { Z_95 } from '../statistics/z-for-confidence.ts';
import { weightedRegression } from './weighted-regression.ts';

/** Values with 95 % limits, oldest first; null is missing. */
export interface ValueSeries {
  readonly values: ArrayLike<number | null>;
  readonly lowers: ArrayLike<number | null>;
  readonly uppers: ArrayLike<number | null>;
  /** Times of the points; by default their positions 1, 2, 3 … */
  readonly times?: ArrayLike<number>;
}

/** Counts out of denominators, oldest first; null is missing. */
export interface ProportionSeries {
  readonly events: ArrayLike<number | null>;
  readonly denominators: ArrayLike<number | null>;
  /** Times of the points; by default their positions 1, 2, 3 … */
  readonly times?: ArrayLike<number>;
}

export type TrendDirection = 'increasing' | 'decreasing' | 'no-significant-change' | 'cannot-be-calculated';

export interface RecentTrend {
  /** Change for one unit of time, in the values' unit; for proportions on the logit scale. */
  readonly slope: number | null;
  readonly chiSquare: number | null;
  readonly pValue: number | null;
  readonly direction: TrendDirection;
  /** Why it cannot be calculated, or why a large chi-square is still no trend; else null. */
  readonly reason: string | null;
}

/** One statistic and the direction of the points, to be asked again with each point left out. */
interface Trend {
  readonly slope: number;
  readonly chiSquare: number;
  readonly slopeWithout: (point: number) => number;
}

const POINTS = 5;

/** The 99.8 % point of chi-square with one degree of freedom. */
const CRITICAL_CHI_SQUARE = 9.54953570608324;

/**
 * The recent trend of Fingertips: is the change over the newest five points significant at 99.8 %?
 *
 * Values with limits: weighted regression with w = ((U − L)/(2·z₉₅))⁻², χ² = b²(Sw·Swtt − Swt²)/Sw. Counts c of
 * denominators n: χ² = N(N·Sct − C·Snt)²/[C(N − C)(N·Sntt − Snt²)], with the least-squares slope of ln(c/(n − c))
 * for the direction. A trend needs χ² > 9.5495 and a slope that keeps its sign whichever point is left out.
 *
 * @param series points of equal spans that do not overlap, oldest first; older ones than the newest five are ignored
 * @returns the direction with its statistic; `cannot-be-calculated` with the reason for fewer than five points, a
 *   missing figure, two points of one time, a count of none or all, or limits of no width round unequal values
 * @throws RangeError for arrays of different lengths, negative counts, a count above its denominator, or limits the
 *   wrong way round
 * @see Office for Health Improvement and Disparities, Fingertips technical guidance: recent trends;
 *   reference fingertips-trend, to 1e-4 where its source takes 2z as 3.92
 */
export function recentTrend(series: ValueSeries | ProportionSeries): RecentTrend {
  const columns: readonly ArrayLike<number | null>[] =
    'events' in series ? [series.events, series.denominators] : [series.values, series.lowers, series.uppers];
  requireSameLength({ ...series });
  const { length } = columns[0]!;
  if (length < POINTS) return cannotBeCalculated('fewer than five points');

  const times = series.times
    ? newestFive(series.times)
    : Array.from({ length: POINTS }, (_, point) => point + 1);
  requireNumbers('times', times);
  if (new Set(times).size < POINTS) return cannotBeCalculated('two points are of one time');
  const newest = columns.map(newestFive);
  if (!newest.every(isComplete)) return cannotBeCalculated('a figure is missing');
  const [first, second, third] = newest;
  const trend = third ? valueTrend(times, first!, second!, third) : proportionTrend(times, first!, second!);
  return typeof trend === 'string' ? cannotBeCalculated(trend) : judged(trend);
}

/**
 * Whether a direction is good news.
 *
 * @returns null without a significant change, or where neither end is good
 */
export function recentTrendJudgement(
  direction: TrendDirection,
  polarity: Polarity,
): 'getting-better' | 'getting-worse' | null {
  if (polarity === 'none' || (direction !== 'increasing' && direction !== 'decreasing')) return null;
  return (direction === 'increasing') === (polarity === 'high') ? 'getting-better' : 'getting-worse';
}

function judged({ slope, chiSquare, slopeWithout }: Trend): RecentTrend {
  const statistics = { slope, chiSquare, pValue: chiSquareUpperTail(chiSquare, 1) };
  if (!(chiSquare > CRITICAL_CHI_SQUARE)) {
    return { ...statistics, direction: 'no-significant-change', reason: null };
  }
  for (let point = 0; point < POINTS; point++) {
    if (Math.sign(slopeWithout(point)) !== Math.sign(slope)) {
      return {
        ...statistics,
        direction: 'no-significant-change',
        reason: 'one point alone decides the direction',
      };
    }
  }
  return { ...statistics, direction: slope > 0 ? 'increasing' : 'decreasing', reason: null };
}

function valueTrend(
  times: readonly number[],
  values: readonly number[],
  lowers: readonly number[],
  uppers: readonly number[],
): Trend | string {
  if (lowers.some((lower, point) => lower > uppers[point]!)) {
    throw new RangeError('A lower limit is above its upper limit.');
  }
  if (values.every((value) => value === values[0])) return { slope: 0, chiSquare: 0, slopeWithout: () => 0 };
  const variances = lowers.map((lower, point) => ((uppers[point]! - lower) / (2 * Z_95)) ** 2);
  if (variances.includes(0)) return 'limits of no width';
  const fit = weightedRegression({ times, values, variances })!;
  return {
    slope: fit.slope,
    chiSquare: (fit.slope / fit.standardError!) ** 2,
    slopeWithout: (point) =>
      weightedRegression({
        times: without(times, point),
        values: without(values, point),
        variances: without(variances, point),
      })!.slope,
  };
}

function proportionTrend(
  times: readonly number[],
  events: readonly number[],
  denominators: readonly number[],
): Trend | string {
  requireNotNegative('events', events);
  if (events.some((count, point) => count > denominators[point]!)) {
    throw new RangeError('A count is above its denominator.');
  }
  if (events.includes(0)) return 'a count is zero';
  if (events.some((count, point) => count === denominators[point])) return 'a count equals its denominator';

  let [N, C, Sct, Snt, Sntt] = [0, 0, 0, 0, 0];
  for (let point = 0; point < POINTS; point++) {
    // Time from the first point on: the statistic is the same, and years do not swamp the digits.
    const t = times[point]! - times[0]!;
    N += denominators[point]!;
    C += events[point]!;
    Sct += events[point]! * t;
    Snt += denominators[point]! * t;
    Sntt += denominators[point]! * t * t;
  }
  const logits = events.map((count, point) => Math.log(count / (denominators[point]! - count)));
  return {
    slope: weightedRegression({ times, values: logits, variances: null })!.slope,
    chiSquare: (N * (N * Sct - C * Snt) ** 2) / (C * (N - C) * (N * Sntt - Snt * Snt)),
    slopeWithout: (point) =>
      weightedRegression({ times: without(times, point), values: without(logits, point), variances: null })!
        .slope,
  };
}

function cannotBeCalculated(reason: string): RecentTrend {
  return { slope: null, chiSquare: null, pValue: null, direction: 'cannot-be-calculated', reason };
}

function newestFive<Figure>(column: ArrayLike<Figure>): Figure[] {
  return Array.from(column).slice(-POINTS);
}

function isComplete(column: readonly (number | null)[]): column is number[] {
  return column.every((figure) => figure !== null && Number.isFinite(figure));
}

function without(numbers: readonly number[], point: number): number[] {
  return numbers.filter((_, index) => index !== point);
}
