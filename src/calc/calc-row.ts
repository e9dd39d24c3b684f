import type { Estimate } from '../statistics/estimate.ts';
import type { Cell } from '../summary/table.ts';
import type { CalcRow } from './calc-method.ts';

/** An estimate with its extras as a row of the output. @param bad reasons for which bad data is to blame */
export function rowOf(estimate: Estimate, extras: readonly Cell[] = [], bad = false): CalcRow {
  const { value, limits, method, withheld, note } = estimate;
  return {
    value,
    limits,
    extras,
    method,
    status: withheld === null ? 'ok' : 'withheld',
    note: withheld ?? note ?? '',
    badInput: bad && withheld !== null,
  };
}
