import { Fault, quote } from './fields.ts';
import { countField, type Figure, NO_FIGURE } from './figure-fields.ts';
import type { Format } from './format.ts';
import type { RowPlan } from './row-plan.ts';

/** The figures of a row whose columns are cells. */
export interface WideCells {
  /** One a wide column, in their order; a bad one is `NO_FIGURE`. */
  readonly figures: readonly Figure[];
  readonly faults: readonly { readonly fault: Fault; readonly column: string }[];
  /** Set where the figures do not add up to the row's own total. */
  readonly mismatch: Fault | null;
}

const NOBODY: Figure = { number: 0, state: 'ok' };

/** Publishers' databases add up counts that are not quite whole. */
const ROUNDING = 0.5;

export function wideCells(record: readonly string[], plan: RowPlan, format: Format): WideCells {
  const faults: { fault: Fault; column: string }[] = [];
  let sum = 0;
  const figures = plan.wide.map(({ index, column }) => {
    const text = record[index]!.trim();
    if (text === '' && format.wide!.blank === 'zero') return NOBODY;
    const { value, fault } = plan.wideValue!.check(format.wide!.is[text] ?? text);
    if (fault) faults.push({ fault, column });
    const figure = fault ? NO_FIGURE : (value as Figure);
    sum += figure.number;
    return figure;
  });
  return { figures, faults, mismatch: Number.isFinite(sum) ? totalMismatch(record, plan, sum) : null };
}

function totalMismatch(record: readonly string[], { total }: RowPlan, sum: number): Fault | null {
  if (!total || total.index < 0) return null;
  const stated = numberOf(record[total.index]!);
  const all = total.plus.reduce((more, index) => more + (numberOf(record[index] ?? '') || 0), sum);
  if (Math.abs(stated - all) < ROUNDING) return null;
  const message = `the cells of the row sum to ${all}, its total says ${quote(record[total.index]!)}`;
  return new Fault('total-mismatch', message);
}

/** A row's own total; NaN where it has none. */
function numberOf(text: string): number {
  const figure = countField.safeParse(text);
  return figure.success ? figure.data.number : Number.NaN;
}
