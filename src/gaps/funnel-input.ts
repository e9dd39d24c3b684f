import { requireAboveZero, requireNotNegative, requireSameLength } from '../statistics/require-numbers.ts';
import type { FunnelStatistic } from './funnel-limits.ts';

export interface FunnelInput {
  /** One entry an area: events, 0 or above; for a proportion at most the denominator. */
  readonly events: ArrayLike<number>;
  /**
   * People (proportion), expected events (ratio) or person-years (rate), 0 or above. Rates may leave them out where
   * `values` has them; a crude rate of no events needs its own.
   */
  readonly denominators?: ArrayLike<number>;
  /** Rates in the multiplier's unit, 0 or above; needed for `dsr`, otherwise events over denominators. */
  readonly values?: ArrayLike<number>;
  readonly statistic: FunnelStatistic;
  /** Kind of a rate: `crude` unless told; `dsr` for directly standardised. */
  readonly rateType?: 'crude' | 'dsr';
  /** 100 for per cent or a ratio to 100, 100,000 for a rate per 100,000; above 0. */
  readonly multiplier: number;
  /** Years that the events cover, above 0, 1 unless told: divides the denominators of a chart, and nothing else. */
  readonly years?: number;
}

/** Checks the input; the denominator of each area over all years, null for a DSR of no events, which has none. */
export function denominatorsOf(input: FunnelInput): (number | null)[] {
  const { events, denominators, values, statistic, rateType = 'crude', multiplier, years = 1 } = input;
  requireNotNegative('events', events);
  requireAboveZero('multiplier', multiplier);
  requireAboveZero('years', years);
  requireSameLength({ events, ...(denominators && { denominators }), ...(values && { values }) });
  if (denominators) requireNotNegative('denominators', denominators);
  const isRate = statistic === 'rate';
  if (isRate && values) requireNotNegative('values', values);
  if (isRate && rateType === 'dsr' && !values)
    throw new RangeError('Directly standardised rates need their values.');
  if (!denominators && !(isRate && values)) throw new RangeError('A funnel needs denominators.');
  return Array.from(events, (count, area) => {
    const denominator = denominators?.[area];
    if (statistic === 'proportion' && count > denominator!) {
      throw new RangeError(`${count} events are more than the denominator ${denominator}.`);
    }
    if (!isRate || !values) return denominator!;
    if (count > 0) {
      if (values[area] === 0) throw new RangeError(`A rate of 0 cannot have ${count} events.`);
      return (count / values[area]!) * multiplier;
    }
    if (rateType === 'dsr') return null;
    if (denominator === undefined) throw new RangeError('A rate of no events needs its denominator.');
    return denominator;
  });
}

/** Events over denominators of all areas that have one, for a ratio 1; null where none has. */
export function averageOf(
  { events, statistic }: FunnelInput,
  denominators: readonly (number | null)[],
): number | null {
  let count = 0;
  let people = 0;
  denominators.forEach((denominator, area) => {
    if (!denominator) return;
    count += events[area]!;
    people += denominator;
  });
  if (people === 0) return null;
  return statistic === 'ratio' ? 1 : count / people;
}
