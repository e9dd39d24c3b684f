import { zForConfidence } from '../statistics/z-for-confidence.ts';
import type { Measure } from './result.ts';

/**
 * The standard error that a ratio of a measure goes by, in the measure's unit: of a published value that of its
 * logarithm, from the logarithms of its limits, as those limits are seldom the same distance from it on either side.
 */
export function ratioError({ method, estimate }: Pick<Measure, 'method' | 'estimate'>): number | null {
  const { value, limits, standardError } = estimate;
  const own = limits.find(({ confidence }) => confidence === 0.95);
  const lower = own?.lower ?? 0;
  const upper = own?.upper ?? 0;
  if (method !== 'given' || value === null || value <= 0 || lower <= 0 || upper <= 0) return standardError;
  return (value * (Math.log(upper) - Math.log(lower))) / (2 * zForConfidence(0.95));
}
