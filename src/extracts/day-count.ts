import { ALL_LEVELS } from '../cells/cell.ts';
import type { DayCount } from '../cells/cell-source.ts';
import type { PeriodText } from './key-fields.ts';
import type { CellDraft } from './kinds/kind.ts';

/**
 * The event of a row that fed cells with its exact day; null for events that are not wanted so. Of a row that counts
 * events, the day is kept only where it counts everybody: rows by sex or cause may stand beside their total. Rows of
 * a further group are part of no whole event.
 */
export function dayCountOf(
  row: Readonly<Record<string, unknown>>,
  [cell]: readonly CellDraft[],
  wanted: ReadonlySet<string>,
): DayCount | null {
  if (!cell || !wanted.has(cell.key.subject)) return null;
  const { subject, place, sex, age, level, cause, group } = cell.key;
  if (group !== '') return null;
  const day = ((row.date ?? row.period) as PeriodText | undefined)?.day ?? '';
  if (row.count === undefined) return { subject, place, day, count: 1 };
  const { count } = cell.figures;
  const isWhole =
    sex === 'persons' &&
    age.from === 0 &&
    age.to === Number.POSITIVE_INFINITY &&
    level === ALL_LEVELS &&
    cause === '';
  return { subject, place, day: isWhole ? day : '', count };
}
