import { requireAboveZero, requireNotNegative, requireSameLength } from '../../statistics/require-numbers.ts';
import type { Withheld } from '../../statistics/withheld.ts';
import { type GapBreakdown, sumOfParts } from './gap-breakdown.ts';

export interface EventsByCause {
  /** One array a cause, one entry a band: events, 0 or above. */
  readonly events: readonly ArrayLike<number>[];
  /** People or person-years in each band, 0 or above. */
  readonly populations: ArrayLike<number>;
}

export interface RateBreakdownInput {
  readonly first: EventsByCause;
  /** The same bands and causes, in the same order. */
  readonly second: EventsByCause;
  /** The standard population of each band, 0 or above; any scale, since weights are divided by their sum. */
  readonly weights: ArrayLike<number>;
  /** 100,000 for a rate per 100,000; above 0. */
  readonly multiplier: number;
  /** Names of the bands for the reason of a band without people; else they are numbered from 1. */
  readonly bands?: readonly string[];
}

/**
 * The gap between two directly standardised rates, second − first, by age band and cause.
 *
 * Part of a band and cause: k·(w/Σw)·(x²ᵢ/n² − x¹ᵢ/n¹). Exact, since the rate is a sum of these. Few events are the
 * caller's to withhold, as dsr does.
 *
 * @returns both rates and the parts in the multiplier's unit; positive parts add to the second rate. Withheld: a band
 *   without population
 * @throws RangeError for negative or missing input, arrays of different lengths, different numbers of causes, or
 *   weights that sum to 0
 * @see dsr.ts. Checked to 1e-9 against the two rates of reference calculate_dsr
 */
export function rateBreakdown({
  first,
  second,
  weights,
  multiplier,
  bands,
}: RateBreakdownInput): GapBreakdown | Withheld {
  requireNotNegative('weights', weights);
  requireAboveZero('multiplier', multiplier);
  if (bands) requireSameLength({ weights, bands });
  for (const { events, populations } of [first, second]) {
    requireSameLength({ weights, populations });
    requireNotNegative('populations', populations);
    for (const counts of events) {
      requireSameLength({ weights, counts });
      requireNotNegative('events', counts);
    }
  }
  if (first.events.length !== second.events.length)
    throw new RangeError('The two rates must have the same causes.');
  const shares = sharesOf(weights);
  for (const { populations } of [first, second]) {
    const empty = Array.from(populations).indexOf(0);
    if (empty >= 0) return { withheld: `age band ${bands?.[empty] ?? empty + 1} has no population` };
  }

  const rate = ({ populations }: EventsByCause, events: number, band: number): number =>
    multiplier * shares[band]! * (events / populations[band]!);
  const part = (events1: number, events2: number, band: number): number =>
    rate(second, events2, band) - rate(first, events1, band);
  const all1 = totalsOf(first);
  const all2 = totalsOf(second);
  const byCauseAndAge = first.events.map((events, cause) =>
    Array.from(events, (count, band) => part(count, second.events[cause]![band]!, band)),
  );
  const value1 = all1.reduce((sum, events, band) => sum + rate(first, events, band), 0);
  const value2 = all2.reduce((sum, events, band) => sum + rate(second, events, band), 0);
  return {
    value1,
    value2,
    gap: value2 - value1,
    byAge: all1.map((events, band) => part(events, all2[band]!, band)),
    byCauseAndAge,
    byCause: byCauseAndAge.map(sumOfParts),
    notSplit: shares.map(() => null),
  };
}

function sharesOf(weights: ArrayLike<number>): number[] {
  const sum = Array.from(weights).reduce((total, weight) => total + weight, 0);
  if (sum === 0) throw new RangeError('The weights of the standard population sum to 0.');
  return Array.from(weights, (weight) => weight / sum);
}

/** Events of all causes in each band. */
function totalsOf({ events, populations }: EventsByCause): number[] {
  return Array.from(populations, (_, band) => events.reduce((sum, counts) => sum + counts[band]!, 0));
}
