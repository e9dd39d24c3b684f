import { binomialQuantile } from '../statistics/binomial-distribution.ts';
import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { levelInWords } from '../statistics/level-in-words.ts';
import { requireNotNegative, requireSameLength } from '../statistics/require-numbers.ts';
import { tailOf } from '../statistics/z-for-confidence.ts';

export interface WaitingPercentileInput {
  /** Weeks from which each band runs, included; rising, 0 or above. */
  readonly from: ArrayLike<number>;
  /** Weeks to which each band runs, excluded; null where the last band is open. */
  readonly to: readonly (number | null)[];
  /** People who have waited that long, whole numbers. */
  readonly waiting: ArrayLike<number>;
  /** Which percentile, 0 < p < 1: 0.5 for the median, 0.92 for the 92nd. */
  readonly percentile: number;
  /** Levels as proportions, each inside (0.5, 1). */
  readonly confidence: readonly number[];
}

const METHOD = 'interpolated in weekly bands, binomial ranks';

/**
 * The weeks within which a share p of a waiting list have waited so far, with limits from binomial ranks.
 *
 * Rank h = p·N falls in the first band whose cumulative count reaches it; the value is from + (h − F)/n·(to − from)
 * with F waiting before the band and n in it. Limits are the weeks of ranks qbinom(α/2, N, p) and
 * qbinom(1 − α/2, N, p) + 1 by the same rule; the standard error is null.
 *
 * A system's percentile is that of the bands added up, not a mean of percentiles.
 *
 * @returns an estimate in weeks. Withheld: nobody waiting; a value in the open band ("104+ weeks …"). A limit in
 *   the open band, or with a rank below 1 or above N, is null and the note says so
 * @throws RangeError for counts that are not whole, bands that overlap or do not rise, an open band that is not the
 *   last, or a percentile or level out of bounds
 * @see Conover 1999, Practical Nonparametric Statistics, 3.2 (limits of a quantile by binomial ranks)
 */
export function waitingPercentile({
  from,
  to,
  waiting,
  percentile,
  confidence,
}: WaitingPercentileInput): Estimate {
  requireSameLength({ from, to, waiting });
  requireNotNegative('from', from);
  requireNotNegative('waiting', waiting);
  requireRisingBands(from, to);
  if (!(percentile > 0 && percentile < 1))
    throw new RangeError(`A percentile is inside (0, 1), not ${percentile}.`);

  const counts = Array.from(waiting);
  if (!counts.every(Number.isInteger))
    throw new RangeError('Counts of people waiting must be whole numbers.');
  const people = counts.reduce((sum, count) => sum + count, 0);
  if (people === 0) return withheldEstimate(METHOD, 'nobody is waiting', confidence);

  const weeksAt = (rank: number) => weeksAtRank(from, to, waiting, rank);
  const value = weeksAt(wholeIfClose(percentile * people));
  if (typeof value === 'string') return withheldEstimate(METHOD, value, confidence);

  const notes: string[] = [];
  const limitAt = (rank: number, which: string): number | null => {
    const weeks = rank < 1 || rank > people ? 'too few people are waiting' : weeksAt(rank);
    if (typeof weeks === 'number') return weeks;
    notes.push(`no ${which} limit: ${weeks}`);
    return null;
  };
  const limits = confidence.map((level) => {
    const tail = tailOf(level);
    const words = levelInWords(level);
    return {
      confidence: level,
      lower: limitAt(binomialQuantile(tail, people, percentile), `lower ${words}`),
      upper: limitAt(binomialQuantile(1 - tail, people, percentile) + 1, `upper ${words}`),
    };
  });
  return {
    value,
    standardError: null,
    limits,
    method: METHOD,
    withheld: null,
    note: notes.join('; ') || null,
  };
}

/** p·N that differs from a whole rank by rounding alone (0.92 × 100) is that rank, lest it slip to the next band. */
function wholeIfClose(rank: number): number {
  const whole = Math.round(rank);
  return Math.abs(rank - whole) <= 1e-9 * rank ? whole : rank;
}

/** The weeks of a rank, or in words that it is in the open band. */
function weeksAtRank(
  from: ArrayLike<number>,
  to: readonly (number | null)[],
  waiting: ArrayLike<number>,
  rank: number,
): number | string {
  let before = 0;
  let band = 0;
  while (before + waiting[band]! < rank) before += waiting[band++]!;
  const start = from[band]!;
  const end = to[band];
  if (end === null || end === undefined) return `${start}+ weeks, in the open last band`;
  return start + ((rank - before) / waiting[band]!) * (end - start);
}

function requireRisingBands(from: ArrayLike<number>, to: readonly (number | null)[]): void {
  for (let band = 0; band < to.length; band++) {
    const end = to[band] ?? null;
    if (end === null && band < to.length - 1) throw new RangeError('Only the last band can be open.');
    if (end !== null && !(end > from[band]!))
      throw new RangeError(`Band ${from[band]} to ${end} does not rise.`);
    if (end !== null && band + 1 < to.length && !(from[band + 1]! >= end)) {
      throw new RangeError(`The band from ${from[band + 1]} starts before ${end}.`);
    }
  }
}
