import { requireNotNegative } from './require-numbers.ts';
import { zForConfidence } from './z-for-confidence.ts';

/** Limits of a count, in events; both are 0 or above. */
export interface CountLimits {
  readonly lower: number;
  readonly upper: number;
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
