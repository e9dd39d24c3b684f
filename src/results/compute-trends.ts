import type { Definition, Polarity } from '../indicators/definition.ts';
import { midYear, type Period } from '../periods/period.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { annualChange } from '../trends/annual-change.ts';
import { joinpointChange } from '../trends/joinpoint-change.ts';
import { type RecentTrend, recentTrend, recentTrendJudgement } from '../trends/recent-trend.ts';
import { differenceUnit } from './gap-words.ts';
import type { Gap, Measure, ResultKey, Trend } from './result.ts';
import type { RunContext } from './run-context.ts';
import { independentPoints, seriesOf } from './series.ts';
import { type TrendKey, trendRow } from './trend-row.ts';

/** A point of a series: a value or a gap. */
interface Point extends ResultKey {
  readonly estimate: Estimate;
  /** Of values alone. */
  readonly count?: number | null;
  readonly denominator?: number | null;
  readonly unit: string;
  readonly method: string;
  readonly files: number;
}

/**
 * The trends of an indicator's values and gaps: the recent trend over the newest five independent points, and the
 * change a year over all of them, in units and in per cent, and piece by piece where the change itself changed.
 * Series of fewer than two values have none.
 */
export function computeTrends(
  definition: Definition,
  measures: readonly Measure[],
  gaps: readonly Gap[],
  run: RunContext,
): Trend[] {
  const { scales } = definition.trend;
  const values = seriesOf<Point>(measures).flatMap((series) =>
    trendsOf('value', series, definition.polarity, scales, run),
  );
  // A gap is always the same way round: less of it is better, whatever the indicator's own polarity.
  const polarity: Polarity = definition.polarity === 'none' ? 'none' : 'low';
  const changes = seriesOf(gaps, ({ gap, unit }) => `${gap}|${unit}`).flatMap((series) => {
    const name = `gap:${series[0]!.gap}`;
    const ofGap = hasSize(name) && scales.includes('log') ? SCALES : [SCALES[0]];
    return trendsOf(name, series, polarity, ofGap, run);
  });
  return [...values, ...changes];
}

function trendsOf(
  name: string,
  series: readonly Point[],
  polarity: Polarity,
  scales: readonly Scale[],
  run: RunContext,
): Trend[] {
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
    files: run.cells.fileSets.behind(points),
  };
  const line = lineOf(points);
  const thinned =
    points.length < series.length
      ? `${points.length} of ${series.length} periods are independent and have a value: ${points.map(({ period }) => period.label).join(' ')}`
      : '';
  return [
    recent(base, points, polarity, thinned),
    ...scales.map((scale) => annual(base, points, line, polarity, scale, thinned)),
    ...(scales.includes('linear') ? pieces(base, points, line, polarity, thinned) : []),
  ];
}

const SCALES = ['linear', 'log'] as const;
type Scale = (typeof SCALES)[number];

/** A change in per cent means something of a ratio; a difference may be of either sign. */
function hasSize(series: string): boolean {
  return series === 'gap:ratio' || series === 'gap:rii';
}

function recent(base: TrendKey, points: readonly Point[], polarity: Polarity, thinned: string): Trend {
  const newest = points.slice(-5);
  const byCounts = newest.every(
    ({ method, count = null }) => method.startsWith('proportion') && count !== null,
  );
  const result: RecentTrend = byCounts
    ? recentTrend({
        events: newest.map(({ count }) => count!),
        denominators: newest.map(({ denominator = null }) => denominator),
      })
    : recentTrend({
        values: newest.map(({ estimate }) => estimate.value),
        lowers: newest.map(({ estimate }) => estimate.limits[0]!.lower),
        uppers: newest.map(({ estimate }) => estimate.limits[0]!.upper),
      });
  const cannot = result.direction === 'cannot-be-calculated';
  const unweighted = newest.some(
    ({ estimate: { limits } }) => limits[0]!.lower === null || limits[0]!.upper === null,
  );
  const reason =
    cannot && !byCounts && unweighted ? 'a value without limits has no weight in it' : result.reason;
  return trendRow(base, {
    first: newest[0]!.period,
    last: newest.at(-1)!.period,
    points: newest.length,
    history: valuesOf(newest),
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
    note: [reason, thinned].filter(Boolean).join('; '),
  });
}

function annual(
  base: TrendKey,
  points: readonly Point[],
  line: Line,
  polarity: Polarity,
  scale: Scale,
  thinned: string,
): Trend {
  const first = points[0]!;
  const result = annualChange({ ...line, scale, confidence: 0.95 });
  const shared = {
    first: first.period,
    last: points.at(-1)!.period,
    points: points.length,
    history: line.values,
    unit: scale === 'log' ? '% a year' : `${differenceUnit(first.unit)} a year`,
  };
  const method = scale === 'log' ? 'annual-change, log' : 'annual-change';
  if (result.withheld !== null) {
    return trendRow(base, {
      ...shared,
      slope: null,
      lower: null,
      upper: null,
      pValue: null,
      phi: null,
      direction: 'cannot-be-calculated',
      judgement: '',
      method,
      status: 'withheld',
      note: [result.withheld, thinned].filter(Boolean).join('; '),
    });
  }
  const { lowerWidened, upperWidened } = result;
  return trendRow(base, {
    ...shared,
    slope: result.slope,
    lower: lowerWidened,
    upper: upperWidened,
    pValue: result.pValueWidened,
    phi: result.phi,
    ...directionOf(lowerWidened, upperWidened, polarity),
    method: `${method}: ${result.method}`,
    status: 'ok',
    note: [widenedWords(result.phi), thinned].filter(Boolean).join('; '),
  });
}

function valuesOf(points: readonly Point[]): number[] {
  return points.map(({ estimate }) => estimate.value!);
}

/** What the regressions over all points take. */
type Line = ReturnType<typeof lineOf>;

function lineOf(points: readonly Point[]) {
  const limit = (side: 'lower' | 'upper'): (number | null)[] =>
    points.map(({ estimate }) => estimate.limits[0]![side]);
  return {
    times: points.map(({ period }) => midYear(period)),
    values: valuesOf(points),
    lowers: limit('lower'),
    uppers: limit('upper'),
  };
}

function directionOf(
  lower: number | null,
  upper: number | null,
  polarity: Polarity,
): Pick<Trend, 'direction' | 'judgement'> {
  const direction =
    lower !== null && lower > 0
      ? 'increasing'
      : upper !== null && upper < 0
        ? 'decreasing'
        : 'no-significant-change';
  return { direction, judgement: recentTrendJudgement(direction, polarity) ?? '' };
}

function widenedWords(phi: number | null): string {
  return phi !== null && phi > 1 ? 'limits widened for the spread round the line' : '';
}

/** From so many points on, it is asked whether the change itself changed. */
const POINTS_FOR_JOINPOINTS = 10;
const MOST_JOINPOINTS = 2;

/** The straight pieces of a series whose change changed, each a row; none where one line fits, or of months. */
function pieces(
  base: TrendKey,
  points: readonly Point[],
  line: Line,
  polarity: Polarity,
  thinned: string,
): Trend[] {
  // Months have charts instead: a season would be taken for joinpoints.
  if (points.length < POINTS_FOR_JOINPOINTS || MONTHS_AND_SHORTER.has(points[0]!.period.kind)) return [];
  const result = joinpointChange({
    ...line,
    scale: 'linear',
    most: MOST_JOINPOINTS,
    confidence: [0.95],
  });
  if (result.withheld !== null || result.segments.length < 2) return [];
  const at = (time: number): Period => points.find(({ period }) => midYear(period) === time)!.period;
  return result.segments.map((segment) => {
    const { lower, upper } = segment.widenedLimits[0]!;
    const own = points.filter(
      ({ period }) => midYear(period) >= segment.start && midYear(period) <= segment.end,
    );
    return trendRow(base, {
      first: at(segment.start),
      last: at(segment.end),
      points: own.length,
      history: valuesOf(own),
      slope: segment.slope,
      lower,
      upper,
      pValue: segment.pValueWidened,
      phi: result.phi,
      ...directionOf(lower, upper, polarity),
      unit: `${differenceUnit(points[0]!.unit)} a year`,
      method: `annual-change: ${result.method}`,
      status: 'ok',
      note: [result.note ?? '', widenedWords(result.phi), thinned].filter(Boolean).join('; '),
    });
  });
}

const MONTHS_AND_SHORTER: ReadonlySet<string> = new Set(['day', 'week', 'month']);
