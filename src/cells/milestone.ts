/** How far a milestone is, in the order of its life. */
export const MILESTONE_STATUSES = ['planned', 'started', 'reached'] as const;
export type MilestoneStatus = (typeof MILESTONE_STATUSES)[number];

/** One thing that an area has set out to reach, as a row of an extract has it. */
export interface MilestoneRow {
  /** Where its row starts. */
  readonly line: number;
  /** Code of the area. */
  readonly place: string;
  /** Id of the indicator whose list it stands in. */
  readonly set: string;
  /** Its name; '' where a refused row has none. */
  readonly milestone: string;
  /** Null where its row was refused, so that how far it is is not known. */
  readonly status: MilestoneStatus | null;
  /** Day by which it is to be reached, as an ISO date; '' where none is given. */
  readonly due: string;
  /** Day on which it was reached, as an ISO date; '' where none is given. */
  readonly reachedOn: string;
}

/** The milestones of one file. */
export interface FileMilestones {
  readonly file: number;
  readonly rows: readonly MilestoneRow[];
}

/** A milestone of a run: one of each name in a set and area, whatever the number of rows and files that name it. */
export interface Milestone extends MilestoneRow {
  /** Id of the file whose row is met first. */
  readonly file: number;
  /** Number of the set of files that name it. */
  readonly files: number;
}
