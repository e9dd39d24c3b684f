import type { Estimate } from '../statistics/estimate.ts';
import type { Gap, GapId, ResultKey, ResultState } from './result.ts';

/** What the gaps of one area, period and group share. */
export interface GapKey extends ResultKey, Pick<ResultState, 'files'> {}

/** What `stateOfGap` tells of a gap. */
export type GapState = Omit<ResultState, 'files'>;

/** One gap. Its fields are named one by one: there are a hundred thousand, and objects are slow to copy into others. */
export function gapRow(
  { indicator, place, period, sex, scheme, level, files }: GapKey,
  gap: GapId,
  estimate: Estimate,
  { unit, method, status, note }: GapState,
  judgement = '',
): Gap {
  return {
    indicator,
    place,
    period,
    sex,
    scheme,
    level,
    gap,
    estimate,
    judgement,
    unit,
    method,
    status,
    note,
    files,
  };
}
