import { normalLimits } from '../../statistics/normal-limits.ts';
import type { Polarity } from '../../statistics/polarity.ts';
import { recentSlopeError } from '../../trends/recent-slope-error.ts';
import {
  type ProportionSeries,
  recentTrend,
  recentTrendJudgement,
  type TrendDirection,
  type ValueSeries,
} from '../../trends/recent-trend.ts';
import type { CalcMethod, CalcSettings, GroupRows } from '../calc-method.ts';
import { timePoints } from '../time-points.ts';

const WORDS: Record<TrendDirection, string> = {
  increasing: 'Increasing',
  decreasing: 'Decreasing',
  'no-significant-change': 'No significant change',
  'cannot-be-calculated': 'Cannot be calculated',
};

const POLARITIES: readonly string[] = ['high', 'low', 'none'];

export const recentTrendMethod: CalcMethod = {
  id: 'recent-trend',
  title: 'Recent trend of Fingertips: is the change over the newest five points significant at 99.8 %?',
  options: [
    { flags: '--time <column>', about: 'column of the years or periods', kind: 'text', needed: true },
    { flags: '--value <column>', about: 'column of the values', kind: 'number' },
    { flags: '--lower <column>', about: 'column of their lower 95 % limits', kind: 'number' },
    { flags: '--upper <column>', about: 'column of their upper 95 % limits', kind: 'number' },
    { flags: '--events <column>', about: 'for proportions: column of the counts', kind: 'count' },
    { flags: '--population <column>', about: 'for proportions: column of the denominators', kind: 'count' },
    { flags: '--polarity <high|low|none>', about: 'which end is good (none)', kind: 'setting' },
    {
      flags: '--time-as <position|year>',
      about: 'whether points are one step apart, or as far as their times say (position)',
      kind: 'setting',
    },
  ],
  defaultMultiplier: 1,
  hasOwnUnit: true,
  hasLimits: true,
  extras: [
    { name: 'slope', type: 'number', description: 'Change a step; of logits for proportions' },
    { name: 'chi_square', type: 'number', description: 'Statistic, with one degree of freedom' },
    { name: 'p_value', type: 'number', description: 'Probability of such a statistic were there no trend' },
    {
      name: 'direction',
      type: 'string',
      description: 'increasing, decreasing, no-significant-change, cannot-be-calculated',
    },
    { name: 'judgement', type: 'string', description: 'getting-better, getting-worse or blank' },
    { name: 'label', type: 'string', description: 'The same in words' },
  ],
  keepsRows: false,
  check(has, { setting }) {
    const polarity = setting('polarity') ?? 'none';
    if (!POLARITIES.includes(polarity)) return `--polarity: "${polarity}" is not high, low or none`;
    const timeAs = setting('time-as') ?? 'position';
    if (timeAs !== 'position' && timeAs !== 'year')
      return `--time-as: "${timeAs}" is neither position nor year`;
    const ofValues = ['value', 'lower', 'upper'].filter(has).length;
    const ofCounts = ['events', 'population'].filter(has).length;
    if (ofValues > 0 && ofCounts > 0) return '--value and --events exclude each other';
    return ofValues === 3 || ofCounts === 2
      ? null
      : 'either --value, --lower and --upper are needed, or --events and --population';
  },
  withheldRows: () => [[null, null, null, 'cannot-be-calculated', null, WORDS['cannot-be-calculated']]],
  compute(rows, settings) {
    const { points, note } = timePoints(rows, settings.column('time'));
    const series = seriesOf(rows, settings, points);
    const { slope, chiSquare, pValue, direction, reason } = recentTrend(series);
    const polarity = (settings.setting('polarity') ?? 'none') as Polarity;
    const judgement = recentTrendJudgement(direction, polarity);
    const error = slope === null ? null : recentSlopeError(series);
    return [
      {
        value: slope,
        limits: normalLimits(slope ?? 0, error, settings.confidence),
        extras: [
          slope,
          chiSquare,
          pValue,
          direction,
          judgement,
          judgement ? `${WORDS[direction]} and ${judgement.replace('-', ' ')}` : WORDS[direction],
        ],
        method: rows.has('events')
          ? 'recent trend, chi-square for trend'
          : 'recent trend, weighted regression',
        status: slope === null ? 'withheld' : 'ok',
        note: [reason, slope !== null && error === null ? 'limits of no width give the slope none' : '', note]
          .filter(Boolean)
          .join('; '),
        badInput: false,
      },
    ];
  },
};

function seriesOf(
  rows: GroupRows,
  { setting }: CalcSettings,
  points: readonly { readonly row: number; readonly time: number }[],
): ValueSeries | ProportionSeries {
  const column = (option: string): number[] => {
    const numbers = rows.number(option);
    return points.map(({ row }) => numbers[row]!);
  };
  const times = setting('time-as') === 'year' ? { times: points.map(({ time }) => time) } : {};
  return rows.has('events')
    ? { events: column('events'), denominators: column('population'), ...times }
    : { values: column('value'), lowers: column('lower'), uppers: column('upper'), ...times };
}
