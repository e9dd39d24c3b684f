import { type CellState, STATE } from '../cells/cell.ts';
import { Fault } from './fields.ts';
import { type Figure, NO_FIGURE } from './figure-fields.ts';
import type { MeasuredFigures } from './kinds/measures.ts';
import type { MeasureColumn, MeasureFeed } from './measure-plan.ts';

/** What a row gives to one indicator or event, and what is wrong with it. */
export interface ReadMeasures {
  readonly figures: Pick<MeasuredFigures, 'figures' | 'notCounted'>;
  readonly state: CellState;
  readonly fault: { readonly fault: Fault; readonly column: string; readonly index: number } | null;
}

/** @param note says what a figure that is none means, and gives the state of its cell */
export function readMeasures(
  { columns }: MeasureFeed,
  record: readonly string[],
  note: (figure: Figure, text: string, column: MeasureColumn) => CellState,
): ReadMeasures {
  const read: Record<string, number> = {};
  let state: CellState = STATE.ok;
  let fault: ReadMeasures['fault'] = null;
  for (const column of columns) {
    const text = record[column.index]!;
    const checked = column.check(text);
    if (checked.fault) fault ??= { fault: checked.fault, column: column.column, index: column.index };
    const figure = checked.fault ? NO_FIGURE : (checked.value as Figure);
    read[column.figure] = figure.number;
    const own = checked.fault ? STATE.ok : note(figure, text, column);
    if (own > state) state = own;
  }
  const { numerator, breaches, notCounted, ...others } = read;
  const count = numerator ?? (breaches === undefined ? others.count : others.denominator! - breaches);
  if (breaches !== undefined && count! < 0) {
    const message = `${breaches} is more than its denominator ${others.denominator}`;
    const { column, index } = columns.find(({ figure }) => figure === 'breaches')!;
    fault ??= { fault: new Fault('count-above-denominator', message), column, index };
  }
  const figures = { ...others, ...(count === undefined ? {} : { count }) };
  return { figures: { figures, ...(notCounted === undefined ? {} : { notCounted }) }, state, fault };
}
