import type { Definition, Polarity } from '../indicators/definition.ts';
import { midYear } from '../periods/period.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { annualChange } from '../trends/annual-change.ts';
import { type RecentTrend, recentTrend, recentTrendJudgement } from '../trends/recent-trend.ts';
import { differenceUnit } from './compute-gaps.ts';
import type { Gap, Measure, ResultKey, Trend } from './result.ts';
import type { RunContext } from './run-context.ts';
import { independentPoints, seriesOf } from './series.ts';

/** A point of a series: a value or a gap. */
interface Point extends ResultKey {
  readonly estimate: Estimate;
  readonly count: number | null;
  readonly denominator: number | null;
  readonly unit: string;
  readonly method: string;
  readonly files: number;
}

/**
 * The trends of an indicator's values and gaps: the recent trend over the newest five independent points, and
 * the change a year over all of them. Series of fewer than two values have none.
 */
export function computeTrends(
  definition: Definition,
  measures: readonly Measure[],
  gaps: readonly Gap[],
  run: RunContext,
): Trend[] {
  const values = seriesOf<Point>(measures).flatMap((series) =>
    trendsOf('value', series, definition.polarity, run),
  );
  const between = gaps.map((gap) => ({ ...gap, count: null, denominator: null }));
  // A gap is always the same way round: less of it is better, whatever the indicator's own polarity.
  const polarity: Polarity = definition.polarity === 'none' ? 'none' : 'low';
  const changes = seriesOf(between, ({ gap, unit }) => `${gap}|${unit}`).flatMap((series) =>
    trendsOf(`gap:${series[0]!.gap}`, series, polarity, run),
  );
  return [...values, ...changes];
}

function trendsOf(name: string, series: readonly Point[], polarity: Polarity, run: RunContext): Trend[] {
  const points = independentPoints(series.filter(({ estimate }) => estimate.value !== null));
  if (points.length < 2) return [];
  const last = points.at(-1)!;
  const base = {
    indicator: last.indicator,
    place: last.place,
    period: last.period,
    sex: last.sex,
    scheme: last.scheme,
    level: last.level,
    series: name,
    status: 'ok' as const,
    files: points.reduce((files, point) => run.cells.fileSets.union(files, point.files), 0),
  };
  const thinned =
    points.length < series.length
      ? `${points.length} of ${series.length} periods are independent and have a value`
      : '';
  return [recent(base, points, polarity, thinned), annual(base, points, polarity, thinned)];
}

type Base = Omit<
  Trend,
  | 'first'
  | 'last'
  | 'points'
  | 'slope'
  | 'lower'
  | 'upper'
  | 'pValue'
  | 'phi'
  | 'direction'
  | 'judgement'
  | 'unit'
  | 'method'
  | 'note'
>;

function recent(base: Base, points: readonly Point[], polarity: Polarity, thinned: string): Trend {
  const newest = points.slice(-5);
  const byCounts = newest.every(({ method, count }) => method.startsWith('proportion') && count !== null);
  const result: RecentTrend = byCounts
    ? recentTrend({
        events: newest.map(({ count }) => count),
        denominators: newest.map(({ denominator }) => denominator),
      })
    : recentTrend({
        values: newest.map(({ estimate }) => estimate.value),
        lowers: newest.map(({ estimate }) => estimate.limits[0]!.lower),
        uppers: newest.map(({ estimate }) => estimate.limits[0]!.upper),
      });
  const cannot = result.direction === 'cannot-be-calculated';
  return {
    ...base,
    first: newest[0]!.period,
    last: newest.at(-1)!.period,
    points: newest.length,
    slope: result.slope,
    lower: null,
    upper: null,
    pValue: result.pValue,
    phi: null,
    direction: result.direction,
    judgement: recentTrendJudgement(result.direction, polarity) ?? '',
    unit: byCounts ? 'log odds a period' : `${differenceUnit(newest[0]!.unit)} a period`,
    method: byCounts
      ? 'recent-trend: proportions, by position'
      : 'recent-trend: inverse-variance regression, by position',
    status: cannot ? 'withheld' : 'ok',
    note: [result.reason, thinned].filter(Boolean).join('; '),
  };
}

function annual(base: Base, points: readonly Point[], polarity: Polarity, thinned: string): Trend {
  const first = points[0]!;
  const last = points.at(-1)!;
  const limit = (side: 'lower' | 'upper'): (number | null)[] =>
    points.map(({ estimate }) => estimate.limits[0]![side]);
  const result = annualChange({
    times: points.map(({ period }) => midYear(period)),
    values: points.map(({ estimate }) => estimate.value!),
    lowers: limit('lower'),
    uppers: limit('upper'),
    scale: 'linear',
    confidence: 0.95,
  });
  const shared = {
    ...base,
    first: first.period,
    last: last.period,
    points: points.length,
    unit: `${differenceUnit(first.unit)} a year`,
  };
  if (result.withheld !== null) {
    return {
      ...shared,
      slope: null,
      lower: null,
      upper: null,
      pValue: null,
      phi: null,
      direction: 'cannot-be-calculated',
      judgement: '',
      method: 'annual-change',
      status: 'withheld',
      note: [result.withheld, thinned].filter(Boolean).join('; '),
    };
  }
  const { lowerWidened, upperWidened } = result;
  const direction =
    lowerWidened !== null && lowerWidened > 0
      ? 'increasing'
      : upperWidened !== null && upperWidened < 0
        ? 'decreasing'
        : 'no-significant-change';
  const widened = result.phi !== null && result.phi > 1 ? 'limits widened for the spread round the line' : '';
  return {
    ...shared,
    slope: result.slope,
    lower: lowerWidened,
    upper: upperWidened,
    pValue: result.pValueWidened,
    phi: result.phi,
    direction,
    judgement: recentTrendJudgement(direction, polarity) ?? '',
    method: `annual-change: ${result.method}`,
    note: [widened, thinned].filter(Boolean).join('; '),
  };
}
