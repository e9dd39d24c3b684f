import type { Poorest } from '../results/result.ts';
import { keyColumns, number, stateColumns, type TableContext, text } from './result-columns.ts';
import { type Table, tableOf } from './table.ts';

export function poorestTable(poorest: readonly Poorest[], context: TableContext): Table {
  return tableOf<Poorest>(
    {
      id: 'poorest',
      title: 'The poorest fastest?',
      description:
        'Whether the most deprived group improved faster than the least deprived; a positive change is an improvement',
    },
    [
      ...keyColumns<Poorest>(context),
      text('baseline_period', 'First period used', ({ baseline }) => baseline?.label ?? null),
      text('latest_period', 'Last period used', ({ latest }) => latest?.label ?? null),
      text(
        'scale',
        'absolute, in the unit of the indicator; or relative, in logarithms',
        ({ scale }) => scale,
      ),
      number(
        'change_most_deprived',
        'Improvement of the most deprived group',
        ({ changeMostDeprived }) => changeMostDeprived,
      ),
      number(
        'change_least_deprived',
        'Improvement of the least deprived group',
        ({ changeLeastDeprived }) => changeLeastDeprived,
      ),
      number(
        'difference',
        'The first minus the second; above 0 the most deprived improved faster',
        ({ difference }) => difference,
      ),
      number('lower_95', 'Lower 95 % limit of the difference', ({ lower }) => lower),
      number('upper_95', 'Upper 95 % limit of the difference', ({ upper }) => upper),
      number(
        'from_most_deprived',
        "What the most deprived group's change did to the gap; above 0 widened it",
        ({ fromMostDeprived }) => fromMostDeprived,
      ),
      number(
        'from_least_deprived',
        "What the least deprived group's change did to the gap; above 0 widened it",
        ({ fromLeastDeprived }) => fromLeastDeprived,
      ),
      text(
        'verdict',
        'poorest-fastest, levelled-down, widening-all-improve, poorest-left-behind or no-clear-difference',
        ({ verdict }) => verdict,
      ),
      ...stateColumns<Poorest>(),
    ],
    poorest,
  );
}
