import { requireNotNegative, requireNumbers, requireSameLength } from '../statistics/require-numbers.ts';
import type { Withheld } from '../statistics/withheld.ts';
import { zForConfidence } from '../statistics/z-for-confidence.ts';
import { weightedRegression } from './weighted-regression.ts';

/** The answers to "did the most deprived improve fastest?". */
export const VERDICTS = [
  'poorest-fastest',
  'levelled-down',
  'widening-all-improve',
  'poorest-left-behind',
  'no-clear-difference',
] as const;

export type Verdict = (typeof VERDICTS)[number];

/** One end of the deprivation scale over time. */
export interface EndSeries {
  /** One figure a period, any unit. */
  readonly values: ArrayLike<number>;
  /** Their standard errors in the same unit, 0 or above; null where unknown. */
  readonly errors: ArrayLike<number | null>;
}

export interface PoorestFastestInput {
  /** The periods that both ends have, as years, oldest first. */
  readonly times: readonly number[];
  /** The most deprived group. */
  readonly most: EndSeries;
  /** The least deprived group. */
  readonly least: EndSeries;
  /** Which end of the indicator is good. */
  readonly polarity: 'high' | 'low';
  /** `absolute` in the figures' unit, `relative` in log units. */
  readonly scale: 'absolute' | 'relative';
  /** Level as a proportion, 0.5 < c < 1. */
  readonly confidence: number;
}

export interface PoorestFastest {
  readonly withheld: null;
  /** Improvement of the most deprived minus that of the least; positive means the gap narrowed. */
  readonly difference: number;
  readonly lower: number;
  readonly upper: number;
  /** The limits with each slope's standard error widened by √max(1, φ); the same for two ends. */
  readonly lowerWidened: number;
  readonly upperWidened: number;
  /** Improvement of each group; positive is better, whatever the polarity. */
  readonly changeMostDeprived: number;
  readonly changeLeastDeprived: number;
  /** What each group's change did to the gap; positive widened it, and the two sum to the gap's change. */
  readonly fromMostDeprived: number;
  readonly fromLeastDeprived: number;
  readonly points: number;
  /** `slopes`: all of the above a year; `two ends`: from the first period to the last. */
  readonly method: 'slopes' | 'two ends';
  readonly verdict: Verdict;
  /** By the widened limits. */
  readonly verdictWidened: Verdict;
}

interface Improvement {
  readonly value: number;
  readonly error: number;
  readonly widenedError: number;
}

/** From this many periods on slopes replace the two ends. */
const POINTS_FOR_SLOPES = 5;

/**
 * Did the most deprived improve faster than the least deprived, and which end moved the gap?
 *
 * Improvement I = s·(y_latest − y_base), s = +1 where high is good, −1 where low is; relative: of ln y, its standard
 * error s/y. From five periods on I is s times the inverse-variance slope, a year. difference = I_most − I_least with
 * normal limits from both variances. With the gap G = s·(y_least − y_most), positive when the most deprived are
 * worse, its change is −difference = fromMostDeprived + fromLeastDeprived = −I_most + I_least.
 *
 * Verdicts, improved meaning I_most > 0: lower limit > 0 `poorest-fastest`, or `levelled-down` where the most
 * deprived did not improve; upper limit < 0 `widening-all-improve`, or `poorest-left-behind` where they did not;
 * else `no-clear-difference`.
 *
 * @returns the comparison, or why there is none: fewer than two common periods; a missing standard error, or one of zero
 *   in a period that is used; on the relative scale a figure of zero or below
 * @throws RangeError for missing figures, negative standard errors, arrays of different lengths, times that do not
 *   rise or a level out of bounds
 */
export function poorestFastest(input: PoorestFastestInput): PoorestFastest | Withheld {
  const { times, most, least, polarity, scale, confidence } = input;
  requireNumbers('times', times);
  if (times.some((time, point) => point > 0 && time <= times[point - 1]!))
    throw new RangeError('Times must rise.');
  const z = zForConfidence(confidence);
  if (times.length < 2) return { withheld: 'fewer than two common periods' };
  const useSlopes = times.length >= POINTS_FOR_SLOPES;
  const improvements: Improvement[] = [];
  for (const end of [most, least]) {
    requireSameLength({ times, values: end.values, errors: end.errors });
    const series = onScale(end, scale, useSlopes);
    if (typeof series === 'string') return { withheld: series };
    improvements.push(improvement(times, series, polarity, useSlopes));
  }
  const [ofMost, ofLeast] = improvements as [Improvement, Improvement];

  const value = ofMost.value - ofLeast.value;
  const reach = z * Math.hypot(ofMost.error, ofLeast.error);
  const widenedReach = z * Math.hypot(ofMost.widenedError, ofLeast.widenedError);
  return {
    withheld: null,
    difference: value,
    lower: value - reach,
    upper: value + reach,
    lowerWidened: value - widenedReach,
    upperWidened: value + widenedReach,
    changeMostDeprived: ofMost.value,
    changeLeastDeprived: ofLeast.value,
    fromMostDeprived: 0 - ofMost.value,
    fromLeastDeprived: ofLeast.value,
    points: times.length,
    method: useSlopes ? 'slopes' : 'two ends',
    verdict: verdictOf(value, reach, ofMost.value),
    verdictWidened: verdictOf(value, widenedReach, ofMost.value),
  };
}

function verdictOf(difference: number, reach: number, improvementOfMost: number): Verdict {
  const improved = improvementOfMost > 0;
  if (difference - reach > 0) return improved ? 'poorest-fastest' : 'levelled-down';
  if (difference + reach < 0) return improved ? 'widening-all-improve' : 'poorest-left-behind';
  return 'no-clear-difference';
}

/** The figures and standard errors as they are or as logarithms, or the reason why they cannot be used. */
function onScale(
  { values, errors }: EndSeries,
  scale: 'absolute' | 'relative',
  useSlopes: boolean,
): { values: number[]; errors: number[] } | string {
  requireNumbers('values', values);
  const figures = Array.from(values);
  const known = Array.from(errors).filter((error) => error !== null);
  requireNotNegative('errors', known);
  if (known.length < figures.length) return 'a standard error is missing';
  // Where nothing was counted the error is 0, and nothing would seem certain.
  const used = useSlopes ? known : [known[0]!, known.at(-1)!];
  if (used.includes(0)) return 'a standard error of zero';
  if (scale === 'absolute') return { values: figures, errors: known };
  if (figures.some((value) => value <= 0)) return 'a figure of zero or below has no relative change';
  return { values: figures.map(Math.log), errors: known.map((error, point) => error / figures[point]!) };
}

function improvement(
  times: readonly number[],
  { values, errors }: { readonly values: readonly number[]; readonly errors: readonly number[] },
  polarity: 'high' | 'low',
  useSlopes: boolean,
): Improvement {
  const sign = polarity === 'high' ? 1 : -1;
  if (!useSlopes) {
    const error = Math.hypot(errors[0]!, errors.at(-1)!);
    return { value: sign * (values.at(-1)! - values[0]!), error, widenedError: error };
  }
  const fit = weightedRegression({ times, values, variances: errors.map((error) => error ** 2) })!;
  return { value: sign * fit.slope, error: fit.standardError!, widenedError: fit.widenedStandardError! };
}
