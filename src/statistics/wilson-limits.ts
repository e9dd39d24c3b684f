import { requireAboveZero, requireNotNegative } from './require-numbers.ts';
import { zForConfidence } from './z-for-confidence.ts';

/**
 * Wilson's score limits of a proportion.
 *
 * (2x + z² ∓ z√(z² + 4x(1 − x/n))) / (2(n + z²)): always inside 0 to 1, exactly 0 below none and 1 above all.
 *
 * @param events x, from 0 to the denominator; need not be whole
 * @param denominator n, above 0
 * @param confidence level as a proportion, 0.5 < c < 1
 * @returns limits as proportions
 * @throws RangeError where x is negative or above n, n is not above 0 or the level is out of bounds
 * @see Wilson 1927, doi:10.1080/01621459.1927.10502953; reference wilson_lower_upper, to 1e-9
 */
export function wilsonLimits(
  events: number,
  denominator: number,
  confidence: number,
): { readonly lower: number; readonly upper: number } {
  requireNotNegative('events', events);
  requireAboveZero('denominator', denominator);
  if (events > denominator)
    throw new RangeError(`${events} events are more than the denominator ${denominator}.`);
  const z = zForConfidence(confidence);
  const middle = 2 * events + z * z;
  const reach = z * Math.sqrt(z * z + 4 * events * (1 - events / denominator));
  const scale = 2 * (denominator + z * z);
  return {
    lower: events === 0 ? 0 : (middle - reach) / scale,
    upper: events === denominator ? 1 : (middle + reach) / scale,
  };
}
