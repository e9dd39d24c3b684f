import { healthyLifeExpectancy } from '../../measures/healthy-life-expectancy.ts';
import type { CalcMethod } from '../calc-method.ts';
import { rowOf } from '../calc-row.ts';
import {
  A0,
  AGE,
  AT,
  agesAsked,
  agesInOrder,
  checkLifeSettings,
  DEATHS,
  LIFE_POPULATION,
  lifeTableInput,
  pick,
  requireAllStarts,
  withheldAges,
} from './life-expectancy.ts';

export const healthyLifeExpectancyMethod: CalcMethod = {
  id: 'healthy-life-expectancy',
  title: "Healthy life expectancy by Sullivan's method",
  options: [
    AGE,
    DEATHS,
    LIFE_POPULATION,
    {
      flags: '--healthy <column>',
      about: 'column of the people in good health',
      kind: 'count',
      needed: true,
    },
    { flags: '--asked <column>', about: 'column of the people who were asked', kind: 'count', needed: true },
    AT,
    A0,
    {
      flags: '--mortality-variance',
      about: 'let the limits allow for chance in deaths too',
      kind: 'setting',
    },
  ],
  defaultMultiplier: 1,
  hasOwnUnit: true,
  hasLimits: true,
  extras: [{ name: 'age', type: 'number', description: 'Exact age in years' }],
  keepsRows: false,
  check: checkLifeSettings,
  withheldRows: (rows, settings) => withheldAges(rows, settings, 0),
  compute(rows, settings) {
    const ages = agesInOrder(rows.labels('age'));
    requireAllStarts(ages, settings);
    const at = agesAsked(ages.starts, settings);
    const estimates = healthyLifeExpectancy({
      ...lifeTableInput(rows, settings, ages),
      healthy: pick(rows.number('healthy'), ages.order),
      asked: pick(rows.number('asked'), ages.order),
      at,
      confidence: settings.confidence,
      mortalityVariance: settings.setting('mortality-variance') !== undefined,
    });
    return estimates.map((estimate, index) => rowOf(estimate, [at[index]!]));
  },
};
