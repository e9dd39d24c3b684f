import { STATE, UNKNOWN_LEVEL } from '../cells/cell.ts';
import type { CellRow } from '../cells/cell-table.ts';
import type { Definition } from '../indicators/definition.ts';
import { given } from '../measures/given.ts';
import { withheldEstimate } from '../statistics/estimate.ts';
import { type Measure, REFUSED_ROW } from './result.ts';
import type { RunContext } from './run-context.ts';

/**
 * Published values, one a cell: nothing is added up.
 *
 * @param group the further group whose values they are; '' for everybody
 */
export function publishedValues(definition: Definition, run: RunContext, group: string): Measure[] {
  const index = run.subject(definition.id, group);
  const measures: Measure[] = [];
  for (const row of [...(index.usable.objects() as CellRow[]), ...index.refused]) {
    if (!row.published) continue;
    const hasValue = Number.isFinite(row.value);
    if (row.ageFrom !== 0 || row.ageTo !== Number.POSITIVE_INFINITY || row.level === UNKNOWN_LEVEL) continue;
    if (!definition.sexes.some((sex) => sex === row.sex)) continue;
    const suppressed = row.state === STATE.suppressed;
    const reason = row.state === STATE.refused ? REFUSED_ROW : 'its source has no figure for it';
    const why = suppressed ? 'suppressed at its source' : reason;
    const usable = row.state === STATE.ok && hasValue;
    const estimate = usable
      ? given({
          value: row.value,
          lower: orNull(row.lower),
          upper: orNull(row.upper),
          confidence: run.confidence,
        })
      : withheldEstimate('', why, run.confidence);
    measures.push({
      indicator: definition.id,
      place: row.place,
      period: run.cells.periods.get(row.period)!,
      sex: row.sex,
      scheme: row.scheme,
      level: row.level,
      estimate,
      count: orNull(row.count),
      denominator: orNull(row.denominator),
      unit: definition.unit,
      method: 'given',
      status: usable ? 'ok' : suppressed ? 'suppressed' : 'withheld',
      note: usable ? (estimate.note ?? '') : why,
      files: row.files,
    });
  }
  return measures;
}

function orNull(figure: number): number | null {
  return Number.isFinite(figure) ? figure : null;
}
