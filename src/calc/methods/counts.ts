import type { Column } from '../../summary/table.ts';
import type { CalcOption } from '../calc-method.ts';

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
