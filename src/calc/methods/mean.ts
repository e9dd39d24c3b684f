import { mean } from '../../measures/mean.ts';
import type { CalcMethod } from '../calc-method.ts';
import { rowOf } from '../calc-row.ts';

export const meanMethod: CalcMethod = {
  id: 'mean',
  title: "Mean with Student's t limits",
  options: [{ flags: '--values <column>', about: 'column of the values', kind: 'number', needed: true }],
  defaultMultiplier: 1,
  hasOwnUnit: true,
  hasLimits: true,
  extras: [
    { name: 'sum', type: 'number', description: 'Sum of the values' },
    { name: 'n', type: 'integer', description: 'How many values' },
    { name: 'sd', type: 'number', description: 'Standard deviation of the values' },
  ],
  keepsRows: false,
  compute(rows, { confidence }) {
    const estimate = mean({ values: rows.number('values'), confidence });
    return [rowOf(estimate, [estimate.sum, estimate.n, estimate.sd])];
  },
};
