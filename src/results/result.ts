import type { DeprivationScheme, Sex } from '../cells/cell.ts';
import type { InequalityMeasure } from '../gaps/inequality/measures.ts';
import type { Period } from '../periods/period.ts';
import type { Estimate } from '../statistics/estimate.ts';
import type { GoalStatus } from '../trends/goal.ts';

export type Status = 'ok' | 'suppressed' | 'withheld' | 'missing' | 'not-applicable';

/** What every result is of; together with its table's own columns it names the result. */
export interface ResultKey {
  readonly indicator: string;
  /** Code of the area. */
  readonly place: string;
  readonly period: Period;
  readonly sex: Sex;
  readonly scheme: DeprivationScheme;
  /** 1 = most deprived; 0 = everybody. */
  readonly level: number;
}

/** What every result says of itself besides its figures. */
export interface ResultState {
  readonly unit: string;
  /** How the figure and its limits were computed. */
  readonly method: string;
  readonly status: Status;
  /** Why there is no figure, or what a reader must know of it; '' where nothing needs saying. */
  readonly note: string;
  /** Number of the set of files behind it. */
  readonly files: number;
}

/** The value of an indicator for one area, period, sex and deprivation group. */
export interface Measure extends ResultKey, ResultState {
  readonly estimate: Estimate;
  /** Events or numerator; null where the method has none. */
  readonly count: number | null;
  /** People, person-years or denominator; null where the method has none. */
  readonly denominator: number | null;
}

/** The values of an indicator by its id; none of one that no definition has. */
export type ValuesOf = (id: string) => readonly Measure[];

/** Why a figure is withheld to which a refused row belongs. */
export const REFUSED_ROW = 'a row that it needs was refused';

export type GapId =
  | 'difference'
  | 'ratio'
  | 'sii'
  | 'rii'
  | Exclude<InequalityMeasure, 'difference' | 'ratio' | 'sii' | 'rii'>
  | 'excess-events'
  | 'theil-within'
  | 'theil-between'
  | 'place-vs-system'
  | 'place-vs-england'
  | 'spread'
  | 'funnel'
  | 'rank';

/**
 * A gap between deprivation groups, or between a Place and the system or England. Always the same way round:
 * a difference above 0, or a ratio above 1, is worse for the most deprived, or for the Place.
 */
export interface Gap extends ResultKey, ResultState {
  readonly gap: GapId;
  readonly estimate: Estimate;
  /** How the Place stands to the benchmark; '' where the gap is not with one. */
  readonly judgement: string;
}

/** The trend of one series of values or gaps. Its key's period is the newest one. */
export interface Trend extends ResultKey, ResultState {
  /** `value`, or `gap:` and the gap's id. */
  readonly series: string;
  readonly first: Period | null;
  readonly last: Period | null;
  readonly points: number;
  /** The values of those points, oldest first. */
  readonly history: readonly number[];
  /** Change for each step of a recent trend, for each year of an annual change. */
  readonly slope: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly pValue: number | null;
  /** How far the points stray from the line beyond what their limits allow; 1 is as expected. */
  readonly phi: number | null;
  readonly direction: string;
  readonly judgement: string;
}

/** A part of a gap: what one age band, one cause or one cause in one age band adds to it. */
export interface Breakdown extends ResultKey, ResultState {
  /** Whom the first is compared with: the least deprived group of the same area, or England. */
  readonly comparedWith: string;
  /** Age band, or `all`. */
  readonly age: string;
  /** Cause, or `all`. */
  readonly cause: string;
  readonly contribution: number | null;
  /** The two figures, on the row of all ages and causes. */
  readonly value1: number | null;
  readonly value2: number | null;
}

/** A milestone, how far it is and how late. It is of no period. */
export interface MilestoneResult extends ResultKey, ResultState {
  /** Id of the list that it stands in, which is that of the indicator. */
  readonly set: string;
  readonly milestone: string;
  /** `late`: not reached, and due before the newest day of the data; '' where it is not known. */
  readonly milestoneStatus: 'reached' | 'late' | 'started' | 'planned' | '';
  /** ISO dates; '' where none is given. */
  readonly due: string;
  readonly reachedOn: string;
  /** Below 0 where it was reached early; null where it has no due date, or is not due yet. */
  readonly daysLate: number | null;
}

/** How near an area is to none of an event, for goals of zero. */
export interface TowardsZero {
  /** The period, or the days from and to, that count and rate are of. */
  readonly over: string;
  readonly count: number;
  /** Exact 95 % limits; null where the source tells no count. */
  readonly countLower: number | null;
  readonly countUpper: number | null;
  readonly rate: number;
  readonly rateLower: number | null;
  readonly rateUpper: number | null;
  readonly rateUnit: string;
  /** What time is told in: `day`, `month`, `financial year`. */
  readonly step: string;
  /** Day or period of the last event; null without one. */
  readonly last: string | null;
  /** Steps since then; null without one. */
  readonly since: number | null;
  /** The most steps in a row without one. */
  readonly longest: number;
}

/** Progress towards a goal. Its key's period is the newest one. */
export interface GoalResult extends ResultKey, ResultState {
  readonly baseline: number | null;
  readonly latest: number | null;
  readonly goal: number | null;
  /** ISO date. */
  readonly goalDate: string;
  /** From the latest value, in the unit of the row a year. */
  readonly requiredPerYear: number | null;
  readonly actualPerYear: number | null;
  /** At the goal's date, with its prediction interval. */
  readonly projected: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly probability: number | null;
  readonly goalStatus: GoalStatus;
  /** Of a goal of zero; null of others, and where the area has no value. */
  readonly zero: TowardsZero | null;
}

/** Whether the data at hand serves an indicator in one area; `coverage` of the command line's contract says what each is. */
export const COVERAGES = [
  'computed',
  'stale',
  'suppressed',
  'withheld',
  'no-place',
  'no-extract',
  'not-applicable',
] as const;
export type Coverage = (typeof COVERAGES)[number];

/** How far the data serves an indicator in one area. Its key's period is the newest one that is over. */
export interface CoverageResult extends ResultKey, ResultState {
  readonly coverage: Coverage;
  /** The newest period with a value; null where there is none. */
  readonly latest: Period | null;
}

/** Whether the most deprived improved faster than the least deprived, on one scale. */
export interface Poorest extends ResultKey, ResultState {
  readonly scale: 'absolute' | 'relative';
  readonly baseline: Period | null;
  readonly latest: Period | null;
  readonly points: number;
  readonly changeMostDeprived: number | null;
  readonly changeLeastDeprived: number | null;
  readonly difference: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly fromMostDeprived: number | null;
  readonly fromLeastDeprived: number | null;
  readonly verdict: string;
}
