import { type BasePeriod, type TargetPeriod, targetPeriods } from '../cells/target-periods.ts';
import type { Clause } from '../indicators/definition.ts';
import type { Period } from '../periods/period.ts';
import { clauseIndex, clausePeriod } from './clause-cells.ts';
import type { RunContext } from './run-context.ts';

/** What is there at a time and does not happen in it: a year has not twelve times the people of its months. */
export const STOCKS: ReadonlySet<string> = new Set(['population', 'small-areas']);

/** The same periods, each from what the denominator's own extract has for it, or for its like in a base year. */
export function denominatorTargets(
  targets: readonly TargetPeriod[],
  clause: Clause,
  base: BasePeriod,
  run: RunContext,
): TargetPeriod[] {
  const index = clauseIndex(clause, run);
  const ofRecords = [...index.coverage.values()].every(run.isOfRecords);
  const known = new Map<BasePeriod, TargetPeriod[]>();
  const ownOf = (type: BasePeriod): TargetPeriod[] => {
    const own = known.get(type) ?? targetPeriods(index.periods, type, ofRecords);
    known.set(type, own);
    return own;
  };
  return targets.map(({ period }): TargetPeriod => {
    const wanted =
      period.length > 1 && clause.period === 'year-of-start' ? period : clausePeriod(clause, period);
    if (wanted === null) return { period, sources: new Set(), incomplete: null };
    if (STOCKS.has(clause.event) || clause.period === 'year-of-start')
      return { period, sources: new Set([wanted.label]), incomplete: null };
    const own = ownOf(baseOf(wanted, base)).find(
      (one) => one.period.start === wanted.start && one.period.end === wanted.end,
    );
    return { period, sources: own?.sources ?? new Set(), incomplete: own?.incomplete ?? null };
  });
}

/** A base year may be a financial one where results are of calendar years. */
function baseOf({ kind, length }: Period, base: BasePeriod): BasePeriod {
  return length === 1 && (kind === 'year' || kind === 'financial-year') ? kind : base;
}
