import type { CountLimits } from './byars-limits.ts';
import { chiSquareQuantile } from './chi-square-distribution.ts';
import { requireNotNegative } from './require-numbers.ts';
import { tailOf } from './z-for-confidence.ts';

/**
 * Exact limits of a Poisson count, from its link with chi-square.
 *
 * L = χ²(α/2; 2x)/2 and U = χ²(1 − α/2; 2x + 2)/2, α = 1 − c; at x = 0 the lower limit is 0.
 *
 * @param events observed events x, 0 or above; need not be whole
 * @param confidence level as a proportion, 0.5 < c < 1
 * @throws RangeError for a negative count or a level out of bounds
 * @see Garwood 1936, doi:10.1093/biomet/28.3-4.437
 */
export function exactPoissonLimits(events: number, confidence: number): CountLimits {
  requireNotNegative('events', events);
  const tail = tailOf(confidence);
  return {
    lower: events === 0 ? 0 : chiSquareQuantile(tail, 2 * events) / 2,
    upper: chiSquareQuantile(1 - tail, 2 * events + 2) / 2,
  };
}
