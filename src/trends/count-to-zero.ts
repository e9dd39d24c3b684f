import type { CountLimits } from '../statistics/byars-limits.ts';
import { exactPoissonLimits } from '../statistics/exact-poisson-limits.ts';
import { requireNotNegative, requireNumbers, requireSameLength } from '../statistics/require-numbers.ts';

export interface CountToZeroInput {
  /** Days of the events as numbers counted from any day, any order; several may be of one day. */
  readonly days: ArrayLike<number>;
  /** Events of each entry; 1 each unless told. */
  readonly counts?: ArrayLike<number>;
  /** First and last day of the period, both included. */
  readonly start: number;
  readonly end: number;
  /** Level as a proportion, 0.5 < c < 1. */
  readonly confidence: number;
}

export interface CountToZero {
  /** Events in the period. */
  readonly count: number;
  readonly countLimits: CountLimits;
  /** Events a year of 365.25 days. */
  readonly ratePerYear: number;
  readonly rateLimits: CountLimits;
  /** Days from the last event in the period to the period's last day, 0 where it was on that day; null without one. */
  readonly daysSinceLast: number | null;
  /** The most days in a row without an event, the stretches at both ends of the period included. */
  readonly longestRunWithout: number;
  /** Events before or after the period, which count nowhere. */
  readonly outside: number;
}

const DAYS_A_YEAR = 365.25;

/**
 * How near a goal of none is: the events of a period, their rate with exact Poisson limits, and the days without.
 *
 * Rate = count/days·365.25, days = end − start + 1; limits of the count by chi-square, divided alike. Zero events have
 * a lower limit of 0 and an upper one above it: none so far is not none to come.
 *
 * @throws RangeError for days that are not whole, an end before the start, negative counts, arrays of different
 *   lengths or a level out of bounds
 * @see Garwood 1936, doi:10.1093/biomet/28.3-4.437
 */
export function countToZero({ days, counts, start, end, confidence }: CountToZeroInput): CountToZero {
  requireNumbers('days', days);
  requireNumbers('period', [start, end]);
  if (counts) {
    requireSameLength({ days, counts });
    requireNotNegative('counts', counts);
  }
  if (![start, end, ...Array.from(days)].every(Number.isInteger))
    throw new RangeError('Days must be whole numbers.');
  if (end < start) throw new RangeError(`The period ends on day ${end}, before it starts on day ${start}.`);

  let [count, outside] = [0, 0];
  const withEvents: number[] = [];
  for (let entry = 0; entry < days.length; entry++) {
    const events = counts ? counts[entry]! : 1;
    if (events === 0) continue;
    if (days[entry]! < start || days[entry]! > end) outside += events;
    else {
      count += events;
      withEvents.push(days[entry]!);
    }
  }
  withEvents.sort((a, b) => a - b);
  let longestRunWithout = 0;
  let before = start - 1;
  for (const day of [...withEvents, end + 1]) {
    longestRunWithout = Math.max(longestRunWithout, day - before - 1);
    before = day;
  }
  const yearly = DAYS_A_YEAR / (end - start + 1);
  const countLimits = exactPoissonLimits(count, confidence);
  const last = withEvents.at(-1);
  return {
    count,
    countLimits,
    ratePerYear: count * yearly,
    rateLimits: { lower: countLimits.lower * yearly, upper: countLimits.upper * yearly },
    daysSinceLast: last === undefined ? null : end - last,
    longestRunWithout,
    outside,
  };
}
