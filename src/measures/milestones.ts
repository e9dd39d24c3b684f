import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { requireAboveZero, requireNotNegative } from '../statistics/require-numbers.ts';
import { tailOf } from '../statistics/z-for-confidence.ts';

export interface MilestonesInput {
  /** Milestones that have been reached: 0 to `all`. */
  readonly reached: number;
  /** All milestones of the list: 0 or above. */
  readonly all: number;
  /** 100 for per cent; above 0. */
  readonly multiplier: number;
  /** Levels as proportions, each inside (0.5, 1). */
  readonly confidence: readonly number[];
}

/**
 * The share of a list of milestones that has been reached, k·reached/all.
 *
 * The list is whole and no sample of another, so there is no chance in the share: it has neither limits nor a standard
 * error. 0 is none reached. A milestone of which it is not known whether it was reached is the caller's to withhold the
 * share for; an empty list is withheld here.
 *
 * @returns an estimate in the multiplier's unit, without limits, method "share of a list"
 * @throws RangeError where a count is negative, more are reached than there are, or the multiplier or a level is out of
 * bounds
 */
export function milestones({ reached, all, multiplier, confidence }: MilestonesInput): Estimate {
  requireNotNegative('reached', reached);
  requireNotNegative('all', all);
  requireAboveZero('multiplier', multiplier);
  for (const level of confidence) tailOf(level);
  if (reached > all) throw new RangeError(`${reached} milestones are reached of ${all}.`);
  if (all === 0) return withheldEstimate('share of a list', 'there are no milestones', confidence);
  return {
    value: (multiplier * reached) / all,
    standardError: null,
    limits: confidence.map((level) => ({ confidence: level, lower: null, upper: null })),
    method: 'share of a list',
    withheld: null,
    note: null,
  };
}
