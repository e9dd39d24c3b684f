import type { Definition } from '../indicators/definition.ts';
import type { Measure } from '../results/result.ts';
import { withUnit } from './words.ts';

/** "5 of 8"; a share that is only published as one stays a share. */
export function reachedInWords(
  { count, denominator, estimate }: Pick<Measure, 'count' | 'denominator' | 'estimate'>,
  definition: Pick<Definition, 'digits' | 'unit'>,
): string {
  return count === null || denominator === null
    ? withUnit(estimate.value!, definition)
    : `${count.toLocaleString('en-GB')} of ${denominator.toLocaleString('en-GB')}`;
}

/** "Halton: milestones of the estates strategy reached: 5 of 8; 2 late, the oldest by 120 days." */
export function milestoneHeadline(name: string, measure: Measure, definition: Definition): string {
  const late = measure.note ? `; ${measure.note}` : '';
  return `${name}: ${definition.short}: ${reachedInWords(measure, definition)}${late}.`;
}
