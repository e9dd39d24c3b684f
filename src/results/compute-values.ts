import type { Definition, Method } from '../indicators/definition.ts';
import { computeAspirationsMeasured } from './compute-aspirations-measured.ts';
import { computeDifference } from './compute-difference.ts';
import { computeGapValues } from './compute-gap-values.ts';
import { computeMeasures } from './compute-measures.ts';
import { computeQuantiles } from './compute-quantiles.ts';
import type { Measure, ValuesOf } from './result.ts';
import type { RunContext } from './run-context.ts';

type MadeOfOthers = (definition: Definition, valuesOf: ValuesOf, run: RunContext) => Measure[];

/** Methods whose values are made of those of other indicators. */
const MADE_OF_OTHERS: Partial<Record<Method, MadeOfOthers>> = {
  difference: computeDifference,
  gap: computeGapValues,
  quantile: computeQuantiles,
  'aspirations-measured': computeAspirationsMeasured,
};

/**
 * The values of every indicator, each computed when it is first asked for, by the run or by an indicator that is made
 * of it. That none is made of itself, the catalogue has checked.
 */
export function computeValues(run: RunContext): ValuesOf {
  const definitions = new Map(run.catalogue.indicators.map((definition) => [definition.id, definition]));
  const known = new Map<string, readonly Measure[]>();
  const valuesOf: ValuesOf = (id) => {
    const found = known.get(id);
    if (found) return found;
    const definition = definitions.get(id);
    if (!definition) return [];
    const fromOthers = MADE_OF_OTHERS[definition.method];
    const measures = fromOthers ? fromOthers(definition, valuesOf, run) : computeMeasures(definition, run);
    known.set(id, measures);
    return measures;
  };
  return valuesOf;
}
