import type { Definition } from '../indicators/definition.ts';

const MEANS: ReadonlySet<string> = new Set(['life-expectancy', 'waiting-percentile']);

/** Whether an indicator's values are years, weeks or the like, of which no share can be attributed and no event counted. */
export function isMean({ method, unit }: Pick<Definition, 'method' | 'unit'>): boolean {
  return MEANS.has(method) || (method === 'given' && unit !== '%' && !unit.startsWith('per '));
}
