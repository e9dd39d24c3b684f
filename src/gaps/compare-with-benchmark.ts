import type { Polarity } from '../statistics/polarity.ts';
import { requireNumbers } from '../statistics/require-numbers.ts';

export type BenchmarkJudgement = 'better' | 'worse' | 'similar' | 'higher' | 'lower';

/**
 * An area against a benchmark that counts as exact, such as England: the single-overlap rule.
 *
 * A benchmark inside the area's limits, ends included, is "similar"; above or below them the area is better or
 * worse by the polarity, "higher" or "lower" where neither end is good.
 *
 * @param comparison limits of the area, null where there are none; the benchmark in the same unit; the good end
 * @returns null where a limit is missing
 * @throws RangeError for a number that is not finite
 * @see Public Health England, Technical Guide: Confidence Intervals (2018), section on comparing with a benchmark
 */
export function compareWithBenchmark({
  lower,
  upper,
  benchmark,
  polarity,
}: {
  readonly lower: number | null;
  readonly upper: number | null;
  readonly benchmark: number;
  readonly polarity: Polarity;
}): BenchmarkJudgement | null {
  if (lower === null || upper === null) return null;
  requireNumbers('lower', lower);
  requireNumbers('upper', upper);
  requireNumbers('benchmark', benchmark);
  if (lower <= benchmark && benchmark <= upper) return 'similar';
  const isHigher = lower > benchmark;
  if (polarity === 'none') return isHigher ? 'higher' : 'lower';
  return isHigher === (polarity === 'high') ? 'better' : 'worse';
}
