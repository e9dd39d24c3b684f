import { chiSquareQuantile } from './distributions.ts';
import { requireNotNegative } from './require-numbers.ts';
import { tailOf, zForConfidence } from './z-for-confidence.ts';

/** Limits of a count, in events; both are 0 or above. */
export interface CountLimits {
  readonly lower: number;
  readonly upper: number;
}

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

/**
 * Byar's approximate limits of a Poisson count, meant for ten events or more.
 *
 * L = x(1 − 1/(9x) − z/(3√x))³ and U = (x + 1)(1 − 1/(9(x + 1)) + z/(3√(x + 1)))³; a lower limit that the
 * formula cannot give (x = 0) or puts below zero is 0.
 *
 * @param events observed events x, 0 or above; need not be whole
 * @param confidence level as a proportion, 0.5 < c < 1
 * @throws RangeError for a negative count or a level out of bounds
 * @see Breslow and Day 1987, Statistical Methods in Cancer Research II, p. 69; reference byars_lower_upper, to 1e-9
 */
export function byarsLimits(events: number, confidence: number): CountLimits {
  requireNotNegative('events', events);
  const z = zForConfidence(confidence);
  const next = events + 1;
  return {
    lower: events === 0 ? 0 : Math.max(0, events * (1 - 1 / (9 * events) - z / (3 * Math.sqrt(events))) ** 3),
    upper: next * (1 - 1 / (9 * next) + z / (3 * Math.sqrt(next))) ** 3,
  };
}
