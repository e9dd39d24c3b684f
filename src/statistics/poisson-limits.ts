import { byarsLimits, type CountLimits } from './byars-limits.ts';
import { exactPoissonLimits } from './exact-poisson-limits.ts';

/** Byar's approximation is good from this many events on; below, the limits are exact. */
const EVENTS_FOR_BYARS = 10;

/**
 * Limits of a count of events: exact below ten events, Byar's from ten on.
 *
 * @param events observed events, 0 or above; need not be whole
 * @param confidence level as a proportion, 0.5 < c < 1
 * @returns limits in events; poissonMethod says which of the two they are
 * @throws RangeError for a negative count or a level out of bounds
 * @see Public Health England, Technical Guide: Confidence Intervals (2018); reference phe_rate, to 1e-9
 */
export function poissonLimits(events: number, confidence: number): CountLimits {
  return events < EVENTS_FOR_BYARS ? exactPoissonLimits(events, confidence) : byarsLimits(events, confidence);
}

/** What poissonLimits gives for so many events, in the field's words. */
export function poissonMethod(events: number): 'exact Poisson' | "Byar's" {
  return events < EVENTS_FOR_BYARS ? 'exact Poisson' : "Byar's";
}
