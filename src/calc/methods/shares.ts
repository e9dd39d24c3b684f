import { crudeRate } from '../../measures/crude-rate.ts';
import { proportion } from '../../measures/proportion.ts';
import type { Column } from '../../summary/table.ts';
import { BadGroup, type CalcMethod, type CalcOption } from '../calc-method.ts';
import { rowOf } from '../calc-row.ts';

export const EVENTS: CalcOption = {
  flags: '--events <column>',
  about: 'column of the events',
  kind: 'count',
  needed: true,
};
export const POPULATION: CalcOption = {
  flags: '--population <column>',
  about: 'column of the people or person-years',
  kind: 'count',
  needed: true,
};
export const COUNTS: readonly Column[] = [
  { name: 'count', type: 'number', description: 'Events in all' },
  { name: 'denominator', type: 'number', description: 'People or person-years in all' },
];

export function sumOf(numbers: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < numbers.length; at++) sum += numbers[at]!;
  return sum;
}

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
