import type { CoverageResult } from '../results/result.ts';
import { keyColumns, stateColumns, type TableContext, text } from './result-columns.ts';
import { type Table, tableOf } from './table.ts';

/** How far the data serves each indicator in each area, as data. */
export function coverageTable(coverage: readonly CoverageResult[], context: TableContext): Table {
  return tableOf<CoverageResult>(
    {
      id: 'coverage',
      title: 'Coverage',
      description:
        'Whether the data serves each indicator in each Place, the system and the areas that stand for Places; the note says what would fill it',
    },
    [
      ...keyColumns<CoverageResult>(context),
      text(
        'coverage',
        'computed, stale, suppressed, withheld, no-place, no-extract or not-applicable',
        (row) => row.coverage,
      ),
      text('latest_period', 'The newest period with a value', ({ latest }) => latest?.label ?? null),
      ...stateColumns<CoverageResult>(),
    ],
    coverage,
  );
}
