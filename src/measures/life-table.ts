import { requireNotNegative, requireSameLength } from '../statistics/require-numbers.ts';
import type { Withheld } from '../statistics/withheld.ts';

export interface LifeTableInput {
  /** First age of each band in years, rising, the first 0; the last band is open (90 is 90 and over). */
  readonly starts: ArrayLike<number>;
  /** Deaths D in the band, 0 or above. */
  readonly deaths: ArrayLike<number>;
  /** People or person-years P in the band, 0 or above. */
  readonly populations: ArrayLike<number>;
  /**
   * Share a of the band that those who die in it live, inside (0, 1]: a number for the first band (0.1 unless
   * told; the others 0.5), `keyfitz` for 0.07 + 1.7·M₀, or an array with one entry a band.
   */
  readonly a0?: number | 'keyfitz' | ArrayLike<number>;
}

/** A life table; every array has one entry a band, and l starts at 100,000. */
export interface LifeTable {
  readonly withheld: null;
  readonly starts: Float64Array;
  /** Death rate D/P of the band. */
  readonly M: Float64Array;
  /** Share of the band that those who die in it live; 0 in the open band, which needs none. */
  readonly a: Float64Array;
  /** Probability of dying inside the band; 1 in the open band and where there are too many deaths (see q in lifeTable). */
  readonly q: Float64Array;
  /** Survivors at the band's start. */
  readonly l: Float64Array;
  /** Years lived inside the band. */
  readonly L: Float64Array;
  /** Years lived from the band's start on. */
  readonly T: Float64Array;
  /** Life expectancy at the band's start in years; 0 where l is 0. */
  readonly e: Float64Array;
  /** Variance of e in years²; 0 where l is 0. */
  readonly variance: Float64Array;
}

/** With this population or less a table is not trusted (Eayres and Williams 2004, doi:10.1136/jech.2003.009654). */
const TOO_SMALL_POPULATION = 5000;
const RADIX = 100_000;

/**
 * Abridged or single-year life table with Chiang's variance and Silcocks' last band.
 *
 * M = D/P; q = nM/(1 + n(1 − a)M), 1 where D > P/n/a; L = n(l′ + a(l − l′)), l/M in the open band; e = T/l.
 * Variance of e at x: Σ over y ≥ x of l_y²((1 − a)n + e_{y+n})²·q²(1 − q)/D, and l²/(M²D) for the open band,
 * over lₓ²; a band without deaths adds nothing.
 *
 * @returns the table, or the reason why there is none: a population of 5,000 or less; a band with no population;
 *   more deaths than population in a band; no deaths in the open band
 * @throws RangeError for negative or missing numbers, arrays of different lengths, starts that do not rise from 0,
 *   or an a outside (0, 1]
 * @see Chiang 1984, The Life Table and its Applications; Silcocks and others 2001, doi:10.1136/jech.55.1.38;
 *   reference phe_life_expectancy, to 1e-9
 */
export function lifeTable({ starts, deaths, populations, a0 = 0.1 }: LifeTableInput): LifeTable | Withheld {
  requireSameLength({ starts, deaths, populations });
  requireNotNegative('deaths', deaths);
  requireNotNegative('populations', populations);
  requireRisingFromZero(starts);
  const reason = reasonToWithhold(starts, deaths, populations);
  if (reason) return { withheld: reason };

  const size = starts.length;
  const last = size - 1;
  // One piece of memory for all columns: a table is small, and there may be a hundred thousand of them.
  const memory = new Float64Array(9 * size);
  const column = (at: number): Float64Array => memory.subarray(at * size, (at + 1) * size);
  const [M, q, l, L, T, e, variance] = [
    column(0),
    column(1),
    column(2),
    column(3),
    column(4),
    column(5),
    column(6),
  ];
  for (let band = 0; band < size; band++) M[band] = deaths[band]! / populations[band]!;
  const a = sharesLived(column(7), M[0]!, a0);
  const ages = column(8);
  ages.set(Array.from(starts));
  l[0] = RADIX;
  for (let band = 0; band < last; band++) {
    const n = starts[band + 1]! - starts[band]!;
    const cannotLiveOn = deaths[band]! > populations[band]! / n / a[band]!;
    q[band] = cannotLiveOn ? 1 : (n * M[band]!) / (1 + n * (1 - a[band]!) * M[band]!);
    l[band + 1] = l[band]! * (1 - q[band]!);
    L[band] = n * (l[band + 1]! + a[band]! * (l[band]! - l[band + 1]!));
  }
  q[last] = 1;
  L[last] = l[last]! / M[last]!;

  let years = 0;
  let spread = 0;
  for (let band = last; band >= 0; band--) {
    years += L[band]!;
    T[band] = years;
    if (l[band] === 0) continue;
    e[band] = years / l[band]!;
    if (band === last) {
      spread = (l[band]! / M[band]!) ** 2 / deaths[band]!;
    } else if (deaths[band]! > 0) {
      const n = starts[band + 1]! - starts[band]!;
      const yearsLost = (1 - a[band]!) * n + e[band + 1]!;
      spread += ((l[band]! * yearsLost * q[band]!) ** 2 * (1 - q[band]!)) / deaths[band]!;
    }
    variance[band] = spread / l[band]! ** 2;
  }
  return { withheld: null, starts: ages, M, a, q, l, L, T, e, variance };
}

function requireRisingFromZero(starts: ArrayLike<number>): void {
  if (starts.length < 2) throw new RangeError('A life table needs two age bands or more.');
  if (starts[0] !== 0) throw new RangeError(`The first age band must start at 0, not ${starts[0]}.`);
  for (let band = 1; band < starts.length; band++) {
    if (!(starts[band]! > starts[band - 1]! && starts[band]! < 200)) {
      throw new RangeError(`Age bands must rise in years: ${starts[band - 1]}, then ${starts[band]}.`);
    }
  }
}

function reasonToWithhold(
  starts: ArrayLike<number>,
  deaths: ArrayLike<number>,
  populations: ArrayLike<number>,
): string | null {
  let people = 0;
  for (let band = 0; band < starts.length; band++) {
    if (populations[band] === 0) return `the age band from ${starts[band]} has no population`;
    if (deaths[band]! > populations[band]!)
      return `the age band from ${starts[band]} has more deaths than population`;
    people += populations[band]!;
  }
  if (people <= TOO_SMALL_POPULATION) return 'a population of 5,000 or less';
  if (deaths[starts.length - 1] === 0) return 'no deaths in the last age band';
  return null;
}

function sharesLived(
  shares: Float64Array,
  firstRate: number,
  a0: number | 'keyfitz' | ArrayLike<number>,
): Float64Array {
  const size = shares.length;
  shares.fill(0.5);
  if (a0 === 'keyfitz') shares[0] = Math.min(1, 0.07 + 1.7 * firstRate);
  else if (typeof a0 === 'number') shares[0] = a0;
  else {
    if (a0.length !== size) throw new RangeError(`a has ${a0.length} entries for ${size} age bands.`);
    shares.set(Array.from(a0));
  }
  shares[size - 1] = 0;
  for (let band = 0; band < size - 1; band++) {
    if (!(shares[band]! > 0 && shares[band]! <= 1)) {
      throw new RangeError(`a must be above 0 and at most 1, not ${shares[band]}.`);
    }
  }
  return shares;
}
