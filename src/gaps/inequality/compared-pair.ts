import { type Estimate, withheldEstimate } from '../../statistics/estimate.ts';
import type { Withheld } from '../../statistics/withheld.ts';
import { difference as differenceOfTwo, type PairInput } from '../difference.ts';
import { ratio as ratioOfTwo } from '../ratio.ts';
import { type InequalityInput, MISSING, noOrder, rankedPositions } from './groups.ts';

/** The positions of the two groups that `difference` and `ratio` compare. */
export interface ComparedPair {
  readonly withheld: null;
  readonly first: number;
  readonly second: number;
}

/**
 * Which two groups `difference` and `ratio` compare: one pair, whatever the ties.
 *
 * With an order: where low is good the most against the least deprived, where high is good the other way round. With a
 * reference group: where low is good the highest of the others against the reference, where high is good the reference
 * against the lowest of the others. With neither: highest against lowest. Of groups that tie, the one with the
 * smallest standard error stands for them; where all tie, it stands on both sides.
 *
 * @returns the pair, or why there is none: fewer than two groups with a figure; the good end not known; two groups with
 *   one rank; an end or the reference without a figure. Other groups without a figure are passed over
 */
export function comparedPair(input: InequalityInput): ComparedPair | Withheld {
  const { values, order, reference, favourable } = input;
  const known = Array.from(values, (_, group) => group).filter((group) => values[group] !== null);
  if (known.length < 2) return { withheld: 'fewer than two groups have a figure' };
  if (order === null && reference === null) return pair(extreme(input, known, 1), extreme(input, known, -1));
  if (favourable === null) return { withheld: MISSING.favourable };
  if (order !== null) {
    const ranked = rankedPositions(order);
    if (ranked === null) return { withheld: noOrder(input) };
    const [most, least] = [ranked[0]!, ranked.at(-1)!];
    if (values[most] === null) return { withheld: 'the most deprived group has no figure' };
    if (values[least] === null) return { withheld: 'the least deprived group has no figure' };
    return favourable === 'low' ? pair(most, least) : pair(least, most);
  }
  if (values[reference!] === null) return { withheld: 'the reference group has no figure' };
  const others = known.filter((group) => group !== reference);
  return favourable === 'low'
    ? pair(extreme(input, others, 1), reference!)
    : pair(reference!, extreme(input, others, -1));
}

/**
 * The difference of the two groups that `comparedPair` chooses, with normal limits from √(s₁² + s₂²).
 *
 * 0 is no gap. Positive: the most deprived (the worst of the others) do worse than the least deprived (the reference);
 * with neither order nor reference never negative.
 *
 * @returns an estimate in the figures' unit; withheld as comparedPair says
 * @see reference healthequal d, to 1e-9; where it gives a row for each tie there is one here
 */
export function difference(input: InequalityInput): Estimate {
  return ofPair(input, 'normal', differenceOfTwo);
}

/**
 * The ratio of the two groups that `comparedPair` chooses, with normal limits on the log scale.
 *
 * 1 is no gap; above 1 means what a positive difference means.
 *
 * @returns an estimate without unit; withheld as comparedPair says, or where one of the two is zero or below
 * @see reference healthequal r, to 1e-9; its infinite and its zero ratios of a zero rate are withheld here
 */
export function ratio(input: InequalityInput): Estimate {
  return ofPair(input, 'normal on the log scale', ratioOfTwo);
}

function ofPair(input: InequalityInput, method: string, compare: (pair: PairInput) => Estimate): Estimate {
  const { values, errors, confidence } = input;
  const chosen = comparedPair(input);
  if (chosen.withheld !== null) return withheldEstimate(method, chosen.withheld, confidence);
  const { first, second } = chosen;
  const estimate = compare({
    first: values[first]!,
    second: values[second]!,
    firstError: errors?.[first] ?? null,
    secondError: errors?.[second] ?? null,
    confidence,
  });
  if (estimate.withheld !== null) return estimate;
  const empty = Array.from(values).filter((value) => value === null).length;
  const notes = [
    estimate.note,
    first === second ? 'all groups are equal' : null,
    empty > 0 ? `${empty} of ${values.length} groups have no figure` : null,
  ];
  return { ...estimate, note: notes.filter((note) => note !== null).join('; ') || null };
}

function pair(first: number, second: number): ComparedPair {
  return { withheld: null, first, second };
}

/** The highest (sign 1) or lowest (−1) of some groups. */
function extreme({ values, errors }: InequalityInput, among: readonly number[], sign: 1 | -1): number {
  const error = (group: number): number => errors?.[group] ?? Number.POSITIVE_INFINITY;
  return among.reduce((kept, group) => {
    const ahead = sign * (values[group]! - values[kept]!);
    return ahead > 0 || (ahead === 0 && error(group) < error(kept)) ? group : kept;
  });
}
