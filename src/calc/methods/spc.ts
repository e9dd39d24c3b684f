import { seasonality } from '../../trends/seasonality.ts';
import {
  POINT_TYPES,
  type SpcChart,
  type SpcDirection,
  type SpcSegment,
  spcChart,
} from '../../trends/spc.ts';
import { SPECIAL_CAUSES } from '../../trends/spc-rules.ts';
import type { CalcMethod, CalcRow, CalcSettings, GroupRows } from '../calc-method.ts';
import { type DatedSeries, datedSeries, parseDate } from '../dated-series.ts';

const DIRECTIONS: readonly string[] = ['increase', 'decrease', 'neutral'];

export const spcMethod: CalcMethod = {
  id: 'spc',
  title: 'XmR chart of Making Data Count: limits, special causes, variation and assurance of each point',
  options: [
    { flags: '--date <column>', about: 'column of the months or other dates', kind: 'text', needed: true },
    { flags: '--value <column>', about: 'column of the values', kind: 'number', needed: true },
    {
      flags: '--direction <increase|decrease|neutral>',
      about: 'which change is an improvement (neutral)',
      kind: 'setting',
    },
    { flags: '--target <number>', about: 'target of every group', kind: 'setting' },
    {
      flags: '--targets <file>',
      about: 'a second file with the grouping columns and the target of each group in a column target',
      kind: 'setting',
    },
    {
      flags: '--rebase <dates>',
      about: 'dates from which on limits are new, separated by commas',
      kind: 'setting',
    },
    {
      flags: '--baseline <number>',
      about: 'how many points of each segment its limits rest on (all)',
      kind: 'setting',
    },
    { flags: '--no-screen', about: 'keep moving ranges that are out of their own limit', kind: 'setting' },
  ],
  defaultMultiplier: 1,
  hasOwnUnit: true,
  hasLimits: false,
  extras: [
    { name: 'date', type: 'date', description: 'First day of the point' },
    { name: 'value', type: 'number', description: 'The value' },
    { name: 'segment', type: 'integer', description: 'Stretch with limits of its own, from 1' },
    { name: 'mean', type: 'number', description: 'Mean of the segment' },
    { name: 'lower_limit', type: 'number', description: 'Lower process limit' },
    { name: 'upper_limit', type: 'number', description: 'Upper process limit' },
    {
      name: 'moving_range',
      type: 'number',
      description: 'Distance from the point before; blank for the first of a segment',
    },
    {
      name: 'special_cause',
      type: 'string',
      description:
        'Rule that marks the point: above-limit, trend-up, two-of-three-above, shift-above …, or blank',
    },
    {
      name: 'point_type',
      type: 'string',
      description: 'common-cause, improvement, concern, neutral-high, neutral-low',
    },
    { name: 'variation', type: 'string', description: 'Point type of the last point of the segment' },
    { name: 'assurance', type: 'string', description: 'pass, fail, hit-and-miss, or blank without a target' },
  ],
  keepsRows: false,
  check(_, { setting }) {
    const direction = setting('direction') ?? 'neutral';
    if (!DIRECTIONS.includes(direction))
      return `--direction: "${direction}" is not one of ${DIRECTIONS.join(', ')}`;
    const target = setting('target');
    if (target !== undefined && (target.trim() === '' || !Number.isFinite(Number(target))))
      return `--target: "${target}" is not a number`;
    if (target !== undefined && setting('targets') !== undefined)
      return '--target and --targets exclude each other';
    const baseline = Number(setting('baseline') ?? 2);
    if (!Number.isInteger(baseline) || baseline < 2)
      return `--baseline: "${setting('baseline')}" is not a whole number from 2`;
    const wrong = setting('rebase')
      ?.split(',')
      .find((text) => !parseDate(text));
    return wrong === undefined ? null : `--rebase: "${wrong.trim()}" is no date`;
  },
  compute(rows, settings) {
    const series = datedSeries(rows, settings.column('date'));
    const numbers = rows.number('value');
    const values = Float64Array.from(series.order, (row) => numbers[row]!);
    const { setting } = settings;
    const rebase = rebaseOf(series.dates, setting('rebase'));
    const target = targetOf(rows, settings);
    const baseline = setting('baseline');
    const screen = setting('screen') !== 'false';
    const chart = spcChart({
      values,
      direction: (setting('direction') ?? 'neutral') as SpcDirection,
      rebaseAt: rebase.at,
      screen,
      target,
      ...(baseline === undefined ? {} : { baseline: Number(baseline) }),
    });
    const notes = [
      series.note,
      isSeasonal(series, values) ? 'seasonal series: limits ignore the season' : '',
      rebase.note,
      target === null && setting('targets') !== undefined ? 'no target in the file of --targets' : '',
    ];
    const method = [
      'XmR',
      screen ? 'screened' : 'unscreened',
      ...(baseline === undefined ? [] : [`baseline of ${baseline}`]),
    ].join(', ');
    return chart.segments.flatMap((segment, at) =>
      segmentRows(chart, segment, at + 1, series.dates, values, method, notes),
    );
  },
};

function segmentRows(
  chart: SpcChart,
  segment: SpcSegment,
  number: number,
  dates: readonly string[],
  values: Float64Array,
  method: string,
  notes: readonly string[],
): CalcRow[] {
  const { start, end, mean, lower, upper, noLimits, isShort, variation } = segment;
  const short =
    isShort && noLimits === null ? 'few points: trial limits, which each further point moves' : '';
  const note = [noLimits ?? '', short, ...notes].filter(Boolean).join('; ');
  return Array.from({ length: end - start }, (_, at) => {
    const point = start + at;
    return {
      value: null,
      limits: [],
      extras: [
        dates[point]!,
        values[point]!,
        number,
        mean,
        lower,
        upper,
        at === 0 ? null : chart.movingRanges[point]!,
        SPECIAL_CAUSES[chart.specialCauses[point]!]!,
        POINT_TYPES[chart.pointTypes[point]!]!,
        variation,
        chart.assurance,
      ],
      method,
      status: noLimits === null ? ('ok' as const) : ('withheld' as const),
      note,
      badInput: false,
    };
  });
}

/** Positions of the first point on or after each date, and what a reader must know of dates without one. */
function rebaseOf(
  dates: readonly string[],
  text: string | undefined,
): { readonly at: readonly number[]; readonly note: string } {
  const asked = (text ?? '')
    .split(',')
    .flatMap((one) => parseDate(one)?.start ?? [])
    .sort();
  const found = asked.map((date) => dates.findIndex((own) => own >= date));
  const late = asked.filter((_, at) => found[at]! < 0);
  return {
    at: [...new Set(found)].filter((at) => at > 0),
    note: late.length > 0 ? `no point from ${late.join(', ')} on` : '',
  };
}

function targetOf(rows: GroupRows, { setting, target }: CalcSettings): number | null {
  const one = setting('target');
  return one === undefined ? (target?.(rows) ?? null) : Number(one);
}

function isSeasonal({ isWholeMonths }: DatedSeries, values: Float64Array): boolean {
  if (!isWholeMonths) return false;
  const test = seasonality(values);
  return test.withheld === null && test.seasonal;
}
