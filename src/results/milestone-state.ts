import type { Milestone } from '../cells/milestone.ts';
import { daysBetween } from '../periods/period.ts';
import type { MilestoneResult } from './result.ts';

/** How far a milestone is on a day. */
export type MilestoneState = Pick<MilestoneResult, 'milestoneStatus' | 'daysLate' | 'status' | 'note'>;

/**
 * How far a milestone is, and how late: of one that is reached, the days from its due date to the day on which it was;
 * of one that is not, the days from its due date to the newest day of the data.
 *
 * @param asOf the newest day of the data as an ISO date; '' where there is none
 */
export function stateOfMilestone({ status, due, reachedOn }: Milestone, asOf: string): MilestoneState {
  const ok = (milestoneStatus: MilestoneState['milestoneStatus'], daysLate: number | null, note: string) =>
    ({ milestoneStatus, daysLate, status: 'ok', note }) as const;
  switch (status) {
    case null: {
      const note = 'a row of it was refused, so how far it is is not known';
      return { milestoneStatus: '', daysLate: null, status: 'withheld', note };
    }
    case 'reached': {
      if (reachedOn === '') return ok('reached', null, 'reached; the day is not given');
      if (due === '') return ok('reached', null, 'reached; no due date is given');
      const days = daysBetween(due, reachedOn);
      if (days === 0) return ok('reached', 0, 'reached on its due date');
      return ok('reached', days, `reached ${inDays(Math.abs(days))} ${days > 0 ? 'late' : 'early'}`);
    }
    default: {
      if (due === '') return ok(status, null, 'no due date is given');
      if (asOf === '') return ok(status, null, CANNOT_TELL);
      const days = daysBetween(due, asOf);
      if (days > 0) return ok('late', days, `${inDays(days)} late as of ${asOf}; ${status}`);
      return ok(status, null, days === 0 ? `due on ${asOf}, the newest day of the data` : `due ${due}`);
    }
  }
}

const CANNOT_TELL =
  'whether it is late cannot be told: the data has no day to tell it by, and no asOf is set';

/** How late milestones are together, in words: "2 late, the oldest by 120 days"; '' where there is nothing to say. */
export function lateInWords(milestones: readonly (MilestoneState & Pick<Milestone, 'due'>)[]): string {
  const open = milestones.filter(({ milestoneStatus }) => milestoneStatus !== 'reached');
  const late = open.flatMap(({ daysLate }) => daysLate ?? []);
  const undated = open.filter(({ due }) => due === '').length;
  const untold = open.some(({ note }) => note === CANNOT_TELL);
  const worst = late.reduce((most, days) => Math.max(most, days), 0);
  const words = [
    late.length === 1 ? `1 late, by ${inDays(worst)}` : '',
    late.length > 1 ? `${late.length} late, the oldest by ${inDays(worst)}` : '',
    late.length === 0 && open.length > undated && !untold ? 'none late' : '',
    untold ? 'how many are late cannot be told' : '',
    undated > 0 ? `${undated} without a due date` : '',
  ];
  return words.filter(Boolean).join('; ');
}

/** `1 day`, `1,200 days`. */
export function inDays(days: number): string {
  return `${days.toLocaleString('en-GB')} day${days === 1 ? '' : 's'}`;
}
