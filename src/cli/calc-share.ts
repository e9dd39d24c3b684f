import type { CalcMethod } from '../calc/calc-method.ts';
import type { GroupedColumns } from '../calc/grouped-columns.ts';
import { runCalc, type Share } from '../calc/run-calc.ts';
import { rowsAsCsv } from '../writers/csv.ts';
import type { CalcPlan } from './calc-plan.ts';

/** The rows of some groups as CSV without a header, as either of two threads makes them. */
export interface ShareDone {
  readonly csv: Uint8Array<ArrayBuffer>;
  /** How many of the groups were withheld for what is wrong with their data. */
  readonly badGroups: number;
}

/** Computes and writes some groups. */
export function shareMaker(
  method: CalcMethod,
  plan: CalcPlan,
  data: GroupedColumns,
): (share: Share) => ShareDone {
  const settings = plan.settingsFor(data);
  const asCsv = rowsAsCsv();
  return (share) => {
    const { table, badGroups } = runCalc(method, data, settings, plan.by, share);
    const csv = asCsv(table.rows);
    return { csv, badGroups: badGroups() };
  };
}
