import { crudeRate } from '../../measures/crude-rate.ts';
import { proportion } from '../../measures/proportion.ts';
import { BadGroup, type CalcMethod } from '../calc-method.ts';
import { rowOf } from '../calc-row.ts';
import { COUNTS, EVENTS, POPULATION, sumOf } from './counts.ts';

/** Events and people of a group, added up first. */
function method(id: 'rate' | 'proportion', title: string, defaultMultiplier: number): CalcMethod {
  const compute = id === 'rate' ? crudeRate : proportion;
  return {
    id,
    title,
    options: [EVENTS, POPULATION],
    defaultMultiplier,
    hasLimits: true,
    extras: COUNTS,
    keepsRows: false,
    sumsOnly: true,
    compute(rows, { confidence, multiplier }) {
      const events = sumOf(rows.number('events'));
      const denominator = sumOf(rows.number('population'));
      if (denominator === 0) throw new BadGroup('the population is zero');
      if (id === 'proportion' && events > denominator)
        throw new BadGroup(`${events} is more than its denominator ${denominator}`);
      return [rowOf(compute({ events, denominator, multiplier, confidence }), [events, denominator])];
    },
  };
}

export const rateMethod = method('rate', "Crude rate with exact or Byar's limits", 100_000);
export const proportionMethod = method('proportion', 'Proportion with Wilson limits', 1);
