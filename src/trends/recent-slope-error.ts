import { Z_95 } from '../statistics/z-for-confidence.ts';
import type { ProportionSeries, ValueSeries } from './recent-trend.ts';
import { weightedRegression } from './weighted-regression.ts';

const POINTS = 5;

/**
 * The standard error of the slope that recentTrend gives: how far it may stray by chance alone.
 *
 * Values: 1/√Σw(t − t̄)² with w = ((U − L)/(2·z₉₅))⁻². Proportions: the slope is Σkᵢ·logit pᵢ with
 * kᵢ = (tᵢ − t̄)/Σ(t − t̄)², so by the delta method √Σkᵢ²(1/cᵢ + 1/(nᵢ − cᵢ)). The test of recentTrend is another
 * one for proportions and both leave each point out in turn, so limits beside 0 need not agree with it.
 *
 * @param series points for which recentTrend gives a slope
 * @returns null for limits of no width, or points of one time
 * @throws RangeError as weightedRegression does
 */
export function recentSlopeError(series: ValueSeries | ProportionSeries): number | null {
  const newest = (column: ArrayLike<number | null>): number[] =>
    Array.from(column).slice(-POINTS) as number[];
  const times = series.times ? newest(series.times) : Array.from({ length: POINTS }, (_, point) => point + 1);
  if ('values' in series) {
    const uppers = newest(series.uppers);
    const variances = newest(series.lowers).map(
      (lower, point) => ((uppers[point]! - lower) / (2 * Z_95)) ** 2,
    );
    if (variances.includes(0)) return null;
    return weightedRegression({ times, values: newest(series.values), variances })?.standardError ?? null;
  }
  const denominators = newest(series.denominators);
  const middle = times.reduce((sum, time) => sum + time, 0) / times.length;
  const spread = times.reduce((sum, time) => sum + (time - middle) ** 2, 0);
  if (spread === 0) return null;
  const variance = newest(series.events).reduce(
    (sum, count, point) =>
      sum + ((times[point]! - middle) / spread) ** 2 * (1 / count + 1 / (denominators[point]! - count)),
    0,
  );
  return Math.sqrt(variance);
}
