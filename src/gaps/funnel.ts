import { exactPoissonLimits } from '../statistics/exact-poisson-limits.ts';
import { lowerGammaShare, upperGammaShare } from '../statistics/gamma-share.ts';
import { normalQuantile } from '../statistics/normal-distribution.ts';
import { poissonLimits } from '../statistics/poisson-limits.ts';
import { requireAboveZero, requireNotNegative, requireSameLength } from '../statistics/require-numbers.ts';
import { tailOf, zForConfidence } from '../statistics/z-for-confidence.ts';

export type FunnelStatistic = 'proportion' | 'ratio' | 'rate';
export type FunnelFlag = 'low-3sd' | 'low-2sd' | 'within' | 'high-2sd' | 'high-3sd' | 'not-applicable';

export interface FunnelInput {
  /** One entry an area: events, 0 or above; for a proportion at most the denominator. */
  readonly events: ArrayLike<number>;
  /**
   * People (proportion), expected events (ratio) or person-years (rate), 0 or above. Rates may leave them out where
   * `values` has them; a crude rate of no events needs its own.
   */
  readonly denominators?: ArrayLike<number>;
  /** Rates in the multiplier's unit, 0 or above; needed for `dsr`, otherwise events over denominators. */
  readonly values?: ArrayLike<number>;
  readonly statistic: FunnelStatistic;
  /** Kind of a rate: `crude` unless told; `dsr` for directly standardised. */
  readonly rateType?: 'crude' | 'dsr';
  /** 100 for per cent or a ratio to 100, 100,000 for a rate per 100,000; above 0. */
  readonly multiplier: number;
  /** Years that the events cover, above 0, 1 unless told: divides the denominators of a chart, and nothing else. */
  readonly years?: number;
}

/** Limits of a funnel at one place; null where they cannot be known. */
export interface FunnelLimits {
  /** Limits that 2.5 % are below and above by chance, in the multiplier's unit. */
  readonly lower2sd: number | null;
  readonly upper2sd: number | null;
  /** Limits that 0.1 % are below and above by chance, in the multiplier's unit. */
  readonly lower3sd: number | null;
  readonly upper3sd: number | null;
}

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

/** The limits of each level leave 0.025 and 0.001 outside on each side. */
const TWO_SD = 0.95;
const THREE_SD = 0.998;
/** A directly standardised rate of fewer events is not given, so it is not judged. */
const FEWEST_EVENTS_FOR_DSR = 10;
const POINTS = 100;
/** From here on an expansion gives the Poisson limits to the last digit, at once. */
const LARGE_EXPECTED = 1e8;

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

/** Checks the input; the denominator of each area over all years, null for a DSR of no events, which has none. */
function denominatorsOf(input: FunnelInput): (number | null)[] {
  const { events, denominators, values, statistic, rateType = 'crude', multiplier, years = 1 } = input;
  requireNotNegative('events', events);
  requireAboveZero('multiplier', multiplier);
  requireAboveZero('years', years);
  requireSameLength({ events, ...(denominators && { denominators }), ...(values && { values }) });
  if (denominators) requireNotNegative('denominators', denominators);
  const isRate = statistic === 'rate';
  if (isRate && values) requireNotNegative('values', values);
  if (isRate && rateType === 'dsr' && !values)
    throw new RangeError('Directly standardised rates need their values.');
  if (!denominators && !(isRate && values)) throw new RangeError('A funnel needs denominators.');
  return Array.from(events, (count, area) => {
    const denominator = denominators?.[area];
    if (statistic === 'proportion' && count > denominator!) {
      throw new RangeError(`${count} events are more than the denominator ${denominator}.`);
    }
    if (!isRate || !values) return denominator!;
    if (count > 0) {
      if (values[area] === 0) throw new RangeError(`A rate of 0 cannot have ${count} events.`);
      return (count / values[area]!) * multiplier;
    }
    if (rateType === 'dsr') return null;
    if (denominator === undefined) throw new RangeError('A rate of no events needs its denominator.');
    return denominator;
  });
}

/** Events over denominators of all areas that have one, for a ratio 1; null where none has. */
function averageOf(
  { events, statistic }: FunnelInput,
  denominators: readonly (number | null)[],
): number | null {
  let count = 0;
  let people = 0;
  denominators.forEach((denominator, area) => {
    if (!denominator) return;
    count += events[area]!;
    people += denominator;
  });
  if (people === 0) return null;
  return statistic === 'ratio' ? 1 : count / people;
}

function limitsAt(
  statistic: FunnelStatistic,
  average: number,
  denominator: number,
  multiplier: number,
): FunnelLimits {
  const limits =
    statistic === 'proportion'
      ? (level: number) => proportionLimits(average, denominator, level)
      : (level: number) => countLimits(average * denominator, level).map((count) => count / denominator);
  const [lower2sd, upper2sd] = limits(TWO_SD).map((limit) => limit * multiplier) as [number, number];
  const [lower3sd, upper3sd] = limits(THREE_SD).map((limit) => limit * multiplier) as [number, number];
  return { lower2sd, upper2sd, lower3sd, upper3sd };
}

function proportionLimits(average: number, people: number, level: number): [number, number] {
  const reach = zForConfidence(level) * Math.sqrt((average * (1 - average)) / people);
  return [Math.max(0, average - reach), Math.min(1, average + reach)];
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

/** The counts, not whole, that so many expected events fall short of or exceed with the level's probability. */
function countLimits(expected: number, level: number): [number, number] {
  if (expected === 0) return [0, 0];
  const tail = tailOf(level);
  const z = normalQuantile(tail);
  const lower =
    Math.exp(-expected) >= tail
      ? 0
      : solveCount(expected, z, shapeWithQuantile(expected, -z) - 1, (count) =>
          probit(upperGammaShare(count + 1, expected)),
        );
  const upper = solveCount(
    expected,
    -z,
    shapeWithQuantile(expected, z),
    (count) => -probit(lowerGammaShare(count, expected)),
  );
  return [lower, upper];
}

/**
 * The shape of the gamma distribution whose quantile at Φ(z) is x, by Cornish and Fisher's expansion (1938,
 * doi:10.2307/1400905): x = s + z√s + (z² − 1)/3 + (z³ − 7z)/(36√s), as exact as a double from s = 10⁸ on.
 */
function shapeWithQuantile(x: number, z: number): number {
  let shape = x;
  for (let round = 0; round < 10; round++) {
    const root = Math.sqrt(Math.max(shape, x / 10));
    shape = x - z * root - (z * z - 1) / 3 - (z ** 3 - 7 * z) / (36 * root);
  }
  return shape;
}

/** Where a score that rises with the count, about 1/√expected a count, reaches z: secant steps kept in a bracket. */
function solveCount(expected: number, z: number, guess: number, score: (count: number) => number): number {
  if (expected >= LARGE_EXPECTED) return guess;
  const spread = Math.sqrt(expected);
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  let count = Math.max(guess, expected / 10);
  let slope = 1 / spread;
  let before: { count: number; excess: number } | null = null;
  for (let round = 0; round < 100; round++) {
    const excess = score(count) - z;
    if (excess < 0) low = count;
    else high = count;
    const secant = before ? (excess - before.excess) / (count - before.count) : slope;
    if (secant > 0 && Number.isFinite(secant)) slope = secant;
    before = { count, excess };
    const step = count - excess / slope;
    const within = step > low && step < high;
    const next = within ? step : high === Number.POSITIVE_INFINITY ? 2 * count + 1 : (low + high) / 2;
    if (Math.abs(next - count) <= 1e-14 * (count + spread)) return count;
    count = next;
  }
  return count;
}

/** Φ⁻¹, kept finite where a share rounds to 0 or 1. */
function probit(share: number): number {
  return normalQuantile(Math.min(Math.max(share, 1e-300), 1 - Number.EPSILON));
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
