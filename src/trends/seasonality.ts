import { chiSquareUpperTail } from '../statistics/chi-square-distribution.ts';
import { requireNumbers } from '../statistics/require-numbers.ts';
import type { Withheld } from '../statistics/withheld.ts';
import { weightedRegression } from './weighted-regression.ts';

export interface Seasonality {
  readonly withheld: null;
  /** Whether some months are higher than others year after year, at 1 %. */
  readonly seasonal: boolean;
  /** Kruskal and Wallis' H, about chi-square with 11 degrees of freedom where there is no season. */
  readonly statistic: number;
  readonly pValue: number;
}

const MONTHS = 12;
const FEWEST_YEARS = 3;
const SIGNIFICANT = 0.01;

/** Differences smaller than this share of the largest value are rounding. */
const ROUNDING = 1e-12;

/**
 * Whether a monthly series has a season: do the same months come out high, year after year?
 *
 * Kruskal and Wallis' test over the twelve months, a straight line taken off first:
 * H = (12/(N(N + 1))·ΣRⱼ²/nⱼ − 3(N + 1))/(1 − Σ(t³ − t)/(N³ − N)), R sums of the ranks of a month, t sizes of ties.
 * Ranks are over the whole series: inside each year, a line would order tied small counts alike every year and look
 * like a season. Changes of level hide a season and do not make one; one that wanders through the year is not found.
 *
 * @param values one a month without gaps, oldest first
 * @returns the test, or why there is none: fewer than three years
 * @throws RangeError for missing values
 * @see Kruskal and Wallis 1952, doi:10.1080/01621459.1952.10483441; Ladiray and Quenneville 2001,
 *   doi:10.1007/978-1-4613-0175-2 (its use for seasonality)
 */
export function seasonality(values: ArrayLike<number>): Seasonality | Withheld {
  requireNumbers('values', values);
  const size = values.length;
  if (size < FEWEST_YEARS * MONTHS) return { withheld: 'fewer than three years of months' };
  const times = Array.from({ length: size }, (_, month) => month);
  const line = weightedRegression({ times, values, variances: null })!;
  const grain = ROUNDING * Math.max(...Array.from(values, Math.abs));
  // In grains, so that what rounding alone tells apart is a tie.
  const rests = times.map((month) =>
    grain === 0 ? 0 : Math.round((values[month]! - line.intercept - line.slope * month) / grain),
  );
  const order = [...times].sort((a, b) => rests[a]! - rests[b]!);
  const rankSums = new Float64Array(MONTHS);
  let ties = 0;
  for (let first = 0, next = 0; first < size; first = next) {
    while (next < size && rests[order[next]!] === rests[order[first]!]) next++;
    const tied = next - first;
    ties += tied ** 3 - tied;
    // Equal values share the mean of their ranks, first + 1 to next.
    for (let at = first; at < next; at++) rankSums[order[at]! % MONTHS]! += (first + 1 + next) / 2;
  }
  const squares = rankSums.reduce(
    (sum, rankSum, month) => sum + rankSum ** 2 / Math.ceil((size - month) / MONTHS),
    0,
  );
  const share = 1 - ties / (size ** 3 - size);
  const h = (12 * squares) / (size * (size + 1)) - 3 * (size + 1);
  const statistic = share > 0 ? Math.max(0, h / share) : 0;
  const pValue = chiSquareUpperTail(statistic, MONTHS - 1);
  return { withheld: null, seasonal: pValue < SIGNIFICANT, statistic, pValue };
}
