import type { Limits } from './estimate.ts';
import { zForConfidence } from './z-for-confidence.ts';

/**
 * Normal limits value ∓ z·s at each level asked, in the order asked.
 *
 * @param value the figure, any unit
 * @param standardError s in the same unit, 0 or above; null where there is none, which leaves the limits empty
 * @param confidence levels as proportions, each inside (0.5, 1)
 * @throws RangeError for a level out of bounds
 */
export function normalLimits(
  value: number,
  standardError: number | null,
  confidence: readonly number[],
): Limits[] {
  return confidence.map((level) => {
    const z = zForConfidence(level);
    if (standardError === null) return { confidence: level, lower: null, upper: null };
    return { confidence: level, lower: value - z * standardError, upper: value + z * standardError };
  });
}
