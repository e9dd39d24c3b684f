import {
  requireAboveZero,
  requireNotNegative,
  requireNumbers,
  requireSameLength,
} from '../../statistics/require-numbers.ts';

export interface InequalityInput {
  /** One figure a group, any unit; null for a group that has none. */
  readonly values: ArrayLike<number | null>;
  /** Their standard errors in the same unit, 0 or above; null where unknown, or for all. */
  readonly errors: ArrayLike<number | null> | null;
  /** People in each group, 0 or above; null where unknown. */
  readonly populations: ArrayLike<number> | null;
  /** Rank of each group, the smallest the most deprived; null where the groups have no order. */
  readonly order: ArrayLike<number> | null;
  /** Position of the group that others are compared with; null where none is chosen. */
  readonly reference: number | null;
  /** Which end of the indicator is good; null where unknown. */
  readonly favourable: 'high' | 'low' | null;
  /** Levels as proportions, each inside (0.5, 1). */
  readonly confidence: readonly number[];
  /** The largest value that the unit allows (1, 100, 1,000, 100,000), above 0; left out where unknown. */
  readonly scale?: number;
  /** The average of all people, used where the populations are unknown. */
  readonly average?: number;
  /** Smallest and largest value that the figures can take, for the concentration indices. */
  readonly bounds?: Bounds;
  /** Fit behind the slope and relative index: `linear` unless told. */
  readonly slope?: 'linear' | 'logistic';
  /** `mean`: a mean or a life expectancy, of which no share can be attributed; `rate` unless told. */
  readonly kind?: 'rate' | 'mean';
  /** How often the figures are drawn where limits are simulated, 2 or more; 10,000 unless told. */
  readonly draws?: number;
  /** Start of the random numbers, whole; 1 unless told. */
  readonly seed?: number;
  /** A source of standard normal numbers, in place of the seeded one. */
  readonly normals?: () => number;
}

export interface Bounds {
  readonly min: number;
  /** Above `min`. */
  readonly max: number;
  /** Correction of the relative index; null for none. */
  readonly correction: 'wagstaff' | 'erreygers' | null;
}

/** Groups that all have a figure, as every measure takes them: the work that measures share is done once. */
export interface Groups {
  readonly input: InequalityInput;
  readonly values: Float64Array;
  /** Standard errors; null where one is missing. */
  readonly errors: Float64Array | null;
  /** Whether no group has a standard error. */
  readonly hasNoErrors: boolean;
  readonly populations: Float64Array | null;
  /** Share of all people in each group; null where unknown. */
  readonly shares: Float64Array | null;
  /** Σp·y, or the average that was given; null where neither is known. */
  readonly mean: number | null;
  /** Positions from the most to the least deprived; null without an order, or where two groups have one rank. */
  readonly ranked: Int32Array | null;
  /** Position of the group that does best, of several the largest; null where the good end is unknown. */
  readonly best: number | null;
}

/** What a measure needs and the groups do not tell. */
export const MISSING = {
  populations: 'the populations are not known',
  mean: 'neither the populations nor the average are known',
  order: 'the order of the groups is not known',
  reference: 'no group is the reference',
  favourable: 'which end is good is not known',
  scale: 'the largest value that the unit allows is not known',
} as const;

/** Checks groups that all have a figure, and does the work that the measures share. */
export function groupsOf(input: InequalityInput): Groups {
  const { errors, favourable, order } = input;
  const values = Float64Array.from(input.values as ArrayLike<number>);
  const known = Array.from(values, (_, group) => errors?.[group] ?? null);
  const populations = input.populations && Float64Array.from(input.populations);
  const total = populations?.reduce((sum, count) => sum + count, 0) ?? 0;
  const shares = populations && total > 0 ? populations.map((count) => count / total) : null;
  const average = shares?.reduce((sum, share, group) => sum + share * values[group]!, 0);
  return {
    input,
    values,
    errors: known.includes(null) ? null : Float64Array.from(known as number[]),
    hasNoErrors: known.every((error) => error === null),
    populations,
    shares,
    mean: average ?? input.average ?? null,
    ranked: order && rankedPositions(order),
    best: favourable && bestOf(values, populations, favourable),
  };
}

/** Positions by ascending rank; null where two groups have one rank. */
export function rankedPositions(order: ArrayLike<number>): Int32Array | null {
  const ranks = Array.from(order);
  if (new Set(ranks).size < ranks.length) return null;
  return Int32Array.from(ranks.keys()).sort((one, other) => ranks[one]! - ranks[other]!);
}

/** Why there are no ranked positions. */
export function noOrder({ order }: InequalityInput): string {
  return order === null ? MISSING.order : 'two groups have one rank';
}

/** Why there are no shares of all people. */
export function noShares({ populations }: Groups): string {
  return populations === null ? MISSING.populations : 'there are no people in any group';
}

/** Why figures cannot be set against their average μ; null where they can. */
export function noShareOfAverage({ values, mean }: Groups): string | null {
  if (mean === null) return MISSING.mean;
  if (mean <= 0) return 'the average is zero or below';
  return values.some((value) => value < 0) ? 'a figure is below zero' : null;
}

/** @throws RangeError as `inequality` says */
export function requireGroups(input: InequalityInput): void {
  const { values, errors, populations, order, reference, scale, average, bounds, draws, seed } = input;
  requireSameLength({
    values,
    ...(errors && { errors }),
    ...(populations && { populations }),
    ...(order && { order }),
  });
  const known = (numbers: ArrayLike<number | null>): number[] =>
    Array.from(numbers).filter((number) => number !== null);
  requireNumbers('values', known(values));
  if (errors) requireNotNegative('errors', known(errors));
  if (populations) requireNotNegative('populations', populations);
  if (order) requireNumbers('order', order);
  if (reference !== null && !(Number.isInteger(reference) && reference >= 0 && reference < values.length))
    throw new RangeError(`reference must be the position of a group, not ${reference}.`);
  if (scale !== undefined) requireAboveZero('scale', scale);
  if (average !== undefined) requireNumbers('average', average);
  if (bounds) {
    requireNumbers('bounds', [bounds.min, bounds.max]);
    requireAboveZero('the width of the bounds', bounds.max - bounds.min);
  }
  if (draws !== undefined && !(Number.isInteger(draws) && draws >= 2))
    throw new RangeError(`draws must be a whole number of 2 or more, not ${draws}.`);
  if (seed !== undefined && !Number.isInteger(seed))
    throw new RangeError(`seed must be a whole number, not ${seed}.`);
}

function bestOf(values: Float64Array, people: Float64Array | null, favourable: 'high' | 'low'): number {
  const sign = favourable === 'high' ? 1 : -1;
  let best = 0;
  for (let group = 1; group < values.length; group++) {
    const ahead = sign * (values[group]! - values[best]!);
    const larger = (people?.[group] ?? 0) > (people?.[best] ?? 0);
    if (ahead > 0 || (ahead === 0 && larger)) best = group;
  }
  return best;
}
