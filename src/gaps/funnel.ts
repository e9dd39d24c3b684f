import { poissonLimits } from '../statistics/poisson-limits.ts';
import { averageOf, denominatorsOf, type FunnelInput } from './funnel-input.ts';
import {
  type FunnelLimits,
  type FunnelStatistic,
  limitsAt,
  proportionLimits,
  THREE_SD,
  TWO_SD,
} from './funnel-limits.ts';

export type FunnelFlag = 'low-3sd' | 'low-2sd' | 'within' | 'high-2sd' | 'high-3sd' | 'not-applicable';

export interface FunnelArea extends FunnelLimits {
  /** The area's figure in the multiplier's unit; null when withheld. */
  readonly value: number | null;
  /**
   * Where the area stands on a chart: people, expected events, or for a rate the people a year who would have its
   * events at its rate (events/value, over the years); null when withheld.
   */
  readonly denominator: number | null;
  readonly flag: FunnelFlag;
  /** Why the flag is `not-applicable`; else null. */
  readonly withheld: string | null;
}

export interface Funnel {
  /** Σevents/Σdenominators of all areas, for a ratio 1, in the multiplier's unit; null where no area has a denominator. */
  readonly average: number | null;
  /** One entry an area, in the order given. */
  readonly areas: readonly FunnelArea[];
}

/** A directly standardised rate of fewer events is not given, so it is not judged. */
const FEWEST_EVENTS_FOR_DSR = 10;

/**
 * Funnel: which areas differ from the average of all by more than chance, given how large they are.
 *
 * Proportion: limits p̄ ∓ z√(p̄(1 − p̄)/n), inside 0 to 1; flagged where x/n is beyond, which is where the area's
 * Wilson limits leave p̄ out. Ratio and rate: limits O/n·k at the counts O (not whole) that E = p̄·n expected events
 * exceed or fall short of with probability 0.025 or 0.001: P(X ≤ O | E) and P(X ≥ O | E), Poisson, through the gamma
 * distribution; 0 where even no events are likelier than that. Flagged where the area's own limits, exact below ten
 * events and Byar's from ten on, leave the average out; Byar's being approximate, an area at a limit may be flagged
 * though it is not beyond it, or the other way round. For a ratio the average is 1, not Σ observed over Σ expected.
 *
 * A rate's denominator is events/value, for no events the given one; a DSR of no events adds to no sum. Equal to a
 * limit is within. DSRs of fewer than ten events count in the average but are `not-applicable`, without limits.
 *
 * @returns the average and one entry an area. `not-applicable` with the reason: fewer than 10 events (DSR); a
 *   denominator of zero, whose events do not count in the average either
 * @throws RangeError for negative or missing input, arrays of different lengths, a proportion's events above its
 *   denominator, missing denominators or values (a crude rate of no events without its denominator among them), a
 *   rate of zero that has events, or a multiplier or years not above 0
 * @see Spiegelhalter 2005, doi:10.1002/sim.1970; reference assign_funnel_significance (exactly), limits as
 *   calculate_funnel_limits (see funnelCurve), value and denominator as calculate_funnel_points, to 1e-9
 */
export function funnel(input: FunnelInput): Funnel {
  const { events, values, statistic, multiplier, years = 1 } = input;
  const isDsr = statistic === 'rate' && input.rateType === 'dsr';
  const denominators = denominatorsOf(input);
  const average = averageOf(input, denominators);
  const areas = denominators.map((denominator, area): FunnelArea => {
    const count = events[area]!;
    if (isDsr && count < FEWEST_EVENTS_FOR_DSR) return notApplicable('fewer than 10 events');
    if (!denominator || average === null) return notApplicable('the denominator is zero');
    const value = statistic === 'rate' && values ? values[area]! : (count / denominator) * multiplier;
    return {
      value,
      denominator: statistic === 'rate' ? denominator / years : denominator,
      ...limitsAt(statistic, average, denominator, multiplier),
      flag: flagOf(statistic, average, count, denominator),
      withheld: null,
    };
  });
  return { average: average === null ? null : average * multiplier, areas };
}

function notApplicable(reason: string): FunnelArea {
  return {
    value: null,
    denominator: null,
    lower2sd: null,
    upper2sd: null,
    lower3sd: null,
    upper3sd: null,
    flag: 'not-applicable',
    withheld: reason,
  };
}

function flagOf(statistic: FunnelStatistic, average: number, count: number, denominator: number): FunnelFlag {
  const side = (level: number): 'low' | 'high' | null => {
    if (statistic === 'proportion') {
      const [lower, upper] = proportionLimits(average, denominator, level);
      const share = count / denominator;
      return share < lower ? 'low' : share > upper ? 'high' : null;
    }
    const { lower, upper } = poissonLimits(count, level);
    return average > upper / denominator ? 'low' : average < lower / denominator ? 'high' : null;
  };
  const beyond3sd = side(THREE_SD);
  if (beyond3sd) return `${beyond3sd}-3sd`;
  const beyond2sd = side(TWO_SD);
  return beyond2sd ? `${beyond2sd}-2sd` : 'within';
}
