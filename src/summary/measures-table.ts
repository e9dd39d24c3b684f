import type { Measure } from '../results/result.ts';
import { estimateColumns, keyColumns, number, stateColumns, type TableContext } from './result-columns.ts';
import { type Table, tableOf } from './table.ts';

export function measuresTable(measures: readonly Measure[], context: TableContext): Table {
  return tableOf<Measure>(
    {
      id: 'measures',
      title: 'Measures',
      description: 'The value of each indicator by area, period, sex and deprivation group',
    },
    [
      ...keyColumns<Measure>(context),
      ...estimateColumns<Measure>(context.confidence),
      number('count', 'Events or numerator', ({ count }) => count),
      number(
        'denominator',
        'People, person-years or denominator; of an indirectly standardised figure, events expected',
        ({ denominator }) => denominator,
      ),
      ...stateColumns<Measure>(),
    ],
    measures,
  );
}
