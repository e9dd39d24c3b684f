import { finiteOrNull } from '../statistics/finite-or-null.ts';
import { requireNotNegative, requireNumbers, requireSameLength } from '../statistics/require-numbers.ts';
import { studentTQuantile } from '../statistics/student-t-distribution.ts';
import type { Withheld } from '../statistics/withheld.ts';
import { tailOf, Z_95, zForConfidence } from '../statistics/z-for-confidence.ts';
import { type Projection, predictionInterval, probabilityBeyond, projection } from './projection.ts';

export const GOAL_STATUSES = ['met', 'on-track', 'at-risk', 'off-track', 'missed', 'cannot-tell'] as const;

export type GoalStatus = (typeof GOAL_STATUSES)[number];

/** From which probability of meeting the goal each status holds; below `atRisk` it is off-track. */
export interface GoalThresholds {
  readonly onTrack: number;
  readonly atRisk: number;
}

/** Three in four, and one in four. */
export const GOAL_THRESHOLDS: GoalThresholds = { onTrack: 0.75, atRisk: 0.25 };

/** How sure the values are: standard errors in their unit, or their 95 % limits. */
export type ValueErrors =
  | { readonly errors: ArrayLike<number> }
  | { readonly lowers: ArrayLike<number>; readonly uppers: ArrayLike<number> };

export interface GoalInput {
  /** When each value was, in years, each once, any order: the points that the change is judged by. */
  readonly times: ArrayLike<number>;
  /** One value a time, any unit. */
  readonly values: ArrayLike<number>;
  /** Null where unknown: ordinary least squares. */
  readonly uncertainty: ValueErrors | null;
  /** `linear` for a change in units, `log` for one in per cent. */
  readonly scale: 'linear' | 'log';
  /** Which way is good: a goal is met at or above it for `high`, at or below it for `low`. */
  readonly polarity: 'high' | 'low';
  readonly baseline: { readonly time: number; readonly value: number };
  readonly goal: number;
  /** When the goal is due: the time that the figure it is judged by will have. */
  readonly goalTime: number;
  /** The time now; that of the latest value unless told. */
  readonly asOf?: number;
  /** Level of the limits as a proportion, 0.5 < c < 1. */
  readonly confidence: number;
  readonly thresholds?: GoalThresholds;
}

export interface GoalProgress {
  /** Change a year from the latest value that would just meet the goal (log: per cent); 0 where it is met, null once it is due. */
  readonly requiredPerYear: number | null;
  /** The same from the baseline: the plan's pace. */
  readonly requiredPerYearFromBaseline: number | null;
  /** Change a year so far (log: per cent), its limits widened by √max(1, φ). */
  readonly actualPerYear: number | null;
  readonly actualLower: number | null;
  readonly actualUpper: number | null;
  /** The line's value when the goal is due with its prediction interval; null once a figure is there. */
  readonly projected: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Of the figure at the goal's time meeting it. */
  readonly probability: number | null;
  readonly goalStatus: GoalStatus;
  /** How far the value judged is beyond the goal, in its unit; below zero it falls short. */
  readonly beyondGoal: number | null;
  /** What a reader must know of the status; else null. */
  readonly note: string | null;
}

/**
 * Progress towards a goal: the change that it takes, the change that there is, where that leads, and a status.
 *
 * Once there is a figure for the goal's time or later, the first such figure decides: `met` or `missed`. Until then a
 * latest figure that meets the goal reads `met`, since it is reached; should a later one slip back, the probability
 * decides again. Else the line through the values is projected (see projection) and the probability p that the figure
 * at the goal's time meets the goal decides: p ≥ onTrack `on-track`, p ≥ atRisk `at-risk`, else `off-track`. Without
 * a projection, or where the date has passed and no figure is there yet: `cannot-tell`, and the note says why.
 * Required: (goal − latest)/(years left), log: 100((goal/latest)^(1/years) − 1) %. Log errors: s/y, or
 * (ln U − ln L)/2z.
 *
 * @throws RangeError for missing numbers, arrays of different lengths, errors below zero, limits the wrong way
 *   round, thresholds that are not 0 < atRisk ≤ onTrack < 1, or a level out of bounds
 * @see Draper and Smith 1998, Applied Regression Analysis, 3.1 (prediction); the status thresholds are this project's
 */
export function goalProgress(input: GoalInput): GoalProgress {
  const { times, values, polarity, goal, goalTime, confidence, scale, baseline } = input;
  requireInput(input);
  const order = Array.from(times, (_, point) => point).sort((a, b) => times[a]! - times[b]!);
  const latest = order.at(-1);
  const latestTime = latest === undefined ? Number.NEGATIVE_INFINITY : times[latest]!;
  const deciding = order.find((point) => times[point]! >= goalTime);
  const judged = deciding ?? latest;
  const beyondGoal =
    judged === undefined
      ? null
      : finiteOrNull(polarity === 'high' ? values[judged]! - goal : goal - values[judged]!);
  const meets = beyondGoal !== null && beyondGoal >= 0;
  const line = lineOf(input);
  const future = deciding === undefined && line.withheld === null ? line : null;

  const onScale = (number: number): number => (scale === 'log' ? Math.log(number) : number);
  const change = (number: number): number | null =>
    finiteOrNull(scale === 'log' ? 100 * Math.expm1(number) : number);
  const level = (number: number): number | null => finiteOrNull(scale === 'log' ? Math.exp(number) : number);
  const pace = (from: number, time: number): number | null =>
    goalTime > time ? change((onScale(goal) - onScale(from)) / (goalTime - time)) : null;
  const isAhead = latest !== undefined && deciding === undefined;
  const interval = future && predictionInterval(future, confidence);
  const probability = future && probabilityBeyond(future, onScale(goal), polarity);
  const { slope, reach } = slopeOf(line, confidence);
  const { goalStatus, note } = statusOf({
    decided: deciding !== undefined,
    passed: goalTime <= Math.max(input.asOf ?? latestTime, latestTime),
    meets,
    probability,
    thresholds: input.thresholds ?? GOAL_THRESHOLDS,
    reason: line.withheld,
  });
  return {
    requiredPerYear: isAhead ? (meets ? 0 : pace(values[latest]!, latestTime)) : null,
    requiredPerYearFromBaseline: pace(baseline.value, baseline.time),
    actualPerYear: slope === null ? null : change(slope),
    actualLower: slope === null || reach === null ? null : change(slope - reach),
    actualUpper: slope === null || reach === null ? null : change(slope + reach),
    projected: future && level(future.value),
    lower: interval && level(interval.lower),
    upper: interval && level(interval.upper),
    probability,
    goalStatus,
    beyondGoal,
    note,
  };
}

function statusOf({
  decided,
  passed,
  meets,
  probability,
  thresholds,
  reason,
}: {
  readonly decided: boolean;
  readonly passed: boolean;
  readonly meets: boolean;
  readonly probability: number | null;
  readonly thresholds: GoalThresholds;
  readonly reason: string | null;
}): { readonly goalStatus: GoalStatus; readonly note: string | null } {
  if (decided) return { goalStatus: meets ? 'met' : 'missed', note: null };
  if (passed) return { goalStatus: 'cannot-tell', note: 'the goal was due, and its figure is not there yet' };
  if (meets) return { goalStatus: 'met', note: 'reached before it is due' };
  if (probability === null) return { goalStatus: 'cannot-tell', note: reason };
  if (probability >= thresholds.onTrack) return { goalStatus: 'on-track', note: null };
  return { goalStatus: probability >= thresholds.atRisk ? 'at-risk' : 'off-track', note: null };
}

/** The line through the values, seen at the goal's time, or why there is none. */
function lineOf({ times, values, uncertainty, scale, goal, goalTime }: GoalInput): Projection | Withheld {
  if (scale === 'log' && Array.from(values).some((value) => value <= 0))
    return { withheld: 'a value of zero or below has no logarithm' };
  if (scale === 'log' && goal <= 0) return { withheld: 'a goal of zero or below has no logarithm' };
  const onScale = (number: number): number => (scale === 'log' ? Math.log(number) : number);
  const errors = uncertainty && errorsOf(uncertainty, values, scale);
  if (errors?.some((error) => !(error > 0 && Number.isFinite(error))))
    return { withheld: 'an error of zero, or a limit without a logarithm' };
  return projection({
    times,
    values: Array.from(values, onScale),
    variances: errors?.map((error) => error ** 2) ?? null,
    at: goalTime,
  });
}

/** Standard errors on the scale of the regression; not above 0 where it has none. */
function errorsOf(uncertainty: ValueErrors, values: ArrayLike<number>, scale: 'linear' | 'log'): number[] {
  if ('errors' in uncertainty)
    return Array.from(uncertainty.errors, (error, point) =>
      scale === 'log' ? error / values[point]! : error,
    );
  const onScale = (number: number): number => (scale === 'log' ? Math.log(number) : number);
  return Array.from(
    uncertainty.lowers,
    (lower, point) => (onScale(uncertainty.uppers[point]!) - onScale(lower)) / (2 * Z_95),
  );
}

/** The slope on the scale of the regression and how far its limits reach. */
function slopeOf(
  line: Projection | Withheld,
  confidence: number,
): { readonly slope: number | null; readonly reach: number | null } {
  if (line.withheld !== null) return { slope: null, reach: null };
  const { fit, degrees } = line;
  const times =
    degrees === null ? zForConfidence(confidence) : studentTQuantile(1 - tailOf(confidence), degrees);
  return { slope: fit.slope, reach: times * fit.widenedStandardError! };
}

function requireInput(input: GoalInput): void {
  const { times, values, uncertainty, baseline, goal, goalTime, confidence } = input;
  requireSameLength({ times, values, ...uncertainty });
  requireNumbers('times', times);
  requireNumbers('values', values);
  requireNumbers('goal', [goal, goalTime, baseline.time, baseline.value, input.asOf ?? 0]);
  tailOf(confidence);
  if (uncertainty && 'errors' in uncertainty) requireNotNegative('errors', uncertainty.errors);
  if (uncertainty && 'lowers' in uncertainty) {
    const { lowers, uppers } = uncertainty;
    requireNumbers('limits', [...Array.from(lowers), ...Array.from(uppers)]);
    if (Array.from(lowers).some((lower, point) => lower > uppers[point]!))
      throw new RangeError('A lower limit is above its upper limit.');
  }
  const { onTrack, atRisk } = input.thresholds ?? GOAL_THRESHOLDS;
  if (!(atRisk > 0 && atRisk <= onTrack && onTrack < 1))
    throw new RangeError(`Thresholds must be 0 < atRisk ≤ onTrack < 1, not ${atRisk} and ${onTrack}.`);
}
