import { STATE } from '../cells/cell.ts';
import type { CellTable } from '../cells/cell-table.ts';

/**
 * The newest day that the data knows of: the last day of the newest period of its cells, or the last day on which a
 * milestone was reached. It stands for "now", so that the same data gives the same results on any day.
 *
 * @param today as an ISO date: a period that begins after it is a slip or a projection, and tells no day; null for none
 * @returns an ISO date; '' where the data has no day
 */
export function newestDay({ table, periods, milestones }: CellTable, today: string | null): string {
  const used = table.params({ refused: STATE.refused }).filter('(d, $) => d.state !== $.refused');
  const labels = new Set(used.array('period') as Iterable<string>);
  const begun = [...labels]
    .map((label) => periods.get(label)!)
    .filter(({ start }) => today === null || start <= today);
  const ends = begun.map(({ end }) => end);
  const reached = milestones.flatMap(({ status, reachedOn }) => (status === 'reached' ? [reachedOn] : []));
  return [...ends, ...reached].reduce((newest, day) => (day > newest ? day : newest), '');
}
