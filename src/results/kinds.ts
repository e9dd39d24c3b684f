import type { Definition, Method } from '../indicators/definition.ts';

const MEANS: ReadonlySet<Method> = new Set([
  'life-expectancy',
  'healthy-life-expectancy',
  'waiting-percentile',
  'mean',
  'difference',
  'gap',
  'quantile',
]);

/**
 * Whether an indicator's values are years, weeks, pounds or the like, of which no share can be attributed and no event
 * counted.
 */
export function isMean({
  method,
  unit,
  numeratorIs,
}: Pick<Definition, 'method' | 'unit' | 'numeratorIs'>): boolean {
  if (method === 'ratio') return numeratorIs === 'amount';
  return MEANS.has(method) || (method === 'given' && unit !== '%' && !unit.startsWith('per '));
}

/** Whether an indicator's values are counts of events without anything to set them against. */
export function isBareCount({ method, numerator, denominator }: Definition): boolean {
  return method === 'count-to-zero' && numerator !== undefined && denominator === undefined;
}

const WITHOUT_GAPS: ReadonlySet<Method> = new Set(['milestones', 'aspirations-measured', 'quantile']);

/** Whether an indicator has no gaps: a list is each area's own, and what is easier in one is no gap; a quantile is one. */
export function hasNoGaps({ method }: Pick<Definition, 'method'>): boolean {
  return WITHOUT_GAPS.has(method);
}

/** Why bare counts are compared neither with each other nor with a benchmark. */
export const NOT_COMPARED = 'counts of groups of different sizes are not compared';

const RATES: ReadonlySet<Method> = new Set(['dsr', 'crude-rate', 'count-to-zero', 'isr-ratio', 'isr-rate']);

/** Whether an indicator's values count events, which chance scatters by a factor rather than by so many. */
export function isRate({ method, numeratorIs }: Pick<Definition, 'method' | 'numeratorIs'>): boolean {
  return RATES.has(method) || (method === 'ratio' && numeratorIs === 'count');
}

/** Methods that set events against something which they are no part of, and may pass. */
const WITHOUT_LARGEST: ReadonlySet<Method> = new Set(['ratio', 'isr-ratio', 'isr-rate']);

/** The largest value that an indicator's unit allows; nothing where there is none. */
export function largestValue(definition: Definition): { readonly scale?: number } {
  const has = !isMean(definition) && !WITHOUT_LARGEST.has(definition.method);
  return has ? { scale: definition.multiplier } : {};
}
