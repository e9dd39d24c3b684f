import type { Definition } from '../indicators/definition.ts';
import { wholeEventOf } from '../indicators/zero-goals.ts';
import { dateOf, dayNumber } from '../periods/period.ts';
import { exactPoissonLimits } from '../statistics/exact-poisson-limits.ts';
import { countToZero } from '../trends/count-to-zero.ts';
import { eventsByDay } from './events-by-day.ts';
import type { Measure, TowardsZero } from './result.ts';
import type { RunContext } from './run-context.ts';

/**
 * What a goal of none is judged by besides its trend: how many there were, at what rate, how long there has been none,
 * and how long there has ever been none. By the day where all events of the area come with one, else by the periods
 * of the series.
 *
 * @param points the independent values of one area and sex, oldest first, at least one
 */
export function towardsZero(
  definition: Definition,
  points: readonly Measure[],
  run: RunContext,
): TowardsZero {
  return byDay(definition, points, run) ?? byPeriod(definition, points);
}

function byDay(definition: Definition, points: readonly Measure[], run: RunContext): TowardsZero | null {
  const { place, sex } = points[0]!;
  const event = wholeEventOf(definition);
  if (event === null || sex !== 'persons') return null;
  const known = eventsByDay(event, place, run);
  if (known === null) return null;
  const { start, end, days, counts } = known;
  const { count, countLimits, ratePerYear, rateLimits, daysSinceLast, longestRunWithout } = countToZero({
    days,
    counts,
    start: dayNumber(start),
    end: dayNumber(end),
    confidence: 0.95,
  });
  return {
    over: `${start} to ${end}`,
    count,
    countLower: countLimits.lower,
    countUpper: countLimits.upper,
    rate: ratePerYear,
    rateLower: rateLimits.lower,
    rateUpper: rateLimits.upper,
    rateUnit: 'a year',
    step: 'day',
    last: daysSinceLast === null ? null : dateOf(dayNumber(end) - daysSinceLast),
    since: daysSinceLast,
    longest: longestRunWithout,
  };
}

/** In the periods of the series; the count and the rate are those of the newest. */
function byPeriod({ unit }: Definition, points: readonly Measure[]): TowardsZero {
  const newest = points.at(-1)!;
  const { lower, upper } = newest.estimate.limits[0]!;
  const counts = points.map(({ count, estimate }) => count ?? estimate.value!);
  let run = 0;
  let longest = 0;
  for (const count of counts) {
    run = count === 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  const last = points.findLast((_, at) => counts[at] !== 0);
  const exact = newest.count === null ? null : exactPoissonLimits(newest.count, 0.95);
  return {
    over: newest.period.label,
    count: counts.at(-1)!,
    countLower: exact?.lower ?? null,
    countUpper: exact?.upper ?? null,
    rate: newest.estimate.value!,
    rateLower: lower,
    rateUpper: upper,
    rateUnit: unit,
    step: newest.period.length > 1 ? 'period' : newest.period.kind.replace('-', ' '),
    last: last?.period.label ?? null,
    since: last ? run : null,
    longest,
  };
}

/** The same in words, for the note. */
export function zeroInWords(facts: TowardsZero): string {
  const { over, count, countLower, countUpper, rate, rateLower, rateUpper, step, last, since, longest } =
    facts;
  const between = (low: number | null, high: number | null): string =>
    low === null || high === null ? '' : ` (${low.toPrecision(3)} to ${high.toPrecision(3)})`;
  const times = (number: number): string => `${number} ${step}${number === 1 ? '' : 's'}`;
  const rateLimits = between(rateLower, rateUpper);
  const never = `never a ${step} without any`;
  const run = longest === 0 ? never : `longest run without any ${times(longest)}`;
  if (step === 'day') {
    const none = `none on any of ${times(longest)}`;
    return [
      `count ${count}${between(countLower, countUpper)} from ${over}`,
      `${rate.toPrecision(3)} a year${rateLimits}`,
      ...(last === null ? [none] : [`last on ${last}, ${times(since!)} without any since`, run]),
    ].join('; ');
  }
  return [
    `count ${count}${between(countLower, countUpper)}`,
    `value ${rate.toPrecision(3)}${rateLimits}`,
    last ? `last in ${last}, ${times(since!)} without any since` : 'none in any period',
    run,
  ].join('; ');
}
