import { funnel } from '../../gaps/funnel.ts';
import type { FunnelStatistic } from '../../gaps/funnel-limits.ts';
import { BadGroup, type CalcMethod } from '../calc-method.ts';

const STATISTICS: readonly string[] = ['proportion', 'ratio', 'rate'];

export const funnelMethod: CalcMethod = {
  id: 'funnel',
  title: 'Funnel limits and flags of each row among those of its group',
  options: [
    { flags: '--events <column>', about: 'column of the events', kind: 'count', needed: true },
    { flags: '--population <column>', about: 'column of the people or person-years', kind: 'count' },
    { flags: '--expected <column>', about: 'for ratios: column of the events expected', kind: 'count' },
    {
      flags: '--statistic <proportion|ratio|rate>',
      about: 'what the rows are',
      kind: 'setting',
      needed: true,
    },
    { flags: '--rate-type <crude|dsr>', about: 'kind of rate', kind: 'setting' },
    { flags: '--value <column>', about: 'column of the rates, where they are standardised', kind: 'number' },
    { flags: '--years <number>', about: 'years of data in the person-years', kind: 'setting' },
  ],
  defaultMultiplier: 1,
  hasLimits: false,
  extras: [
    { name: 'lower_2sd', type: 'number', description: 'Lower limit of 95 %' },
    { name: 'upper_2sd', type: 'number', description: 'Upper limit of 95 %' },
    { name: 'lower_3sd', type: 'number', description: 'Lower limit of 99.8 %' },
    { name: 'upper_3sd', type: 'number', description: 'Upper limit of 99.8 %' },
    { name: 'average', type: 'number', description: 'Average of the group' },
    {
      name: 'flag',
      type: 'string',
      description: 'low-3sd, low-2sd, within, high-2sd, high-3sd, not-applicable',
    },
  ],
  keepsRows: true,
  check(has, { setting }) {
    const statistic = setting('statistic')!;
    if (!STATISTICS.includes(statistic))
      return `--statistic: "${statistic}" is not one of ${STATISTICS.join(', ')}`;
    if (statistic === 'ratio' && !has('expected')) return '--statistic ratio needs --expected';
    if (statistic === 'proportion' && !has('population')) return '--statistic proportion needs --population';
    const type = setting('rate-type') ?? 'crude';
    if (type !== 'crude' && type !== 'dsr') return `--rate-type: "${type}" is neither crude nor dsr`;
    if (statistic === 'rate' && type === 'dsr' && !has('value')) return '--rate-type dsr needs --value';
    if (statistic === 'rate' && !has('population') && !has('value'))
      return '--statistic rate needs --population or --value';
    const years = Number(setting('years') ?? 1);
    return years > 0 ? null : `--years: "${setting('years')}" is not a number above 0`;
  },
  compute(rows, { multiplier, setting }) {
    const statistic = setting('statistic') as FunnelStatistic;
    const denominators = statistic === 'ratio' ? 'expected' : 'population';
    const { average, areas } = funnel({
      events: rows.number('events'),
      ...(rows.has(denominators) ? { denominators: rows.number(denominators) } : {}),
      ...(rows.has('value') ? { values: rows.number('value') } : {}),
      statistic,
      rateType: (setting('rate-type') ?? 'crude') as 'crude' | 'dsr',
      multiplier,
      years: Number(setting('years') ?? 1),
    });
    if (average === null && areas.every(({ withheld }) => withheld !== null))
      throw new BadGroup(areas[0]?.withheld ?? 'there is nothing to compare');
    return areas.map(({ lower2sd, upper2sd, lower3sd, upper3sd, flag, withheld }) => ({
      value: null,
      limits: [],
      extras: [lower2sd, upper2sd, lower3sd, upper3sd, average, flag],
      method: statistic === 'proportion' ? 'funnel, normal' : 'funnel, Poisson',
      status: withheld === null ? 'ok' : 'withheld',
      note: withheld ?? '',
      badInput: false,
    }));
  },
};
