import type { GoalResult } from '../results/result.ts';
import { date, keyColumns, number, stateColumns, type TableContext, text } from './result-columns.ts';
import { type Table, tableOf } from './table.ts';

export function goalsTable(goals: readonly GoalResult[], context: TableContext): Table {
  return tableOf<GoalResult>(
    { id: 'goals', title: 'Goals', description: 'Progress towards each goal that is set' },
    [
      ...keyColumns<GoalResult>(context),
      number('baseline', 'The value that the goal starts from', ({ baseline }) => baseline),
      number('latest', 'The newest value', ({ latest }) => latest),
      number('goal', 'The value to be reached', ({ goal }) => goal),
      date('goal_date', 'Last day of the period that decides', ({ goalDate }) => goalDate),
      number(
        'required_per_year',
        'Change a year from the newest value that would just meet the goal; 0 where it is met, empty once it is due',
        ({ requiredPerYear }) => requiredPerYear,
      ),
      number('actual_per_year', 'Change a year since the baseline', ({ actualPerYear }) => actualPerYear),
      number('projected', 'Where the line leads by the goal date', ({ projected }) => projected),
      number('lower_95', 'Lower limit of its 95 % prediction interval', ({ lower }) => lower),
      number('upper_95', 'Upper limit of its 95 % prediction interval', ({ upper }) => upper),
      number(
        'probability',
        'Probability of meeting the goal if the past goes on',
        ({ probability }) => probability,
      ),
      text(
        'goal_status',
        'met, on-track, at-risk, off-track, missed or cannot-tell',
        ({ goalStatus }) => goalStatus,
      ),
      ...stateColumns<GoalResult>(),
    ],
    goals,
  );
}
