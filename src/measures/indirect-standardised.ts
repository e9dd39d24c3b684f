import type { Estimate } from '../statistics/estimate.ts';
import { poissonLimits, poissonMethod } from '../statistics/poisson-limits.ts';
import { requireAboveZero, requireNotNegative, requireSameLength } from '../statistics/require-numbers.ts';

export interface IndirectInput {
  /** One entry an age band: events x in the area, 0 or above. Left out where `observed` gives their total. */
  readonly events?: ArrayLike<number>;
  /** The area's events in all, 0 or above, where they are not known by band; instead of `events`. */
  readonly observed?: number;
  /** People or person-years n of the area in the band, 0 or above. */
  readonly populations: ArrayLike<number>;
  /** Events of the reference population in the band, 0 or above. */
  readonly referenceEvents: ArrayLike<number>;
  /** People or person-years of the reference population in the band, above 0. */
  readonly referencePopulations: ArrayLike<number>;
  /** For the ratio 1 or 100, for the rate 100,000 for a rate per 100,000; above 0. */
  readonly multiplier: number;
  /** Levels as proportions, each inside (0.5, 1). */
  readonly confidence: readonly number[];
  /** What each band is called; only used to name one in an error. */
  readonly bands?: ArrayLike<string | number>;
}

export interface IndirectRatio extends Estimate {
  /** Events that happened, O. */
  readonly observed: number;
  /** Events that the reference population's rates would have given, E; above 0. */
  readonly expected: number;
}

export interface IndirectRate extends IndirectRatio {
  /** Crude rate of the reference population, in the multiplier's unit. */
  readonly referenceRate: number;
}

/**
 * Indirectly standardised ratio: events observed over those expected at the reference population's age-specific
 * rates, such as a standardised mortality ratio.
 *
 * Value k·O/E with E = Σ n·x_ref/n_ref; limits are those of O, exact Poisson below ten events and Byar's from ten on,
 * times k/E; E is taken as free of error. Standard error k·√O/E. 0 is no events; above k more than expected. Ratios
 * of areas with different ages must not be compared with each other, only each with the reference.
 *
 * @returns an estimate with observed and expected, method "exact Poisson" or "Byar's"
 * @throws RangeError where E is 0 (nobody lives there, or the reference has no events at those ages); a band has no
 *   reference population; both or none of events and observed are given; for negative or missing input, arrays of
 *   different lengths, or a multiplier or level out of bounds
 * @see Breslow and Day 1987, Statistical Methods in Cancer Research II, p. 65; reference calculate_ISRatio, to 1e-9
 */
export function indirectRatio(input: IndirectInput): IndirectRatio {
  const observed = observedOf(input);
  const expected = expectedOf(input);
  requireAboveZero('multiplier', input.multiplier);
  return { ...overExpected(observed, expected, input.multiplier, input.confidence), observed, expected };
}

/**
 * Indirectly standardised rate: the indirectly standardised ratio times the reference population's crude rate.
 *
 * Value O/E·k·Σx_ref/Σn_ref; limits and standard error are those of the ratio times the same rate, which is taken as
 * free of error. 0 is no events.
 *
 * @returns an estimate in the multiplier's unit with observed, expected and reference rate, method as the ratio's
 * @throws RangeError as indirectRatio does
 * @see Public Health England, Technical Guide: Confidence Intervals (2018); reference calculate_ISRate, to 1e-9
 */
export function indirectRate(input: IndirectInput): IndirectRate {
  const observed = observedOf(input);
  const expected = expectedOf(input);
  requireAboveZero('multiplier', input.multiplier);
  const referenceRate = (sumOf(input.referenceEvents) / sumOf(input.referencePopulations)) * input.multiplier;
  return {
    ...overExpected(observed, expected, referenceRate, input.confidence),
    observed,
    expected,
    referenceRate,
  };
}

function observedOf({ events, observed, populations }: IndirectInput): number {
  if ((events === undefined) === (observed === undefined)) {
    throw new RangeError('Give either the events of each band or the observed total.');
  }
  if (events === undefined) {
    requireNotNegative('observed', observed!);
    return observed!;
  }
  requireNotNegative('events', events);
  requireSameLength({ events, populations });
  return sumOf(events);
}

function expectedOf({ populations, referenceEvents, referencePopulations, bands }: IndirectInput): number {
  requireNotNegative('populations', populations);
  requireNotNegative('referenceEvents', referenceEvents);
  requireNotNegative('referencePopulations', referencePopulations);
  requireSameLength({ populations, referenceEvents, referencePopulations, ...(bands && { bands }) });
  let expected = 0;
  for (let band = 0; band < populations.length; band++) {
    if (referencePopulations[band] === 0) {
      throw new RangeError(`Age band ${bands?.[band] ?? band + 1} has no reference population.`);
    }
    expected += (populations[band]! * referenceEvents[band]!) / referencePopulations[band]!;
  }
  if (expected === 0) {
    throw new RangeError('The expected events are 0: no population, or no reference events at its ages.');
  }
  return expected;
}

/** The estimate k·O/E, k the multiplier or the reference rate. */
function overExpected(
  observed: number,
  expected: number,
  multiplier: number,
  confidence: readonly number[],
): Estimate {
  const each = multiplier / expected;
  return {
    value: observed * each,
    standardError: Math.sqrt(observed) * each,
    limits: confidence.map((level) => {
      const { lower, upper } = poissonLimits(observed, level);
      return { confidence: level, lower: lower * each, upper: upper * each };
    }),
    method: poissonMethod(observed),
    withheld: null,
    note: null,
  };
}

function sumOf(numbers: ArrayLike<number>): number {
  return Array.from(numbers).reduce((sum, number) => sum + number, 0);
}
