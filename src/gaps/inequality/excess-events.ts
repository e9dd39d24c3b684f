import { type Estimate, type Limits, withheldEstimate } from '../../statistics/estimate.ts';
import {
  requireAboveZero,
  requireNotNegative,
  requireNumbers,
  requireSameLength,
} from '../../statistics/require-numbers.ts';
import { finiteEstimate } from './finite-estimate.ts';

export interface ExcessEventsInput {
  /** One rate a group, in the multiplier's unit, 0 or above. */
  readonly values: ArrayLike<number>;
  /** The rates' limits at each level, a list a group in one order of the levels. */
  readonly limits: ArrayLike<readonly Limits[]>;
  /** People in each group, 0 or above. */
  readonly populations: ArrayLike<number>;
  /** Position of the least deprived group. */
  readonly least: number;
  /** What the rates are given per, above 0. */
  readonly multiplier: number;
  /** Levels as proportions, in the order of the limits. */
  readonly confidence: readonly number[];
}

const METHOD = 'square-and-add of the limits of the rates';

/**
 * How many events is the gap: those that would not have been if every group had the rate of the least deprived.
 *
 * E = Σ(y_j − y_least)·n_j/k = Σc_j·y_j, c_j = n_j/k but c_least = −Σn_j/k over the others. Limits by square-and-add
 * (MOVER) from the limits l, u of the rates, taken as independent: E − √(Σ over c > 0 of c²(y − l)², over c < 0 of
 * c²(u − y)²), and the other way round above; where limits are symmetric that is E ∓ z·√Σc²s².
 *
 * 0: no gap; positive: the others have more events than at the least deprived group's rate; negative: fewer.
 *
 * @returns an estimate in events over the time of the rates. Without limits of a rate there are none at that level, and
 *   the note says so. Withheld: fewer than two groups
 * @throws RangeError for missing or negative rates or populations, arrays of different lengths, limits that are no
 *   numbers, a position that is none, or a multiplier not above 0
 * @see Zou and Donner 2008, doi:10.1002/sim.3095
 */
export function excessEvents(input: ExcessEventsInput): Estimate {
  const { values, limits, populations, least, multiplier, confidence } = input;
  requireSameLength({ values, limits, populations });
  requireNotNegative('values', values);
  requireNotNegative('populations', populations);
  requireAboveZero('multiplier', multiplier);
  if (values.length < 2) return withheldEstimate(METHOD, 'fewer than two groups', confidence);
  if (!(Number.isInteger(least) && least >= 0 && least < values.length))
    throw new RangeError(`least must be the position of a group, not ${least}.`);
  let others = 0;
  let value = 0;
  for (let group = 0; group < values.length; group++) {
    if (group === least) continue;
    others += populations[group]!;
    value += ((values[group]! - values[least]!) * populations[group]!) / multiplier;
  }
  const own = confidence.map((level, at): Limits => {
    let below = 0;
    let above = 0;
    for (let group = 0; group < values.length; group++) {
      const { lower, upper } = limits[group]![at] ?? { lower: null, upper: null };
      if (lower === null || upper === null) return { confidence: level, lower: null, upper: null };
      requireNumbers('limits', [lower, upper]);
      const down = Math.max(0, values[group]! - lower);
      const up = Math.max(0, upper - values[group]!);
      const weight = (group === least ? others : populations[group]!) / multiplier;
      below += (weight * (group === least ? up : down)) ** 2;
      above += (weight * (group === least ? down : up)) ** 2;
    }
    return { confidence: level, lower: value - Math.sqrt(below), upper: value + Math.sqrt(above) };
  });
  const hasAll = own.every(({ lower }) => lower !== null);
  return finiteEstimate({
    value,
    standardError: null,
    limits: own,
    method: METHOD,
    withheld: null,
    note: hasAll ? null : 'no limits: a rate has none',
  });
}
