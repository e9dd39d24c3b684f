import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { normalLimits } from '../statistics/normal-limits.ts';
import { requireNotNegative, requireSameLength } from '../statistics/require-numbers.ts';
import { type LifeTable, type LifeTableInput, lifeTable } from './life-table.ts';

export interface HealthyLifeExpectancyInput extends LifeTableInput {
  /** People in the band who say that they are in good health, from 0 to those asked. */
  readonly healthy: ArrayLike<number>;
  /** People in the band who were asked, 0 or above. */
  readonly asked: ArrayLike<number>;
  /** The ages wanted, each the start of a band. */
  readonly at: readonly number[];
  /** Levels as proportions, each inside (0.5, 1). */
  readonly confidence: readonly number[];
  /** Adds the chance of the deaths to that of the survey, which alone counts unless told. */
  readonly mortalityVariance?: boolean;
}

/**
 * Healthy life expectancy by Sullivan's method: years from given ages on that a life table's people spend in good
 * health, as a survey finds it at each age, with normal limits (no continuity correction).
 *
 * At x: Σ over y ≥ x of L_y·π_y/lₓ, π = healthy/asked. Variance Σ L²π(1 − π)/asked over lₓ²; with mortalityVariance
 * also Σ l_y²((1 − a)nπ + HLE_{y+n})²·q²(1 − q)/D over lₓ², for the open band (l·π)²/(M²D) over lₓ². A band without
 * deaths adds nothing to that part. Nobody healthy is 0 with limits of 0; everybody healthy is life expectancy.
 *
 * @returns one estimate in years for each age asked, in the order asked, method "Sullivan" or "Sullivan, with
 *   mortality variance". Withheld for every age by the rules of the life table; for one age where nobody in the table
 *   survives to it or nobody was asked in a band from it on (bands below it may be empty)
 * @throws RangeError as lifeTable does; for more healthy than asked, an age that starts no band or a level out of
 *   bounds
 * @see Sullivan 1971, HSMHA Health Reports 86:347; Jagger and others 2014, Health Expectancy Calculation by the
 *   Sullivan Method: A Practical Guide. Checked against numerical derivatives, to 1e-9
 */
export function healthyLifeExpectancy({
  healthy,
  asked,
  at,
  confidence,
  mortalityVariance = false,
  ...input
}: HealthyLifeExpectancyInput): Estimate[] {
  const { starts, deaths } = input;
  requireSameLength({ starts, healthy, asked });
  requireNotNegative('healthy', healthy);
  requireNotNegative('asked', asked);
  for (let band = 0; band < starts.length; band++) {
    if (healthy[band]! > asked[band]!) {
      throw new RangeError(`From age ${starts[band]}, ${healthy[band]} healthy of ${asked[band]} asked.`);
    }
  }
  const method = mortalityVariance ? 'Sullivan, with mortality variance' : 'Sullivan';
  const bands = at.map((age) => {
    const band = Array.from(starts).indexOf(age);
    if (band < 0) throw new RangeError(`No age band starts at ${age}.`);
    return band;
  });
  const table = lifeTable(input);
  if (table.withheld !== null) {
    return bands.map(() => withheldEstimate(method, table.withheld, confidence));
  }
  const years = healthyYears(table, deaths, healthy, asked, mortalityVariance);
  return bands.map((band) => {
    const reason = reasonToWithhold(table, asked, band);
    if (reason) return withheldEstimate(method, reason, confidence);
    const value = years.value[band]!;
    const standardError = Math.sqrt(years.variance[band]!);
    const limits = normalLimits(value, standardError, confidence);
    return { value, standardError, limits, method, withheld: null, note: null };
  });
}

function reasonToWithhold(
  { starts, l, L }: LifeTable,
  asked: ArrayLike<number>,
  from: number,
): string | null {
  if (l[from] === 0) return `nobody in the table survives to ${starts[from]}`;
  for (let band = from; band < starts.length; band++) {
    if (asked[band] === 0 && L[band]! > 0) return `nobody was asked in the age band from ${starts[band]}`;
  }
  return null;
}

/** Healthy years from each band's start on and their variance; 0 where nobody survives. */
function healthyYears(
  { starts, M, a, q, l, L }: LifeTable,
  deaths: ArrayLike<number>,
  healthy: ArrayLike<number>,
  asked: ArrayLike<number>,
  mortalityVariance: boolean,
): { value: Float64Array; variance: Float64Array } {
  const last = starts.length - 1;
  const value = new Float64Array(starts.length);
  const variance = new Float64Array(starts.length);
  let years = 0;
  let spread = 0;
  for (let band = last; band >= 0; band--) {
    if (l[band] === 0) continue;
    const share = asked[band] === 0 ? 0 : healthy[band]! / asked[band]!;
    years += L[band]! * share;
    if (asked[band]! > 0) spread += (L[band]! ** 2 * share * (1 - share)) / asked[band]!;
    if (mortalityVariance && band === last) {
      spread += ((l[band]! * share) / M[band]!) ** 2 / deaths[band]!;
    } else if (mortalityVariance && deaths[band]! > 0) {
      const n = starts[band + 1]! - starts[band]!;
      const yearsLost = (1 - a[band]!) * n * share + value[band + 1]!;
      spread += ((l[band]! * yearsLost * q[band]!) ** 2 * (1 - q[band]!)) / deaths[band]!;
    }
    value[band] = years / l[band]!;
    variance[band] = spread / l[band]! ** 2;
  }
  return { value, variance };
}
