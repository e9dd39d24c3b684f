import type { Trend } from '../results/result.ts';
import { keyColumns, number, stateColumns, type TableContext, text } from './result-columns.ts';
import { type Table, tableOf } from './table.ts';

export function trendsTable(trends: readonly Trend[], context: TableContext): Table {
  return tableOf<Trend>(
    {
      id: 'trends',
      title: 'Trends',
      description: 'The recent trend and the change a year of every value and gap',
    },
    [
      ...keyColumns<Trend>(context),
      text('series', 'What the trend is of: value, or gap: and the gap', ({ series }) => series),
      text('first_period', 'First period used', ({ first }) => first?.label ?? null),
      text('last_period', 'Last period used', ({ last }) => last?.label ?? null),
      { ...number<Trend>('points', 'Independent points used', ({ points }) => points), type: 'integer' },
      number(
        'slope',
        'Change a period (recent trend) or a year (annual change), in the unit of the row',
        ({ slope }) => slope,
      ),
      number('lower_95', 'Lower 95 % limit of the slope', ({ lower }) => lower),
      number('upper_95', 'Upper 95 % limit of the slope', ({ upper }) => upper),
      number(
        'p_value',
        'Two-sided probability of such a slope if there were no trend',
        ({ pValue }) => pValue,
      ),
      number(
        'phi',
        'How far the points stray from the line against what their limits allow; 1 is as expected',
        ({ phi }) => phi,
      ),
      text(
        'direction',
        'increasing, decreasing, no-significant-change or cannot-be-calculated',
        ({ direction }) => direction,
      ),
      text('judgement', 'getting-better or getting-worse', ({ judgement }) => judgement),
      ...stateColumns<Trend>(),
    ],
    trends,
  );
}
