import type { Definition, Polarity } from '../indicators/definition.ts';
import { monthsIn, type Period } from '../periods/period.ts';
import { seasonality } from '../trends/seasonality.ts';
import { type SpcChart, type SpcDirection, type SpcSegment, spcChart } from '../trends/spc.ts';
import { SPECIAL_CAUSES } from '../trends/spc-rules.ts';
import type { Measure, Trend } from './result.ts';
import type { RunContext } from './run-context.ts';
import { independentPoints, seriesOf } from './series.ts';

const DIRECTIONS: Record<Polarity, SpcDirection> = { high: 'increase', low: 'decrease', none: 'neutral' };

/**
 * The XmR chart of every monthly series of values: one row for each stretch with limits of its own. Its direction is
 * the type of the last point, its note has the limits, the special causes and the target. A stretch of which more than
 * half is one value, such as no event, is not charted: limits would close in on it, and a usual month stand out.
 */
export function computeSpc(definition: Definition, measures: readonly Measure[], run: RunContext): Trend[] {
  const monthly = measures.filter(({ period }) => period.kind === 'month' && period.length === 1);
  return seriesOf(monthly).flatMap((series) => {
    const points = independentPoints(series.filter(({ estimate }) => estimate.value !== null));
    return points.length < 2 ? [] : chartRows(definition, points, series, run);
  });
}

function chartRows(
  definition: Definition,
  points: readonly Measure[],
  series: readonly Measure[],
  run: RunContext,
): Trend[] {
  const last = points.at(-1)!;
  const { target, rebase = [], baseline } = run.aims(definition, last.place).spc;
  const starts = rebase.map((day) => points.findIndex(({ period }) => period.start >= day));
  const values = points.map(({ estimate }) => estimate.value!);
  const chart = spcChart({
    values,
    direction: DIRECTIONS[definition.polarity],
    rebaseAt: [...new Set(starts)].filter((at) => at > 0).sort((a, b) => a - b),
    target: target ?? null,
    ...(baseline === undefined ? {} : { baseline }),
  });
  const gaps = missingMonths(points.map(({ period }) => period));
  const ofSeries = [
    gaps > 0 ? `${gaps} month${gaps === 1 ? '' : 's'} missing inside the series` : '',
    points.length < series.length ? `${points.length} of ${series.length} months have a value` : '',
    gaps === 0 && isSeasonal(values) ? 'seasonal series: limits ignore the season' : '',
    rebase
      .filter((_, at) => starts[at]! < 0)
      .map((day) => `no month from ${day} on`)
      .join('; '),
  ];
  return chart.segments.map((segment) => {
    const own = points.slice(segment.start, segment.end);
    const isLast = segment.end === points.length;
    const noChart = segment.noLimits ?? (isMostlyOneValue(own) ? ONE_VALUE : null);
    const notes = [
      noChart ?? limitsInWords(segment, definition.digits),
      noChart === ONE_VALUE ? '' : causesInWords(chart, segment, points),
      isLast && target !== undefined && noChart !== ONE_VALUE ? targetInWords(target, chart.assurance) : '',
      segment.isShort && noChart === null
        ? `only ${Math.min(baseline ?? own.length, own.length)} points: trial limits`
        : '',
      ...ofSeries,
    ];
    return {
      indicator: last.indicator,
      place: last.place,
      period: own.at(-1)!.period,
      sex: last.sex,
      scheme: last.scheme,
      level: last.level,
      series: 'value',
      first: own[0]!.period,
      last: own.at(-1)!.period,
      points: own.length,
      history: own.map(({ estimate }) => estimate.value!),
      slope: null,
      lower: null,
      upper: null,
      pValue: null,
      phi: null,
      direction: noChart === null ? segment.variation : 'cannot-be-calculated',
      judgement: noChart === null ? (JUDGED[segment.variation] ?? '') : '',
      unit: definition.unit,
      method: `spc: XmR, screened${baseline === undefined ? '' : `, baseline of ${baseline}`}`,
      status: noChart === null ? 'ok' : 'withheld',
      note: notes.filter(Boolean).join('; '),
      files: run.cells.fileSets.behind(own),
    };
  });
}

const JUDGED: Readonly<Record<string, string>> = { improvement: 'getting-better', concern: 'getting-worse' };

function targetInWords(target: number, assurance: string): string {
  return `target ${target}: ${assurance.replaceAll('-', ' ') || 'not judged, since neither end is the good one'}`;
}

const ONE_VALUE = 'more than half of the months have the same value, so a chart has no true limits';

/** The months change too seldom for their moving ranges to show the usual spread. */
function isMostlyOneValue(points: readonly Measure[]): boolean {
  const sorted = points.map(({ estimate }) => estimate.value!).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)]!;
  return 2 * sorted.filter((value) => value === middle).length > sorted.length;
}

function limitsInWords({ mean, lower, upper }: SpcSegment, digits: number): string {
  const text = (value: number): string => value.toFixed(digits + 1);
  return `mean ${text(mean)}, process limits ${text(lower!)} to ${text(upper!)}`;
}

/** The special causes of a stretch, each with its months. */
function causesInWords(chart: SpcChart, { start, end }: SpcSegment, points: readonly Measure[]): string {
  const months = new Map<string, string[]>();
  for (let point = start; point < end; point++) {
    const cause = SPECIAL_CAUSES[chart.specialCauses[point]!]!;
    if (cause === '') continue;
    const known = months.get(cause);
    const { label } = points[point]!.period;
    if (known) known.push(label);
    else months.set(cause, [label]);
  }
  return [...months].map(([cause, labels]) => `${cause}: ${labels.join(' ')}`).join('; ');
}

function missingMonths(periods: readonly Period[]): number {
  return monthsIn(periods[0]!.start, periods.at(-1)!.end) - periods.length;
}

function isSeasonal(values: readonly number[]): boolean {
  const test = seasonality(values);
  return test.withheld === null && test.seasonal;
}
