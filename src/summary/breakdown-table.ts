import type { Breakdown } from '../results/result.ts';
import { keyColumns, number, stateColumns, type TableContext, text } from './result-columns.ts';
import { type Table, tableOf } from './table.ts';

export function breakdownTable(breakdowns: readonly Breakdown[], context: TableContext): Table {
  return tableOf<Breakdown>(
    {
      id: 'breakdown',
      title: 'Where the gap comes from',
      description:
        'Parts of the newest gap by age and cause; those of one kind sum to it, and above 0 makes it worse for the most deprived or for the Place',
    },
    [
      ...keyColumns<Breakdown>(context),
      text(
        'compared_with',
        'Least deprived fifth or tenth of the same area, or England',
        ({ comparedWith }) => comparedWith,
      ),
      text('age', 'Age band, or all', ({ age }) => age),
      text('cause', 'Cause of death, or all', ({ cause }) => cause),
      number('contribution', 'What it adds to the gap', ({ contribution }) => contribution),
      number(
        'value_1',
        'Figure of the most deprived, or of the Place; on the row all/all',
        ({ value1 }) => value1,
      ),
      number('value_2', 'Figure that it is compared with; on the row all/all', ({ value2 }) => value2),
      ...stateColumns<Breakdown>(),
    ],
    breakdowns,
  );
}
