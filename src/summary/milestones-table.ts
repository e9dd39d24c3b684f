import type { MilestoneResult } from '../results/result.ts';
import { date, keyColumns, number, stateColumns, type TableContext, text } from './result-columns.ts';
import { type Table, tableOf } from './table.ts';

/** The milestones as data: one row each. */
export function milestonesTable(milestones: readonly MilestoneResult[], context: TableContext): Table {
  return tableOf<MilestoneResult>(
    {
      id: 'milestones',
      title: 'Milestones',
      description: 'Every milestone of each area, how far it is and how late',
    },
    [
      ...keyColumns<MilestoneResult>(context),
      text('set', 'The list that it stands in: the id of its indicator', ({ set }) => set),
      text('milestone', 'What is to be reached', ({ milestone }) => milestone),
      text(
        'milestone_status',
        'reached; late, which is not reached and due before the newest day of the data; else started or planned',
        ({ milestoneStatus }) => milestoneStatus,
      ),
      date('due', 'Day by which it is to be reached', ({ due }) => due),
      date('reached_on', 'Day on which it was reached', ({ reachedOn }) => reachedOn),
      {
        ...number<MilestoneResult>(
          'days_late',
          'Days from its due date to the day on which it was reached, below 0 where that was early; of a late one, to the newest day of the data; empty where there is no such day, and the note says why',
          ({ daysLate }) => daysLate,
        ),
        type: 'integer',
      },
      ...stateColumns<MilestoneResult>(),
    ],
    milestones,
  );
}
