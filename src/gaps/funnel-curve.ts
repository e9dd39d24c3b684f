import { exactPoissonLimits } from '../statistics/exact-poisson-limits.ts';
import { averageOf, denominatorsOf, type FunnelInput } from './funnel-input.ts';
import { type FunnelLimits, type FunnelStatistic, limitsAt, THREE_SD, TWO_SD } from './funnel-limits.ts';

/** One point of each curve: the limits of one place on the axis, each with the denominator at which it holds. */
export interface FunnelCurvePoint extends FunnelLimits {
  /** People (proportion) or events (ratio, rate), whole. */
  readonly axis: number;
  /** Denominator at which each limit holds: people, expected events, or people a year for a rate. */
  readonly lower2sdDenominator: number;
  readonly upper2sdDenominator: number;
  readonly lower3sdDenominator: number;
  readonly upper3sdDenominator: number;
}

export interface FunnelCurve {
  /** As in Funnel. */
  readonly average: number | null;
  /** 100 points, rising; none where no area has a denominator or, for a rate, an event. */
  readonly points: readonly FunnelCurvePoint[];
}

const POINTS = 100;

/**
 * The curves of a funnel for a chart: its limits over an axis of 100 points that covers all areas.
 *
 * Proportion: p̄ ∓ z√(p̄(1 − p̄)/n), inside 0 to 1, over people n. Ratio and rate: over whole events O, each limit
 * with the denominator at which it holds: O/E·k (O·p̄/E·k for a rate), E the exact Poisson limits of O, that is the
 * expected events at which P(X ≥ O) or P(X ≤ O) is 0.025 or 0.001; a rate's denominators are E/p̄ over the years.
 * The axis runs from 1, or from just below the smallest denominator where the largest is at most twice that, to just
 * above the largest, in steps of even ratio.
 *
 * @returns the average and the points
 * @throws RangeError as funnel does
 * @see reference calculate_funnel_limits: proportions to 1e-9, Poisson limits to 1e-4, since its bisection stops early.
 *   Its upper limit of a proportion is cut at 100 whatever the multiplier; here it is cut at the multiplier
 */
export function funnelCurve(input: FunnelInput): FunnelCurve {
  const { statistic, multiplier, years = 1 } = input;
  const denominators = denominatorsOf(input);
  const average = averageOf(input, denominators);
  if (average === null) return { average, points: [] };
  if (statistic === 'rate' && average === 0) return { average, points: [] };
  const known = denominators.filter((denominator) => denominator !== null && denominator > 0) as number[];
  const axis = axisOver(statistic, known, average, years);
  const points = axis.map((at): FunnelCurvePoint => {
    if (statistic === 'proportion') {
      return {
        axis: at,
        lower2sdDenominator: at,
        upper2sdDenominator: at,
        lower3sdDenominator: at,
        upper3sdDenominator: at,
        ...limitsAt(statistic, average, at, multiplier),
      };
    }
    const two = exactPoissonLimits(at, TWO_SD);
    const three = exactPoissonLimits(at, THREE_SD);
    const limit = (expected: number) => ((at * average) / expected) * multiplier;
    const denominator = (expected: number) => (statistic === 'rate' ? expected / average / years : expected);
    return {
      axis: at,
      lower2sdDenominator: denominator(two.upper),
      lower2sd: limit(two.upper),
      upper2sdDenominator: denominator(two.lower),
      upper2sd: limit(two.lower),
      lower3sdDenominator: denominator(three.upper),
      lower3sd: limit(three.upper),
      upper3sdDenominator: denominator(three.lower),
      upper3sd: limit(three.lower),
    };
  });
  return { average: average * multiplier, points };
}

/** 100 whole numbers in steps of even ratio, as the reference spaces them. */
function axisOver(
  statistic: FunnelStatistic,
  denominators: readonly number[],
  average: number,
  years: number,
): number[] {
  const smallest = denominators.reduce((least, denominator) => Math.min(least, denominator));
  const largest = denominators.reduce((most, denominator) => Math.max(most, denominator));
  const scale = statistic === 'rate' ? years : 1;
  let from = largest > 2 * smallest ? 0 : roundDown((smallest / scale) * 0.95) * scale;
  let to = roundUp((largest / scale) * 1.05) * scale;
  if (statistic === 'rate') [from, to] = [Math.floor(from * average), Math.ceil(to * average)];
  const axis = [Math.max(1, from)];
  const stepsLeft = statistic === 'ratio' ? POINTS + 1 : POINTS;
  while (axis.length < POINTS) {
    const last = axis.at(-1)!;
    const next = Math.round((to / last) ** (1 / (stepsLeft - axis.length)) * last);
    axis.push(Math.max(next, last + 1));
  }
  return axis;
}

/** Down to one figure: 3,800 is 3,000. */
function roundDown(number: number): number {
  const unit = 10 ** (String(Math.floor(number)).length - 1);
  return Math.floor(number / unit) * unit;
}

/** Up to two figures: 7,350 is 7,400. */
function roundUp(number: number): number {
  const unit = 10 ** (String(Math.ceil(number)).length - 2);
  return Math.ceil(number / unit) * unit;
}
