import { quantiles } from '../../measures/quantile.ts';
import type { CalcMethod } from '../calc-method.ts';

export const quantileMethod: CalcMethod = {
  id: 'quantile',
  title: 'Quantile of each row among those of its group',
  options: [
    { flags: '--value <column>', about: 'column of the values', kind: 'number', needed: true },
    {
      flags: '--groups <number>',
      about: 'how many quantiles: 5 for fifths, 10 for tenths',
      kind: 'setting',
      needed: true,
    },
    {
      flags: '--invert',
      about: 'the highest value is quantile 1 (without it, the lowest is)',
      kind: 'setting',
    },
  ],
  defaultMultiplier: 1,
  hasOwnUnit: true,
  hasLimits: false,
  extras: [{ name: 'quantile', type: 'integer', description: 'Quantile, from 1' }],
  keepsRows: true,
  takesGaps: true,
  check: (_, { setting }) => {
    const groups = Number(setting('groups'));
    return Number.isInteger(groups) && groups >= 2 && groups <= 1000
      ? null
      : `--groups: "${setting('groups')}" is not a whole number from 2 to 1,000`;
  },
  compute(rows, { setting, column }) {
    const invert = setting('invert') !== undefined;
    const values = Array.from(rows.number('value'), (value) => (Number.isNaN(value) ? null : value));
    return quantiles({ values, groups: Number(setting('groups')), invert }).map(({ quantile, withheld }) => ({
      value: null,
      limits: [],
      extras: [quantile],
      method: invert ? 'rank, highest first' : 'rank, lowest first',
      status: withheld === null ? 'ok' : 'withheld',
      note: withheld === null ? '' : withheld.replace('the value', column('value')),
      badInput: false,
    }));
  },
};
