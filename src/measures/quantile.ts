import { requireNumbers } from '../statistics/require-numbers.ts';

export interface QuantileInput {
  /** One figure an area, any unit; null where it is missing. */
  readonly values: readonly (number | null)[];
  /** Number of quantiles, whole, 1 or above: 10 for tenths. */
  readonly groups: number;
  /** True: the highest value is in quantile 1. False: the lowest is. */
  readonly invert: boolean;
}

/** The quantile of one area, or the reason why it has none. */
export interface Quantile {
  /** From 1 to the number of groups; null when withheld. */
  readonly quantile: number | null;
  /** Why there is none; null when there is one. */
  readonly withheld: string | null;
}

/**
 * Quantiles of areas by value: fifths, tenths and so on, as even as ties allow.
 *
 * ⌊g·(rank − 1)/N⌋ + 1, rank the place among the N values that are there, from 1; equal values share the best rank of
 * theirs and so one quantile, which can leave another empty. Missing values have no quantile and are not counted.
 *
 * @returns one entry a value, in the order given. Withheld: a missing value; fewer values than groups
 * @throws RangeError for values that are not finite, or a number of groups that is not whole or below 1
 * @see Public Health England, Technical Guide: Assigning Deprivation Categories; reference phe_quantile, exactly.
 *   Its division by N/g slips where that is not a binary fraction (28 areas into 20: one area a group too low);
 *   whole numbers are divided here
 */
export function quantiles({ values, groups, invert }: QuantileInput): Quantile[] {
  if (!Number.isInteger(groups) || groups < 1) {
    throw new RangeError(`The number of groups must be a whole number from 1, not ${groups}.`);
  }
  const present = values.filter((value) => value !== null);
  requireNumbers('values', present);
  const tooFew = present.length < groups;
  const sorted = Float64Array.from(present).sort();
  if (invert) sorted.reverse();
  const before = new Map<number, number>();
  sorted.forEach((value, index) => {
    if (!before.has(value)) before.set(value, index);
  });
  return values.map((value) => {
    if (value === null) return { quantile: null, withheld: 'the value is missing' };
    if (tooFew) return { quantile: null, withheld: 'fewer values than groups' };
    return { quantile: Math.floor((groups * before.get(value)!) / present.length) + 1, withheld: null };
  });
}
