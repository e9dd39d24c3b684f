import type { Definition } from '../indicators/definition.ts';
import { isGoalOfNone } from '../indicators/zero-goals.ts';
import { parsePeriod } from '../periods/parse-period.ts';
import {
  financialYearPeriod,
  midYear,
  monthPeriod,
  type Period,
  quarterPeriod,
  seriesKind,
  UNDATED,
  yearPeriod,
} from '../periods/period.ts';
import { type GoalProgress, goalProgress } from '../trends/goal.ts';
import { differenceUnit } from './gap-words.ts';
import type { GoalResult, Measure, TowardsZero } from './result.ts';
import type { RunContext } from './run-context.ts';
import { independentPoints, seriesOf } from './series.ts';
import { towardsZero, zeroInWords } from './towards-zero.ts';

/** Progress towards the goals that are set, a row for each area, sex and kind of period that has values. */
export function computeGoals(
  definition: Definition,
  measures: readonly Measure[],
  run: RunContext,
): GoalResult[] {
  const { polarity } = definition;
  const whole = measures.filter(({ scheme, estimate }) => scheme === '' && estimate.value !== null);
  const all = seriesOf(whole);
  const withValue = new Set(whole.map(({ place }) => place));
  // Of an indicator that no area has, the coverage tells, and not a row for each goal of each Place.
  const lacking = whole.length === 0 ? [] : run.places.places;
  const without = lacking.flatMap(({ code }): GoalResult[] => {
    const goal = run.aims(definition, code).goal;
    if (goal === null || withValue.has(code)) return [];
    return [
      {
        indicator: definition.id,
        place: code,
        period: UNDATED,
        sex: definition.sexes[0]!,
        scheme: '',
        level: 0,
        latest: null,
        baseline: null,
        goal: goal.value ?? null,
        goalDate: goal.date,
        unit: definition.unit,
        files: 0,
        zero: null,
        ...cannotTell('the Place has no value'),
      },
    ];
  });
  const judged = all.flatMap((series): GoalResult[] => {
    const goal = run.aims(definition, series[0]!.place).goal;
    if (goal === null) return [];
    const points = independentPoints(series);
    const latest = points.at(-1)!;
    const { baseline: from } = goal;
    const isOther = (period: Period): boolean => from !== undefined && !isOfKind(from, period);
    // A goal from a single year is not one of years pooled, where the single years are there too.
    const ofKind = all.some(
      ([other]) => other!.place === latest.place && other!.sex === latest.sex && !isOther(other!.period),
    );
    if (isOther(latest.period) && ofKind) return [];
    const asked = goal.baseline === undefined ? points[0]! : atPeriod(series, goal.baseline);
    const row = {
      indicator: latest.indicator,
      place: latest.place,
      period: latest.period,
      sex: latest.sex,
      scheme: latest.scheme,
      level: latest.level,
      latest: latest.estimate.value!,
      goalDate: goal.date,
      unit: definition.unit,
      files: run.cells.fileSets.behind(points),
    };
    const cannot = (note: string): GoalResult[] => {
      const zero = isGoalOfNone(definition, goal.value) ? towardsZero(definition, points, run) : null;
      const words = zero ? `; ${zeroInWords(zero)}` : '';
      return [{ ...row, baseline: null, goal: goal.value ?? null, zero, ...cannotTell(note + words) }];
    };
    if (polarity === 'none')
      return cannot('neither end of the indicator is the good one, so a goal cannot be judged');
    if (!asked) return cannot(`no value for the baseline ${goal.baseline}`);
    const decides = decidingPeriod(goal.date, latest.period);
    if (!decides) return cannot('periods of this kind have no calendar');
    if (decides.start < points[0]!.period.start)
      return cannot(`the goal is of ${decides.label}, before the series`);
    const baseline = asked.estimate.value!;
    if (goal.value === undefined && goal.changeIn !== 'unit' && baseline < 0) {
      return cannot('the goal is a change in per cent, and its baseline is below zero');
    }
    const value =
      goal.value ??
      (goal.changeIn === 'unit' ? baseline + goal.change! : baseline * (1 + goal.change! / 100));
    const since = points.filter(({ period }) => period.start >= asked.period.start);
    const reached = goalProgress({
      times: since.map(({ period }) => midYear(period)),
      values: since.map(({ estimate }) => estimate.value!),
      uncertainty: uncertaintyOf(since),
      scale: 'linear',
      polarity,
      baseline: { time: midYear(asked.period), value: baseline },
      goal: value,
      goalTime: midYear(decides),
      // What is over for one Place is over for all.
      asOf: Math.max(
        ...whole
          .filter(({ period }) => seriesKind(period) === seriesKind(latest.period))
          .map(({ period }) => midYear(period)),
      ),
      confidence: 0.95,
    });
    const zero = isGoalOfNone(definition, value) ? towardsZero(definition, since, run) : null;
    const isEarly = latest.period.start < decides.start;
    const progress = definition.method === 'count-to-zero' && isEarly ? notYetNone(reached, value) : reached;
    return [
      {
        ...row,
        baseline,
        goal: value,
        zero,
        ...progressCells(progress),
        ...stateOf(progress, definition, zero, since, decides),
      },
    ];
  });
  return [...judged, ...without];
}

/** Chance alone may leave a month without an event: before the goal is due, that does not show that there will be none. */
function notYetNone(progress: GoalProgress, goal: number): GoalProgress {
  if (progress.goalStatus !== 'met' || goal !== 0) return progress;
  return { ...progress, goalStatus: 'on-track', note: 'none in the newest period, before the goal is due' };
}

/** Whether a period as it is written is of the kind of another: a goal from 2019 says nothing of three years pooled. */
function isOfKind(text: string, period: Period): boolean {
  const readings = [parsePeriod(text, 'years'), parsePeriod(text, 'month')];
  return readings.some((one) => one && seriesKind(one) === seriesKind(period));
}

function atPeriod(series: readonly Measure[], text: string): Measure | undefined {
  const labels = new Set([parsePeriod(text, 'years')?.label, parsePeriod(text, 'month')?.label]);
  return series.find(({ period }) => labels.has(period.label));
}

/** The last period of a kind that is over by the goal's date: its figure decides. Null for kinds without a calendar. */
function decidingPeriod(date: string, { kind, length }: Period): Period | null {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  switch (kind) {
    case 'year': {
      const last = date.slice(5) === '12-31' ? year : year - 1;
      return yearPeriod(last - length + 1, length);
    }
    case 'financial-year': {
      const last = date.slice(5) >= '03-31' ? year - 1 : year - 2;
      return financialYearPeriod(last - length + 1, length);
    }
    case 'month': {
      const own = monthPeriod(year, month);
      if (own.end === date) return own;
      return month === 1 ? monthPeriod(year - 1, 12) : monthPeriod(year, month - 1);
    }
    case 'quarter': {
      // The last of the months 3, 6, 9 and 12 that is over.
      const over = monthPeriod(year, month).end === date ? month : month - 1;
      const quarter = Math.floor(over / 3);
      return quarter === 0 ? quarterPeriod(year - 1, 4, false) : quarterPeriod(year, quarter, false);
    }
    default:
      return null;
  }
}

function uncertaintyOf(points: readonly Measure[]): { lowers: number[]; uppers: number[] } | null {
  const limits = points.map(({ estimate }) => estimate.limits[0]!);
  if (limits.some(({ lower, upper }) => lower === null || upper === null || lower === upper)) return null;
  return { lowers: limits.map(({ lower }) => lower!), uppers: limits.map(({ upper }) => upper!) };
}

type ProgressCells = Pick<
  GoalResult,
  'requiredPerYear' | 'actualPerYear' | 'projected' | 'lower' | 'upper' | 'probability' | 'goalStatus'
>;

function progressCells(progress: GoalProgress): ProgressCells {
  const { requiredPerYear, actualPerYear, projected, lower, upper, probability, goalStatus } = progress;
  return { requiredPerYear, actualPerYear, projected, lower, upper, probability, goalStatus };
}

function stateOf(
  progress: GoalProgress,
  definition: Definition,
  zero: TowardsZero | null,
  points: readonly Measure[],
  decides: Period,
): Pick<GoalResult, 'method' | 'status' | 'note'> {
  const { beyondGoal, goalStatus, actualLower, actualUpper } = progress;
  const judged = (points.find(({ period }) => midYear(period) >= midYear(decides)) ?? points.at(-1)!).period
    .label;
  const by =
    beyondGoal === null || (goalStatus !== 'met' && goalStatus !== 'missed')
      ? ''
      : `${goalStatus} by ${Math.abs(beyondGoal).toFixed(definition.digits)} ${differenceUnit(definition.unit)} in ${judged}`;
  const pace =
    actualLower === null || actualUpper === null
      ? ''
      : `change a year ${actualLower.toPrecision(3)} to ${actualUpper.toPrecision(3)} ${differenceUnit(definition.unit)} (95 % limits)`;
  return {
    method: `goal: line through ${points.length} points, prediction interval`,
    status: goalStatus === 'cannot-tell' ? 'withheld' : 'ok',
    note: [by, pace, zero ? zeroInWords(zero) : '', progress.note ?? ''].filter(Boolean).join('; '),
  };
}

function cannotTell(note: string): ProgressCells & Pick<GoalResult, 'method' | 'status' | 'note'> {
  return {
    requiredPerYear: null,
    actualPerYear: null,
    projected: null,
    lower: null,
    upper: null,
    probability: null,
    goalStatus: 'cannot-tell',
    method: 'goal',
    status: 'withheld',
    note,
  };
}
